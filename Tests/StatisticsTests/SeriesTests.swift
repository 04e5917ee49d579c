import Testing

@testable import Statistics

@Suite("Ranks, warm-up, trend and several tests at once")
struct SeriesTests {
    @Test("ranks that enclose a quantile are the published")
    func ranks() {
        let published: [(Int, Double, Int, Int)] = [
            (1_000, 0.95, 936, 964), (1_000, 0.99, 983, 997), (10_000, 0.99, 9_880, 9_920),
            (100_000, 0.99, 98_938, 99_062), (100_000, 0.999, 99_880, 99_920),
        ]
        for (n, quantile, lower, upper) in published {
            let ranks = QuantileRanks(n: n, quantile: quantile)
            #expect(ranks.lower == lower && ranks.upper == upper)
        }
    }

    @Test("ranks of Lancet's normal approximation enclose the exact ones and are the published")
    func lancet() {
        let n = 10_000.0
        let reach = NormalLaw.quantile(0.975) * (n * 0.99 * 0.01).squareRoot()
        let first = Int((n * 0.99 - reach).rounded(.down))
        let last = Int((n * 0.99 + reach).rounded(.up)) + 1
        #expect(first == 9_880 && last == 9_921)
        let ranks = QuantileRanks(n: 10_000, quantile: 0.99)
        #expect(ranks.lower == first && ranks.upper == last - 1)
    }

    @Test("an upper limit needs enough values")
    func upperLimit() {
        #expect(QuantileRanks.fewestForUpperLimit(quantile: 0.99) == 299)
        #expect(QuantileRanks.fewestForUpperLimit(quantile: 0.999) == 2_995)
        #expect(QuantileRanks.fewestForUpperLimit(quantile: 0.9999) == 29_956)
        let few = QuantileRanks(n: 50, quantile: 0.99)
        #expect(few.upper == nil && few.lower != nil)
        #expect(QuantileRanks(n: 0, quantile: 0.5).lower == nil)
        #expect(QuantileRanks(n: 10, quantile: 1).upper == nil)
    }

    @Test("the ranks enclose the quantile as often as promised")
    func coverage() {
        var generator = TestGenerator(state: 11)
        let ranks = QuantileRanks(n: 200, quantile: 0.9)
        guard let lower = ranks.lower, let upper = ranks.upper else {
            Issue.record("no ranks")
            return
        }
        let enclosed = (0..<2_000).filter { _ in
            let values = (0..<200).map { _ in Double.random(in: 0..<1, using: &generator) }.sorted()
            return values[lower - 1] <= 0.9 && 0.9 <= values[upper - 1]
        }.count
        #expect(enclosed >= 1_880, "\(enclosed)")
    }

    @Test("warm-up is cut where the series settles")
    func warmUp() {
        let values = (0..<30).map { 10 - Double($0) / 3 } + (30..<200).map { Double($0 % 2) / 10 }
        let warmUp = WarmUp(values)
        #expect(warmUp.cut == 30 && warmUp.isSettled)
        #expect(WarmUp(Array(repeating: 1, count: 100)) == WarmUp(Array(repeating: 2, count: 100)))
        #expect(WarmUp(Array(repeating: 1, count: 100)).cut == 0)
        #expect(!WarmUp((0..<200).map(Double.init)).isSettled)
        #expect(!WarmUp([1, 2, 3]).isSettled)
        #expect(WarmUp([]).cut == 0)
        #expect(WarmUp(Array(repeating: .nan, count: 50)).cut == 0)
        #expect(!WarmUp(Array(repeating: .nan, count: 50)).isSettled)
    }

    @Test("equal values have no warm-up, though their mean is rounded", arguments: [0.1, 0.3, 17])
    func flatWarmUp(value: Double) {
        for count in [10, 50, 60, 300, 604] {
            let warmUp = WarmUp(Array(repeating: value, count: count))
            #expect(warmUp.cut == 0 && warmUp.isSettled)
        }
    }

