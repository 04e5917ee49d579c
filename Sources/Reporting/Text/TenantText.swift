import Measuring
import Timekeeping
import Wording
import Workload

/// Companies and leaks as the reports word them.
enum TenantText {
    static let columns = [
        Bilingual(ja: "会社", en: "company"), Bilingual(ja: "利用者", en: "users"), Bilingual("n"),
        Bilingual(ja: "遅延", en: "late"), Bilingual(ja: "失敗", en: "failed"), Bilingual("p50"),
        Bilingual("p95"), Bilingual("p99"), Bilingual(ja: "最長", en: "max"),
        Bilingual(ja: "遅延継続", en: "delays"), Bilingual(ja: "最長継続", en: "longest"),
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

    static func title(_ table: TenantTable) -> Bilingual {
        Bilingual(
            ja: "会社別の比較(\(ClassText.title(table.className))、応答時間)",
            en: "companies side by side (\(table.className) operations, response time)"
        )
    }

    /// How even the service was, in a sentence.
    static func evenness(_ table: TenantTable) -> Bilingual {
        guard let even = table.evenness else {
            let fewest = TenantTable.fewestOperations
            return Bilingual(
                ja: "操作が\(fewest)件以上の会社が二社に満たず、サービスの公平さは述べない",
                en: "fewer than two companies have \(fewest) operations: nothing is said of how "
                    + "even the service was"
            )
        }
        let (ratio, jain, fewest) = (
            DecimalText.fixed(even.ratio, decimals: 2), DecimalText.fixed(even.jain, decimals: 3),
            Figures.count(even.fewest)
        )
        return Bilingual(
            ja: "\(even.worst.name) のp95は \(even.best.name) の\(ratio)倍。平均応答時間のJain公平性指数は"
                + "\(jain)(1 = 完全に均等)、操作が\(fewest)件以上の\(even.companies)社による。"
                + "参考値で、判定には使わない",
            en: "p95 of \(even.worst.name) is \(ratio) times that of \(even.best.name); Jain's "
                + "index of the mean response times is \(jain) (1 = all alike), of "
                + "\(even.companies) companies with at least \(fewest) operations each; shown, "
                + "not judged"
        )
    }

    /// One leak: what, when, for whom, whose.
    static func leak(_ leak: LeakEvidence, _ model: ReportModel) -> Bilingual {
        let hop =
            leak.hop > 0
            ? Bilingual(ja: "、転送\(leak.hop)", en: ", redirect \(leak.hop)") : .none
        let operation = model.operationName(leak.operation)
        let request = model.requestName(leak.request)
        let planned = Ticks.precise(leak.planned)
        return Bilingual(
            ja: "\(leak.time)  \(operation) (\(request)\(hop)、ステータス \(leak.status))、予定 \(planned)、"
                + "利用者 \(leak.user + 1) (\(leak.asker))、\(place(leak))に混入: \(leak.found): "
                + "\(leak.excerpt)",
            en: "\(leak.time)  \(operation) (\(request)\(hop), status \(leak.status)), planned at "
                + "\(planned), of user \(leak.user + 1) (\(leak.asker)), held \(leak.found), in the "
                + "\(place(leak)): \(leak.excerpt)"
        )
    }

    static func place(_ leak: LeakEvidence) -> Bilingual {
        switch leak.place {
        case .header: Bilingual(ja: "ヘッダー", en: "header")
        case .body: Bilingual(ja: "本文", en: "body")
        }
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
