import Measuring
import Testing
import Timekeeping
import Workload

extension Accuracy {
    @Suite("Accuracy of an open load", .timeLimit(.minutes(3)))
    struct OpenLoadTests {
        /// Constant arrivals, 50 a second for 8 s, and a pool of 20 users that a stall uses up.
        private static let rate = 50
        private static let users = 20
        private static let length = 8

        @Test("through a stall of 2.5 s no planned start is lost and its wait is response time")
        func stall() async throws {
            let begin = MonotonicInstant.now + .milliseconds(2_200)
            let end = begin + .milliseconds(2_500)
            let server = try TimedServer { $1 >= begin && $1 < end ? end : $1 }
            defer { server.stop() }
            var scenario = Scenario.gets(["/"], load: .users([]))
            scenario.load = .arrivals(
                ArrivalLoad(
                    law: .constant,
                    stages: [
                        RateStage(target: Double(Self.rate), duration: .zero),
                        RateStage(target: Double(Self.rate), duration: .seconds(Self.length)),
                    ],
                    users: Self.users
                )
            )
            let run = try await InProcessRun(scenario, against: server.url)
            let totals = run.record.totals(operation: 0, judgedOnly: false)
            let planned = Self.rate * Self.length
            #expect(totals.planned == planned && totals.succeeded == planned)
            #expect(server.entries.count == planned)
            for second in 0..<Self.length {
                let cells = run.record.cells.filter { $0.key.second == second }
                #expect(cells.values.reduce(0) { $0 + $1.planned } == Self.rate)
            }
            try percentiles(totals, stall: end - begin)
            // Only those in flight when the stall began to hold, one for each user, were served
            // slowly; the others waited for a user and were served at once.
            let slow = totals.service.countAbove(.seconds(1))
            figure("open load, operations served slowly (20 users)", slow)
            #expect(slow == UInt64(Self.users))
        }

        /// Planned starts come every 20 ms, so the k-th longest wait is the stall less k × 20 ms:
        /// the response times of the stalled ones are uniform from 0 to its length.
        private func percentiles(_ totals: Totals, stall: Nanoseconds) throws {
            let count = Double(totals.planned)
            for percent in [75.0, 80, 90, 95, 99, 99.9] {
                let above = count - (percent / 100 * count).rounded(.up)
                let expected = stall - .seconds((above + 0.5) / Double(Self.rate))
                let found = try #require(totals.response.percentile(percent))
                figure(
                    "open load, p\(percent) less theory (\(expected.text))",
                    (found - expected).text
                )
                #expect((found - expected).size < .milliseconds(100))
            }
        }

        @Test(
            "arrivals planned are arrivals recorded and requests logged, also on two shards",
            arguments: [1, 2]
        )
        func reconciles(shards: Int) async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let service = try Rehearsal(in: sandbox)
            let run = try await ToolRun(
                "Scenarios/open-arrivals.yaml",
                [
                    "--set", "service=\(service.url)", "--set", "load.arrivals.ramp=2s",
                    "--duration", "8s", "--seed", "11", "--shards", "\(shards)",
                ],
                in: sandbox
            )
            let requests = try service.end().requests
            var schedule = ArrivalSchedule(
                ArrivalLoad(
                    law: .poisson,
                    stages: [
                        RateStage(target: 20, duration: .seconds(2)),
                        RateStage(target: 20, duration: .seconds(8)),
                        RateStage(target: 0, duration: .seconds(5)),
                    ],
                    users: 100
                ),
                seed: 11,
                shard: 0,
                shards: 1
            )
            var planned = 0
            while schedule.next() != nil { planned += 1 }
            let first = ["open form", "search records"]
            let recorded = first.reduce(0) { $0 + (run.summary[operation: $1]?.planned ?? 0) }
            let logged = requests.filter { first.contains($0.operation) }.count
            figure(
                "open arrivals on \(shards) shards: planned, recorded, logged",
                "\(planned), \(recorded), \(logged)"
            )
            #expect(planned > 150 && recorded == planned && logged == planned)
            #expect(run.summary[operation: "sign in"]?.succeeded == 100)
            Reconciliation.check(run.summary, against: requests)
        }
    }
}