    @Test("a transient that decays is cut to its last part, and a step to the value")
    func transient() {
        var generator = TestGenerator(state: 13)
        let noise = (0..<400).map { _ in Double.random(in: -0.5..<0.5, using: &generator) }
        let decaying = noise.enumerated().map { step, noise in
            noise + 20 / Double(1 + step * step / 50)
        }
        let warmUp = WarmUp(decaying)
        // 20 ÷ (1 + d²/50) has fallen below the noise, 0.3, at 57.
        #expect((30...90).contains(warmUp.cut) && warmUp.isSettled, "\(warmUp.cut)")
        for step in [5, 55, 150] {
            let stepped = noise.enumerated().map { $0 < step ? $1 + 5 : $1 }
            #expect(WarmUp(stepped) == WarmUp(noise) || WarmUp(stepped).cut == step)
            #expect(WarmUp(stepped).cut >= step)
        }
    }

    @Test("the slope is the planted one, outliers or not")
    func slope() {
        var values = (0..<101).map { 3 + 0.25 * Double($0) }
        #expect(abs(TheilSen.slope(values) - 0.25) < 1e-12)
        for position in stride(from: 0, to: 101, by: 6) { values[position] = 1e6 }
        #expect(abs(TheilSen.slope(values) - 0.25) < 0.2)
        let long = (0..<7_000).map { 0.5 * Double($0) }
        #expect(abs(TheilSen.slope(long) - 0.5) < 1e-9)
        #expect(TheilSen.slope([]) == 0 && TheilSen.slope([4]) == 0)
    }

    /// A rising line with even noise of width 9.
    private static func line(
        slope: Double,
        count: Int,
        _ generator: inout TestGenerator
    ) -> [Double] {
        (0..<count).map { step in
            slope * Double(step) + Double.random(in: 0..<9, using: &generator)
        }
    }

    @Test("the interval of a slope encloses the planted one about as often as promised")
    func slopeInterval() {
        var generator = TestGenerator(state: 12)
        let enclosed = (0..<1_000).filter { _ in
            let values = Self.line(slope: 0.5, count: 30, &generator)
            return TheilSen.interval(values).map { $0.lower <= 0.5 && 0.5 <= $0.upper } ?? false
        }.count
        #expect((930...970).contains(enclosed), "\(enclosed)")
    }

    @Test("the interval of a long series is that of its groups' means, per step")
    func longInterval() throws {
        var generator = TestGenerator(state: 14)
        let values = Self.line(slope: 0.01, count: 2_001, &generator)
        let means = stride(from: 0, to: 2_000, by: 2).map { (values[$0] + values[$0 + 1]) / 2 }
        let whole = try #require(TheilSen.interval(values))
        let grouped = try #require(TheilSen.interval(means))
        #expect(whole == (grouped.lower / 2, grouped.upper / 2))
        #expect(whole.lower < 0.01 && 0.01 < whole.upper)
    }

    @Test("the interval of a slope needs three numbers")
    func fewForInterval() {
        #expect(TheilSen.interval([]) == nil)
        #expect(TheilSen.interval([1, 2]) == nil)
        #expect(TheilSen.interval([1, 2, .nan]) == nil)
        #expect(TheilSen.interval([1, 2, 3], confidence: 2) == nil)
        #expect(TheilSen.interval([1, 2, 4]).map { $0 == (1, 2) } == true)
        #expect(TheilSen.interval([7, 7, 7]).map { $0 == (0, 0) } == true)
        #expect(TheilSen.interval([1, 2, 4], confidence: 1).map { $0 == (1, 2) } == true)
    }

    @Test("Holm rejects step by step")
    func holm() {
        #expect(
            Holm.rejected([0.01, 0.04, 0.03, 0.005], alpha: 0.05) == [true, false, false, true]
        )
        #expect(Holm.rejected([0.04, 0.04], alpha: 0.05) == [false, false])
        #expect(Holm.rejected([], alpha: 0.05).isEmpty)
        #expect(Holm.rejected([.nan, 0.001], alpha: 0.05) == [false, true])
    }

    @Test("lag-1 autocorrelation follows NIST's definition")
    func lag1() {
        // Σ(x_i − 2.5)(x_(i+1) − 2.5) = 0.75 − 0.25 + 0.75 over 2.25 + 0.25 + 0.25 + 2.25.
        #expect(abs(Autocorrelation.lag1([1, 2, 3, 4]) - 0.25) < 1e-12)
        #expect(Autocorrelation.lag1([1, -1, 1, -1, 1, -1]) < -0.7)
        #expect(Autocorrelation.lag1([5, 5, 5]) == 0)
        #expect(Autocorrelation.lag1(Array(repeating: 0.1, count: 77)) == 0)
    }
}
