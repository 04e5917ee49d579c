import Reporting

extension Section {
    /// The table of all clients by users and kind of connection.
    init(_ figures: RequestFigures, rows: [RequestBench.Row], clients: [Client]) {
        var table = TextTable([
            .init("users", right: true), .init("connection"), .init("client"),
            .init("CPU µs/request", right: true), .init("user", right: true),
            .init("system", right: true), .init("requests/s", right: true),
            .init("core busy", right: true), .init("÷ wrk", right: true),
            .init("÷ h2load", right: true), .init("÷ bare libcurl", right: true),
            .init("KB/user", right: true), .init("anonymous", right: true),
        ])
        for row in rows {
            for client in clients {
                func ratio(to other: Client) -> String {
                    guard client != other else { return "1" }
                    return figures.ratio(client, to: other, row)?.text ?? "–"
                }
                func median(_ value: (Measurement) -> Double, decimals: Int) -> String {
                    figure(figures.median(client, row, value), decimals: decimals)
                }
                table.rows.append([
                    "\(row.users)", row.isEncrypted ? "TLS 1.3" : "plain", client.name,
                    median(\.cost, decimals: 2), median(\.userCost, decimals: 2),
                    median(\.systemCost, decimals: 2), median(\.requestsPerSecond, decimals: 0),
                    median({ $0.busyShare * 100 }, decimals: 0) + " %",
                    ratio(to: .wrk), ratio(to: .h2load), ratio(to: .bareCurl),
                    median(\.kilobytesPerUser, decimals: 1),
                    median(\.anonymousPerUser, decimals: 1),
                ])
            }
        }
        self.init(
            title: "CPU per request, one keep-alive GET after another",
            notes: Self.requestNotes(figures.measurements),
            table: table,
            raw: .array(figures.measurements.map(\.json))
        )
    }

    private static func requestNotes(_ measurements: [Measurement]) -> [String] {
        let rounds = (measurements.map(\.round).max() ?? 0) + 1
        let unsound = measurements.filter { !$0.isSound }
        let disturbed = measurements.filter { $0.othersShare > 0.05 }
        let others = measurements.map(\.othersShare).max() ?? 0
        var notes = [
            "Medians of \(rounds) rounds; ratios are medians of the ratios within a round, with the "
                + "least and the most.",
            "CPU: user and system time of the client's whole process in a stretch of steady load ÷ "
                + "the requests the server counted in it. Where the core is not busy, the server or "
                + "who shares its processor set the pace.",
            "KB/user: memory of the whole process (VmRSS) ÷ users, with all connected; anonymous: "
                + "of it what is no file's, such as the code of libraries (RssAnon).",
            "Others used more than 5 % of the client's processor in \(disturbed.count) of "
                + "\(measurements.count) measurements, at most \(figure(others * 100, decimals: 0)) %.",
        ]
        notes += unsound.map {
            "Left out: \($0.client.name), \($0.users) users, round \($0.round + 1): "
                + $0.faults.joined(separator: "; ")
        }
        return notes
    }
}
