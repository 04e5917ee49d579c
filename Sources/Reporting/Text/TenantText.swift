import Measuring
import Timekeeping

/// Companies and leaks as the reports word them.
enum TenantText {
    static let columns = [
        "company", "users", "n", "late", "failed", "p50", "p95", "p99", "max", "delays", "longest",
    ]

    static func cells(_ row: TenantTable.Row) -> [String] {
        [
            row.name, Figures.count(row.users), Figures.count(row.totals.planned),
            Figures.count(row.totals.late), Figures.count(row.totals.failed),
        ] + [50, 95, 99].map { Figures.time(row.response.percentile($0)) } + [
            Figures.time(row.response.max), Figures.count(row.delays.count),
            Figures.time(row.longestDelay),
        ]
    }

    static func title(_ table: TenantTable) -> String {
        "companies side by side (\(table.className) operations, response time)"
    }

    /// How even the service was, in a sentence.
    static func evenness(_ table: TenantTable) -> String {
        guard let even = table.evenness else {
            return "fewer than two companies have \(TenantTable.fewestOperations) operations: "
                + "nothing is said of how even the service was"
        }
        return "p95 of \(even.worst.name) is \(DecimalText.fixed(even.ratio, decimals: 2)) times "
            + "that of \(even.best.name); Jain's index of the mean response times is "
            + "\(DecimalText.fixed(even.jain, decimals: 3)) (1 = all alike), of "
            + "\(even.companies) companies with at least \(Figures.count(even.fewest)) operations "
            + "each; shown, not judged"
    }

    /// One leak: what, when, for whom, whose.
    static func leak(_ leak: LeakEvidence, _ model: ReportModel) -> String {
        let hop = leak.hop > 0 ? ", redirect \(leak.hop)" : ""
        return "\(leak.time)  \(model.operationName(leak.operation)) "
            + "(\(model.requestName(leak.request))\(hop), status \(leak.status)), planned at "
            + "\(Ticks.precise(leak.planned)), of user \(leak.user + 1) (\(leak.asker)), held "
            + "\(leak.found), in the \(leak.place.rawValue): \(leak.excerpt)"
    }
}

extension Ticks {
    /// An offset from the run's start: "0:21.53".
    static func precise(_ offset: Nanoseconds) -> String {
        let hundredths = Int(offset.count / 10_000_000)
        let minutes = hundredths / 6_000
        let rest = String(10_000 + hundredths % 6_000).dropFirst()
        return "\(minutes):\(rest.prefix(2)).\(rest.suffix(2))"
    }
}
