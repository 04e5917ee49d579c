import Measuring
import Testing
import Timekeeping
import Workload

extension Accuracy {
    @Suite("Accuracy at the limit of three seconds", .timeLimit(.minutes(2)))
    struct LimitTests {
        private static let distance = Nanoseconds.milliseconds(50)
        private static let arrivals = 80
        /// Answers sent so long before the limit must be in time.
        private static let margin = Nanoseconds.milliseconds(1)

        /// One run of answers that leave 1 ms before and at 3 s after their planned start.
        private struct Attempt {
            let totals: Totals
            /// Answers by the server's clock: in time by the margin, in between, and late.
            var early = 0
            var between = 0
            var late = 0
        }

        /// The server knows every planned start: they are 50 ms apart from the origin on.
        private func attempt() async throws -> Attempt {
            let origin = MonotonicInstant.now + .milliseconds(300)
            @Sendable func planned(_ read: MonotonicInstant) -> MonotonicInstant {
                let number = (read - origin).count / Self.distance.count
                return origin + Self.distance * Int(number)
            }
            let server = try TimedServer { path, read in
                planned(read) + .seconds(3) - (path == "/early" ? Self.margin : .zero)
            }
            defer { server.stop() }
            var scenario = Scenario.gets(["/early", "/late"], load: .users([]))
            scenario.transport.lane = .direct
            let rate = 1 / Self.distance.seconds
            scenario.load = .arrivals(
                ArrivalLoad(
                    law: .constant,
                    stages: [
                        RateStage(target: rate, duration: .zero),
                        RateStage(target: rate, duration: Self.distance * Self.arrivals),
                    ],
                    users: Self.arrivals
                )
            )
            let run = try await InProcessRun(scenario, against: server.url, origin: origin)
            var attempt = Attempt(totals: run.record.totals(judgedOnly: false))
            for entry in server.entries {
                let limit = planned(entry.read) + .seconds(3)
                if entry.begun >= limit {
                    attempt.late += 1
                } else if entry.answered <= limit - Self.margin + .microseconds(300) {
                    attempt.early += 1
                } else {
                    attempt.between += 1
                }
            }
            return attempt
        }

        @Test("an answer 1 ms before the limit is in time and one at the limit late, each of them")
        func exact() async throws {
            for number in 1...3 {
                let attempt = try await attempt()
                figure(
                    "3 s to 1 ms: in time, in between, late by the server; late by the tool",
                    "\(attempt.early), \(attempt.between), \(attempt.late); \(attempt.totals.late)"
                )
                #expect(attempt.totals.planned == Self.arrivals)
                #expect(attempt.totals.succeeded == Self.arrivals)
                #expect(attempt.totals.late >= attempt.late, "late by the server's own clock")
                // A server that was itself held up, or this process: another try.
                let isExact = attempt.totals.late <= attempt.late + attempt.between
                if isExact, attempt.between * 10 <= Self.arrivals {
                    #expect(attempt.late > 20 && attempt.early > 20)
                    return
                }
                #expect(number < 3, "answers in time by 1 ms were counted late")
            }
        }
    }
}
