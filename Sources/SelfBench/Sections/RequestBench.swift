import Timekeeping

/// The heart of the benchmark: every client in turn on the same server, again and again.
struct RequestBench {
    let meter: Meter
    let clients: [Client]
    let rounds: Int

    /// A number of users over plain or encrypted connections.
    struct Row: Hashable {
        let users: Int
        let isEncrypted: Bool

        var name: String { "\(users) users, \(isEncrypted ? "TLS 1.3" : "plain")" }
    }

    /// All clients one after another in each round, in the other direction every second round, so
    /// that what drifts falls on all of them alike.
    ///
    /// - Parameter progress: told what comes next.
    func run(_ row: Row, progress: (String) -> Void) -> [Measurement] {
        var measurements: [Measurement] = []
        for round in 0..<rounds {
            let order = round % 2 == 0 ? clients : clients.reversed()
            for (place, client) in order.enumerated() {
                progress("\(row.name), round \(round + 1): \(client.name)")
                let load = BenchLoad(
                    users: row.users,
                    isEncrypted: row.isEncrypted,
                    baseURL: meter.server.url(
                        isEncrypted: row.isEncrypted,
                        address: round * order.count + place
                    ),
                    authorities: meter.server.certificate
                )
                do {
                    measurements.append(try meter.measure(client, load: load, round: round))
                } catch {
                    StandardError.write("not measured: \(error)")
                }
            }
        }
        return measurements
    }
}
