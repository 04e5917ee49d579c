import Engine
import HTTPLanes
import LoopRuntime
import Measuring
import Timekeeping
import Workload

/// CPU per request of the libcurl lane, closed loop: every user sends as soon as it has an answer.
enum RequestBench {
    struct Figures: CustomStringConvertible, Sendable {
        var users: Int
        var requestsPerSecond: Double
        /// CPU time of the loop's thread per request.
        var microseconds: Double
        var longestTurn: Nanoseconds
        var failures: Int

        var description: String {
            "\(users)\t\(Int(requestsPerSecond))\t\(rounded(microseconds))\t"
                + rounded(longestTurn.milliseconds)
                + (failures == 0 ? "" : "\t\(failures) FAILED")
        }
    }

    /// Touched on the loop's thread only.
    private final class Tally: @unchecked Sendable {
        var requests = 0
        var failures = 0
        var isOver = false
    }

    static func run(users: Int, port: Int, seconds: Int) async throws -> Figures {
        let worker = try CurlWorker(index: 0, transport: TransportSettings(), cpu: 0)
        try worker.start()
        defer { worker.stop() }
        return try await Task(executorPreference: worker.executor) {
            try await play(on: worker, users: users, port: port, seconds: seconds)
        }.value
    }

    private static func play(
        on worker: CurlWorker,
        users: Int,
        port: Int,
        seconds: Int
    ) async throws -> Figures {
        let tally = Tally()
        let request = try OutgoingRequest(
            method: "GET",
            url: "http://127.0.0.1:\(port)/",
            timeout: .seconds(20)
        )
        return await withTaskGroup(of: Void.self) { group in
            for user in 0..<users {
                group.addTask {
                    let client = worker.makeClient(user: user)
                    // Connections are opened over half a second, before the measured part.
                    await worker.sleep(
                        until: .now + .microseconds(500_000 * user / users)
                    )
                    while !tally.isOver {
                        let exchange = await client.perform(request)
                        tally.requests += 1
                        if exchange.status != 200 { tally.failures += 1 }
                    }
                    client.close()
                }
            }
            await worker.sleep(until: .now + .milliseconds(1_200))
            _ = worker.takeLoopHealth()
            let before = tally.requests
            await worker.sleep(until: .now + .seconds(seconds))
            let health = worker.takeLoopHealth()
            let requests = tally.requests - before
            tally.isOver = true
            await group.waitForAll()
            return Figures(
                users: users,
                requestsPerSecond: Double(requests) / health.span.seconds,
                microseconds: Double(health.cpu.count) / 1_000 / Double(max(1, requests)),
                longestTurn: health.longestTurn,
                failures: tally.failures
            )
        }
    }
}
