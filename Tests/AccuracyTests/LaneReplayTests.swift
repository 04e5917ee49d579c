import Foundation
import HTTPLanes
import Testing
import Workload

/// The tests' programs say so when one of them is missing, and CI has to have them.
private let canUseNginx =
    Nginx.path != nil || ProcessInfo.processInfo.environment["CI"] != nil

extension Accuracy {
    /// The same seeded scenario on both lanes: what the users saw, what was counted, and what the
    /// server logged have to be the same, line by line.
    @Suite("Accuracy of one lane beside the other", .timeLimit(.minutes(1)))
    struct LaneReplayTests {
        private func replayRehearsal(_ lane: Lane, in sandbox: Sandbox) async throws -> Replay {
            let service = try Rehearsal(in: sandbox)
            var replay = try await Replay(
                try ReplayScenarios.read(ReplayScenarios.rehearsal, in: sandbox),
                on: lane,
                against: service.url,
                iterations: ReplayScenarios.users * ReplayScenarios.rowsPerUser,
                last: "unknown page"
            )
            let requests = try service.end().requests
            replay.logged = Dictionary(grouping: requests) { $0.user ?? "nobody" }
                .mapValues { requests in
                    let lines = requests.map {
                        "\($0.method) \($0.path) \($0.ending) \($0.status ?? 0)"
                    }
                    // Those of nobody are of all users together, those sent together have no order.
                    return Placeholders.replace(lines).sorted()
                }
            return replay
        }

        private func replayNginx(
            _ lane: Lane,
            in sandbox: Sandbox,
            locations: String = ReplayScenarios.locations,
            change: (inout Scenario) -> Void = { _ in }
        ) async throws -> Replay {
            let program = try #require(Nginx.path, "nginx is not installed")
            let server = try await Nginx(program, locations: locations, in: sandbox)
            var scenario = try ReplayScenarios.read(ReplayScenarios.nginx, in: sandbox)
            change(&scenario)
            var replay = try await Replay(
                scenario,
                on: lane,
                against: server.url,
                iterations: ReplayScenarios.users * ReplayScenarios.rowsPerUser,
                last: "last"
            )
            replay.logged = try server.end()
            return replay
        }

        private func expectAlike(_ first: Replay, _ second: Replay) {
            let differences = Replay.differences(first, second)
            let shown = differences.prefix(5).map { $0.prefix(2_000) }.joined(separator: "\n\n")
            #expect(differences.isEmpty, "\(shown)")
        }

        /// Whether a replay is what it is meant to be: two that both failed would be alike, too.
        private func expectSound(_ replay: Replay, exchanges: Int, users: Int) {
            let lines = replay.seen.values.flatMap(\.self)
            #expect(lines.count == exchanges, "\(replay.counts)")
            #expect(replay.seen.count == users)
            let failed = lines.filter { !$0.contains("→ succeeded") }
            #expect(failed.isEmpty, "\(failed.prefix(5))")
        }

        @Test(
            "the rehearsal service sees the same requests from both lanes, and the users the same"
        )
        func rehearsal() async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let first = try await replayRehearsal(.curl, in: sandbox)
            let second = try await replayRehearsal(.direct, in: sandbox)
            let users = ReplayScenarios.users
            let perIteration = 11
            let beside = 6
            expectSound(
                first,
                exchanges: users * (ReplayScenarios.rowsPerUser * perIteration + beside),
                users: users
            )
            #expect(first.logged.count == users + 1)
            expectAlike(first, second)
        }

        @Test(
            "nginx logs the same requests from both lanes, and the users see the same",
            .enabled(if: canUseNginx, "nginx is not installed")
        )
        func nginx() async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let first = try await replayNginx(.curl, in: sandbox)
            let second = try await replayNginx(.direct, in: sandbox)
            let users = ReplayScenarios.users
            let perIteration = 18
            let exchanges = users * (ReplayScenarios.rowsPerUser * perIteration + 2)
            expectSound(first, exchanges: exchanges, users: users)
            #expect(first.logged.values.map(\.count).reduce(0, +) == exchanges)
            expectAlike(first, second)
        }

        @Test(
            "a difference that is planted is found, in what is sent and in what is seen",
            .enabled(if: canUseNginx, "nginx is not installed")
        )
        func planted() async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let first = try await replayNginx(.curl, in: sandbox)
            let sent = try await replayNginx(.curl, in: sandbox) {
                $0.transport.userAgent = "another"
            }
            let differences = Replay.differences(first, sent)
            #expect(differences.count == first.logged.values.map(\.count).reduce(0, +))
            #expect(differences.allSatisfy { $0.hasPrefix("log") && $0.contains("another") })
            let seen = try await replayNginx(
                .curl,
                in: sandbox,
                locations: ReplayScenarios.locations.replacing("{\"id\":41}", with: "{\"id\":42}")
            )
            let found = Replay.differences(first, seen)
            #expect(found.contains { $0.hasPrefix("user") && $0.contains("id=42") })
            #expect(found.contains { $0.hasPrefix("log") && $0.contains("/take/42") })
        }
    }
}
