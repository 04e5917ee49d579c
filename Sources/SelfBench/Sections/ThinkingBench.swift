import Glibc
import Reporting
import Timekeeping
import Workload

/// How late the operations of many thinking users start: the engine's own record.
struct ThinkingBench {
    let server: BenchServer
    static let users = 10_000
    static let rampUp = Nanoseconds.seconds(10)

    /// Plays for a length of time after the ramp-up.
    ///
    /// - Returns: the player's figures, or `nil` when it failed.
    func run(_ lane: Lane, users: Int, length: Nanoseconds) throws(BenchFailure) -> FigureLine? {
        let load = BenchLoad(
            users: users,
            baseURL: server.url(isEncrypted: false, address: 0),
            authorities: server.certificate,
            journey: .thinking
        )
        // The shard is pinned; the main thread, which collects its reports, runs where it likes,
        // as it does in the tool.
        let child = try ChildProcess(Client.lane(lane).command(for: load))
        usleep(UInt32((Self.rampUp + .seconds(1) + length).count / 1_000))
        return FigureLine(child.end().output)
    }

    static func section(_ results: [(lane: Lane, users: Int, figures: FigureLine)]) -> Section {
        var table = TextTable([
            .init("lane"), .init("users", right: true), .init("operations", right: true),
            .init("lag p50 ms", right: true), .init("p99", right: true),
            .init("p99.9", right: true), .init("most", right: true),
            .init("core busy", right: true),
        ])
        for (lane, users, line) in results {
            table.rows.append([
                lane.rawValue, "\(users)", figure(line["lag.count"], decimals: 0),
                figure(line["lag.p50"], decimals: 3), figure(line["lag.p99"], decimals: 3),
                figure(line["lag.p99.9"], decimals: 3), figure(line["lag.max"], decimals: 3),
                figure(line["busy"].map { $0 * 100 }, decimals: 0) + " %",
            ])
        }
        return Section(
            title: "Users thinking 10 s on average, on one shard: how late operations start",
            notes: [
                "The engine's own record of dispatch − planned start, in whole µs rounded up; the "
                    + "seconds in which users come are left out."
            ],
            table: table,
            raw: .array(
                results.map {
                    ["lane": .string($0.lane.rawValue), "figures": .string($0.figures.text)]
                }
            )
        )
    }
}
