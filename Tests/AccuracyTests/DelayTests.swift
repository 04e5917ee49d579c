import Measuring
import Testing
import Timekeeping
import Workload

extension Accuracy {
    @Suite("Accuracy of known delays", .timeLimit(.minutes(2)))
    struct DelayTests {
        /// What the median service time may differ by from the server's own, beside 0.1 %.
        ///
        /// Half a millisecond when optimized, where half a round trip over loopback, a turn of
        /// the loop and the server's own thread take about 0.1 ms; unoptimized code takes longer.
        private static let tolerance: Nanoseconds = {
            #if DEBUG
                .milliseconds(2)
            #else
                .microseconds(500)
            #endif
        }()

        /// Delays in ms, users at the same time, and how long they go on in ms.
        @Test(
            "the median service time is the server's own",
            arguments: [
                (0, 1, 1_000), (10, 1, 1_000), (100, 4, 1_000), (1_000, 4, 1_500), (3_000, 8, 500),
            ]
        )
        func medians(delay: Int, users: Int, length: Int) async throws {
            let server = try TimedServer { $1 + .milliseconds(delay) }
            defer { server.stop() }
            let scenario = Scenario.gets(
                ["/"],
                load: .users([
                    UserStage(target: users, duration: .zero),
                    UserStage(target: users, duration: .milliseconds(length)),
                ])
            )
            let record = try await InProcessRun(scenario, against: server.url).record
            let totals = record.totals(operation: 0, judgedOnly: false)
            let measured = try #require(totals.service.percentile(50))
            let actual = try #require(server.entries.map(\.held).median)
            figure("delay of \(delay) ms, n \(totals.planned), server's median", actual.text)
            figure("delay of \(delay) ms, measured less actual", (measured - actual).text)
            #expect(totals.succeeded == server.entries.count)
            #expect(measured >= actual)
            #expect(measured - actual < Self.tolerance + Nanoseconds(actual.count / 1_000))
        }

        @Test("answers of 2.990 s are in time and those of 3.010 s late, to the last one")
        func limit() async throws {
            // A machine that is busy with something else makes early answers late in truth: the
            // server's own log and the generator's lag tell, and then the attempt says nothing.
            for attempt in 1...3 {
                let server = try TimedServer {
                    $1 + .milliseconds($0 == "/late" ? 3_010 : 2_990)
                }
                defer { server.stop() }
                let scenario = Scenario.gets(
                    ["/early", "/late"],
                    load: .users([
                        UserStage(target: 60, duration: .seconds(1)),
                        UserStage(target: 60, duration: .seconds(1)),
                    ])
                )
                let record = try await InProcessRun(scenario, against: server.url).record
                let overshoot = server.entries.map(\.overshoot).max() ?? .zero
                let lag = record.health.lag.max ?? .zero
                let isDisturbed = overshoot + lag > .milliseconds(5)
                if isDisturbed, attempt < 3 { continue }
                figure(
                    "3 s limit, server's overshoot and our lag",
                    "\(overshoot.text), \(lag.text)"
                )
                let late = server.entries.filter { $0.path == "/late" }.count
                let totals = record.totals(judgedOnly: false)
                figure("3 s limit, late of all", "\(totals.late) of \(totals.planned)")
                #expect(server.entries.count == 60 && totals.planned == 60)
                #expect(late > 10 && late < 50)
                #expect(totals.late == late)
                #expect(totals.violations == late)
                #expect(totals.over(.seconds(3)) == late)
                #expect(totals.succeeded == 60)
                return
            }
        }
    }
}
