import Glibc
import HTTPLanes
import Reporting
import Timekeeping
import Workload

/// Calls of malloc and the like per request in steady state, counted on the shard's thread.
struct AllocationBench {
    let meter: Meter
    static let users = 100
    /// Reports before the counting begins: users come, pools and tables grow.
    static let warmUpReports = 3

    func run(_ lane: Lane, _ journey: Journey, isEncrypted: Bool) throws(BenchFailure)
        -> FigureLine?
    {
        var load = BenchLoad(
            users: Self.users,
            isEncrypted: isEncrypted,
            baseURL: meter.server.url(isEncrypted: isEncrypted, address: 0),
            authorities: meter.server.certificate,
            journey: journey
        )
        load.countsAllocations = true
        let child = try meter.start(.lane(lane), load: load)
        // The warm-up, then what is counted, then the second that the end cuts short.
        usleep(UInt32((Self.warmUpReports + 4) * 1_000_000))
        let line = FigureLine(child.end().output)
        try meter.awaitIdleServer()
        return line
    }

    struct Count {
        let lane: Lane
        let name: String
        let line: FigureLine

        var perRequest: Double? {
            guard let playing = line["allocations.playing"],
                let requests = line["allocations.requests"], requests > 0
            else { return nil }
            return playing / requests
        }

        var perReport: Double? {
            guard let reporting = line["allocations.reporting"],
                let seconds = line["allocations.seconds"], seconds > 0
            else { return nil }
            return reporting / seconds
        }
    }

    func all(progress: (String) -> Void) -> [Count] {
        let cases: [(Journey, Bool, String)] = [
            (.bareGet, false, "bare GET, plain"), (.bareGet, true, "bare GET, TLS 1.3"),
            (.formPost, false, "form POST with a taken token, the cookie and an expected text"),
        ]
        return Lane.allCases.flatMap { lane in
            cases.compactMap { journey, isEncrypted, name in
                progress("allocations: \(lane.rawValue), \(name)")
                do {
                    return try run(lane, journey, isEncrypted: isEncrypted)
                        .map { Count(lane: lane, name: name, line: $0) }
                } catch {
                    StandardError.write("not counted: \(error)")
                    return nil
                }
            }
        }
    }

    static func section(_ counts: [Count]) -> Section {
        let rows = counts.map {
            [
                $0.lane.rawValue, $0.name, figure($0.perRequest, decimals: 3),
                figure($0.line["allocations.requests"], decimals: 0),
                figure($0.perReport, decimals: 0),
            ]
        }
        return Section(
            title: "Allocations per request in steady state, \(users) users",
            notes: [
                "Every malloc, calloc, realloc and aligned allocation of the shard's thread, its "
                    + "libraries included, between the reports of the run; those of a report, "
                    + "one a second, stand apart."
            ],
            table: TextTable(
                [
                    .init("lane"), .init("operation"), .init("allocations/request", right: true),
                    .init("requests counted", right: true), .init("per report", right: true),
                ],
                rows: rows
            ),
            raw: .array(
                counts.map {
                    [
                        "lane": .string($0.lane.rawValue), "operation": .string($0.name),
                        "figures": .string($0.line.text),
                    ]
                }
            )
        )
    }
}
