import Glibc
import Measuring
import Statistics
import Synchronization
import Testing
import Timekeeping
import Verdicts
import Workload

extension Accuracy {
    /// A service that is one queue, of which theory knows every quantile.
    @Suite("Accuracy of a queue", .timeLimit(.minutes(4)))
    struct QueueTests {
        /// Arrivals and services a second: the service is busy for 80 % of the time.
        private static let arrivals = 80.0
        private static let services = 100.0
        private static let length = 60

        enum Law: String, Sendable, CaseIterable {
            /// M/M/1: exponential service times.
            case exponential
            /// M/D/1: each service takes 10 ms.
            case fixed

            /// The quantile of the time in the system, in seconds.
            func quantile(_ share: Double) -> Double {
                switch self {
                case .exponential: -log(1 - share) / (services - arrivals)
                case .fixed: 1 / services + Self.wait(share)
                }
            }

            /// The quantile of M/D/1's waiting time by bisection.
            ///
            /// P(W ≤ t) = (1 − ρ) Σ over k ≤ t/D of (λ(kD − t))ᵏ ÷ k! · exp(−λ(kD − t))
            /// (A. K. Erlang, 1909; C. D. Crommelin, 1932).
            private static func wait(_ share: Double) -> Double {
                func distribution(_ time: Double) -> Double {
                    var sum = 0.0
                    for k in 0...Int(time * services) {
                        let x = arrivals * (Double(k) / services - time)
                        var term = exp(-x)
                        for factor in stride(from: 1, through: k, by: 1) {
                            term *= x / Double(factor)
                        }
                        sum += term
                    }
                    return (1 - arrivals / services) * sum
                }
                var (low, high) = (0.0, 0.3)
                for _ in 0..<60 {
                    let middle = (low + high) / 2
                    if distribution(middle) < share { low = middle } else { high = middle }
                }
                return high
            }
        }

        /// First come, first served: when the service of each request ends.
        private final class Line: Sendable {
            private struct State {
                var free = MonotonicInstant(nanoseconds: 0)
                var generator = SeededGenerator(seed: 7, stream: .thinkTime)
            }

            private let state = Mutex(State())
            private let law: Law

            init(_ law: Law) { self.law = law }

            func end(of arrival: MonotonicInstant) -> MonotonicInstant {
                state.withLock { state in
                    let length =
                        switch law {
                        case .exponential: -log(state.generator.unitOpenBelow()) / services
                        case .fixed: 1 / services
                        }
                    state.free = max(state.free, arrival) + .seconds(length)
                    return state.free
                }
            }
        }

        @Test(
            "quantiles are those of theory, within their own 99% limits, and the server's to 2 ms",
            arguments: Law.allCases
        )
        func quantiles(law: Law) async throws {
            let line = Line(law)
            let server = try TimedServer { line.end(of: $1) }
            defer { server.stop() }
            var scenario = Scenario.gets(["/"], load: .users([]))
            scenario.transport.lane = .direct
            scenario.load = .arrivals(
                ArrivalLoad(
                    law: .poisson,
                    stages: [
                        RateStage(target: Self.arrivals, duration: .zero),
                        RateStage(target: Self.arrivals, duration: .seconds(Self.length)),
                    ],
                    users: 200
                )
            )
            let record = try await InProcessRun(scenario, against: server.url).record
            let cells = record.cells.sorted { $0.key.second < $1.key.second }.map(\.value)
            let estimator = QuantileEstimator(cells.map(\.response), dependence: .measured)
            let truths = server.entries.map { $0.answered - $0.read }.sorted()
            #expect(truths.count == Int(estimator.histogram.count) && truths.count > 4_000)
            for share in [0.5, 0.9, 0.95, 0.99] {
                let estimate = try #require(estimator.estimate(share))
                let effective = try #require(estimate.effectiveN)
                let limits = QuantileLimits(
                    count: estimate.n,
                    effectiveCount: effective,
                    quantile: share,
                    alpha: 0.005
                )
                let histogram = estimator.histogram
                let lower = limits.lower.flatMap(histogram.value(atRank:)) ?? .zero
                let upper = limits.upper.flatMap(histogram.value(atRank:)) ?? .seconds(3_600)
                let theory = Nanoseconds.seconds(law.quantile(share))
                let truth = truths[Int((share * Double(truths.count)).rounded(.up)) - 1]
                figure(
                    "queue with \(law.rawValue) service, p\(share * 100): theory \(theory.text), "
                        + "found \(estimate.value.text) of n eff "
                        + "\(DecimalText.fixed(effective, decimals: 0)), less the server's own",
                    (estimate.value - truth).text
                )
                #expect(lower <= theory && theory <= upper, "\(lower.text) … \(upper.text)")
                #expect(
                    (estimate.value - truth).size < .milliseconds(1)
                        + Nanoseconds(truth.count / 1_000)
                )
            }
        }

        @Test("theory's own quantiles are the published ones")
        func published() {
            for (share, milliseconds) in [
                (0.5, 34.66), (0.9, 115.13), (0.95, 149.79), (0.99, 230.26),
            ] {
                let found = Law.exponential.quantile(share) * 1_000
                #expect(abs(found - milliseconds) < 0.005)
            }
            // Pollaczek and Khinchine: the mean of M/D/1 at 80 % is 30 ms.
            let mean = (0..<2_000).reduce(0.0) {
                $0 + Law.fixed.quantile((Double($1) + 0.5) / 2_000) / 2_000
            }
            #expect(abs(mean * 1_000 - 30) < 0.2, "\(mean)")
        }
    }
}
