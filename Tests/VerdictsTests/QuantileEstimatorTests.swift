import Measuring
import Testing
import Timekeeping
import Workload

@testable import Verdicts

@Suite("Limits of percentiles")
struct QuantileEstimatorTests {
    /// Fifty operations a second for a minute, each 0.1 s to 0.2 s, unless it is in a second given.
    private func minute(_ unlike: (_ second: Int, _ index: Int) -> Nanoseconds?)
        -> [SparseHistogram]
    {
        (0..<60).map { second in
            (0..<50).reduce(into: SparseHistogram()) { histogram, index in
                let usual = Nanoseconds.milliseconds(100 + (index * 37 + second * 11) % 100)
                histogram.record(unlike(second, index) ?? usual)
            }
        }
    }

    @Test("all time-outs in one second are one event, though nothing is above their bucket")
    func timeouts() throws {
        let seconds = minute { second, index in
            second == 30 ? .seconds(10) + .microseconds(index * 160) : nil
        }
        let estimate = try #require(
            QuantileEstimator(seconds, dependence: .measured).estimate(0.99)
        )
        #expect(estimate.value > .seconds(9.9))
        #expect(try #require(estimate.effectiveN) < 100)
        #expect(try #require(estimate.lower) < .seconds(1), "one second may not come again")
        #expect(estimate.upper == nil)
    }

    @Test("a quantile in the first bucket depends on what lies above it")
    func first() throws {
        let seconds = minute { second, _ in second / 30 == 0 ? .milliseconds(100) : nil }
        let estimate = try #require(
            QuantileEstimator(seconds, dependence: .measured).estimate(0.3)
        )
        #expect(estimate.effectiveN ?? 0 < 100)
    }

    @Test("times without dependence keep their limits")
    func independent() throws {
        let estimate = try #require(
            QuantileEstimator(minute { _, _ in nil }, dependence: .measured).estimate(0.9)
        )
        #expect(try #require(estimate.effectiveN) > 1_500)
        #expect(estimate.lower != nil && estimate.upper != nil)
    }
}
