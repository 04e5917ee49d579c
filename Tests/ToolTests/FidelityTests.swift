import Foundation
import Testing

extension ToolTests {
    @Suite("What a service sees of a run (Accuracy)", .timeLimit(.minutes(1)))
    struct FidelityAccuracyTests {
        /// Plays the quickstart with a few users and returns what the service logged.
        private func play(
            seed: Int,
            users: Int = 8,
            hold: String = "4s",
            arguments: [String] = []
        ) async throws -> (requests: [Rehearsal.Request], summary: Summary) {
            let service = try await Rehearsal()
            let folder = try Folder()
            let end = try await Tool.play(
                Tool.scenario("quickstart.yaml"),
                in: folder,
                [
                    "--set", "service=\(service.url)", "--users", "\(users)", "--seed", "\(seed)",
                    "--set", "load.users.ramp=500ms", "--set", "load.users.hold=\(hold)",
                ] + arguments
            )
            let requests = try await service.stop()
            let files = try RunFiles(in: folder)
            try expectAgreement(end, files)
            return (requests, try files.summary())
        }

        /// The pages that each user asked for, in order.
        private func journeys(_ requests: [Rehearsal.Request]) -> [String: [String]] {
            let pages = requests.filter { $0.user != nil && $0.path != "/logout" }
                .sorted { $0.received < $1.received }
            return Dictionary(grouping: pages) { $0.user ?? "" }
                .mapValues { $0.map { "\($0.method) \($0.path)" } }
        }

        @Test("the same seed gives every user the same journey, another seed another")
        func sameSeed() async throws {
            let first = journeys(try await play(seed: 11).requests)
            let second = journeys(try await play(seed: 11, arguments: ["--shards", "2"]).requests)
            let third = journeys(try await play(seed: 12).requests)
            #expect(first.count == 8)
            #expect(Set(first.keys) == Set(second.keys))
            for (user, journey) in first {
                // Answers differ by milliseconds, so the last step may fall on either side.
                let length = min(journey.count, second[user, default: []].count)
                #expect(length >= 2, "\(user): \(journey)")
                #expect(
                    journey.prefix(length).elementsEqual(second[user, default: []].prefix(length))
                )
                #expect(abs(journey.count - second[user, default: []].count) <= 2)
            }
            let common = first.filter { user, journey in
                zip(journey, third[user, default: []]).allSatisfy(==)
            }
            #expect(common.count < 8, "another seed, another schedule")
        }

        @Test("no account is used by two users, and none twice at one time")
        func accounts() async throws {
            let (requests, _) = try await play(seed: 3)
            let logins = requests.filter { $0.path == "/login" }
            #expect(logins.count == 8)
            #expect(Set(logins.compactMap(\.user)).count == 8)
            for (user, own) in Dictionary(grouping: requests.filter { $0.user != nil }, by: \.user)
            {
                let ordered = own.sorted { $0.received < $1.received }
                for (one, next) in zip(ordered, ordered.dropFirst()) {
                    #expect(one.finished <= next.received, "\(user ?? ""): two at one time")
                }
            }
        }

        @Test("every request is counted once, and every counted request was received")
        func counts() async throws {
            let (requests, summary) = try await play(seed: 4)
            for (name, method, path) in [
                ("sign in", "POST", "/login"), ("list forms", "GET", "/forms"),
                ("open form", "GET", "/forms/"), ("save report", "POST", "/forms/"),
                ("search records", "GET", "/records"), ("sign out", "POST", "/logout"),
            ] {
                let seen = requests.filter { request in
                    request.method == method
                        && (path.hasSuffix("/")
                            ? request.path.hasPrefix(path)
                            : request.path.split(separator: "?").first.map(String.init) == path)
                }
                #expect(seen.count == summary.operations[name]?.planned, "\(name)")
            }
            #expect(requests.count == summary.operations.values.reduce(0) { $0 + $1.planned })
        }

        @Test("after the end of the schedule nothing begins but the sign-outs")
        func end() async throws {
            let (requests, _) = try await play(seed: 5)
            let begin = try #require(requests.map(\.received).min())
            let end = begin + 4_500_000_000
            let late = requests.filter { $0.received > end + 50_000_000 }
            #expect(late.allSatisfy { $0.path == "/logout" }, "\(late)")
            #expect(requests.contains { $0.received > end - 1_500_000_000 && $0.path != "/logout" })
        }

        @Test("arrivals of the same seed are the same for any number of shards")
        func arrivals() async throws {
            var seen: [[Int]] = []
            for shards in ["1", "2"] {
                let service = try await Rehearsal()
                let folder = try Folder()
                let end = try await Tool.play(
                    Tool.scenario("open-arrivals.yaml"),
                    in: folder,
                    [
                        "--set", "service=\(service.url)", "--users", "20", "--seed", "9",
                        "--set", "load.arrivals.ramp=0s", "--set", "load.arrivals.hold=3s",
                        "--set", "load.arrivals.ramp-down=0s", "--shards", shards,
                    ]
                )
                let requests = try await service.stop()
                try expectAgreement(end, RunFiles(in: folder))
                let first = requests.filter {
                    $0.method == "GET" && $0.path != "/rehearsal/counts"
                }
                let start = try #require(first.map(\.received).min())
                seen.append(first.map { ($0.received - start) / 1_000_000 }.sorted())
            }
            #expect(seen[0].count == seen[1].count)
            let apart = zip(seen[0], seen[1]).map { abs($0 - $1) }.sorted()
            #expect(apart.count > 20)
            #expect(apart[apart.count / 2] < 20, "\(apart)")
        }
    }
}
