import Measuring
import Synchronization
import TestSupport
import Testing
import Timekeeping
import Workload

extension Accuracy {
    @Suite("Accuracy of users' sessions", .timeLimit(.minutes(1)))
    struct IsolationTests {
        /// The cookies seen on each connection.
        private final class Seen: Sendable {
            let cookies = Mutex<[Int: Set<String>]>([:])
        }

        @Test(
            "20 users hold 20 connections, and each carries one user's session only",
            arguments: [1, 2]
        )
        func isolation(shards: Int) async throws {
            let seen = Seen()
            let server = try StubServer { connection in
                while let request = connection.readRequest() {
                    if request.target.hasPrefix("/login/") {
                        let user = request.target.dropFirst("/login/".count)
                        connection.answer(headers: ["Set-Cookie: session=of-\(user); Path=/"])
                        continue
                    }
                    let cookie = request.values(of: "cookie").joined(separator: "; ")
                    seen.cookies.withLock {
                        _ = $0[connection.number, default: []].insert(cookie)
                    }
                    connection.answer()
                }
            }
            defer { server.stop() }
            var scenario = Scenario.gets(
                ["/page", "/login/${user}"],
                load: .users([
                    UserStage(target: 20, duration: .milliseconds(200)),
                    UserStage(target: 20, duration: .milliseconds(800)),
                ])
            )
            scenario.flows.removeLast()
            scenario.flows[0].think = .exponential(mean: .milliseconds(10))
            scenario.slotNames = ["user"]
            scenario.builtins.user = Slot(index: 0)
            scenario.operations[1].requests[0].target = Template(pieces: [
                .literal("/login/"), .slot(Slot(index: 0)),
            ])
            scenario.beforeEachUser = [OperationID(index: 1)]
            let record = try await InProcessRun(
                scenario,
                against: server.url,
                shards: shards
            ).record
            let cookies = seen.cookies.withLock { $0 }
            let played = record.totals(operation: 0, judgedOnly: false)
            figure(
                "isolation on \(shards) shards: connections, requests",
                "\(server.connectionCount), \(played.planned)"
            )
            #expect(played.planned > 200 && played.succeeded == played.planned)
            #expect(server.connectionCount == 20)
            #expect(cookies.values.allSatisfy { $0.count == 1 })
            let sessions = Set(cookies.values.flatMap(\.self))
            #expect(sessions == Set((1...20).map { "session=of-\($0)" }))
        }
    }
}
