import Testing

@testable import Statistics

@Suite("One-sided limits of a quantile")
struct QuantileLimitsTests {
    /// A run of `n` values each worth 1 ÷ τ and the test of its share of values above a time.
    private struct Case {
        var n: Int
        var tau: Double
        var allowed: Double
        var alpha = 0.05

        var limits: QuantileLimits {
            QuantileLimits(
                count: n,
                effectiveCount: Double(n) / tau,
                quantile: 1 - allowed,
                alpha: alpha
            )
        }

        func passes(above: Int) -> Bool {
            Binomial.clopperPearsonUpper(
                hits: Double(above) / tau,
                n: Double(n) / tau,
                alpha: alpha
            ) <= allowed
        }

        func fails(above: Int) -> Bool {
            Binomial.clopperPearsonLower(
                hits: Double(above) / tau,
                n: Double(n) / tau,
                alpha: alpha
            ) > allowed
        }

        /// Whether there are whole independent values enough for an upper limit.
        var canPass: Bool {
            guard let least = Binomial.fewestToProve(share: 1 - allowed, alpha: alpha) else {
                return false
            }
            return Int(Double(n) / tau + 1e-9) >= least
        }
    }

    private static func draw(_ generator: inout TestGenerator, largest: Double) -> Case {
        let scale = Double.random(in: 0...1, using: &generator)
        let n = max(1, Int(largest * scale * scale * scale))
        let taus = [1, 1.5, 7.25, Double.random(in: 1...50, using: &generator)]
        let shares = [0.5, 0.2, 0.1, 0.05, 0.01, 0.001]
        let alphas = [0.05, 0.05 / 3, 0.01]
        return Case(
            n: n,
            tau: taus[Int.random(in: 0..<4, using: &generator)],
            allowed: shares[Int.random(in: 0..<6, using: &generator)],
            alpha: alphas[Int.random(in: 0..<3, using: &generator)]
        )
    }

    @Test("whatever the number of values above a time, the share passes or fails with its limits")
    func duality() {
        var generator = TestGenerator(state: 41)
        for _ in 0..<400 {
            let drawn = Self.draw(&generator, largest: 30_000)
            let limits = drawn.limits
            let n = drawn.n
            var counts = [0, n, Int.random(in: 0...n, using: &generator)]
            if let upper = limits.upper { counts += [n - upper, n - upper + 1] }
            if let lower = limits.lower { counts += [n - lower, n - lower + 1] }
            for above in counts {
                let atUpper = limits.upper.map { n - above >= $0 } ?? false
                let belowLower = limits.lower.map { n - above < $0 } ?? false
                #expect(atUpper == (drawn.canPass && drawn.passes(above: above)), "\(drawn)")
                #expect(belowLower == drawn.fails(above: above), "\(drawn) \(above)")
            }
        }
    }

    @Test("a time passes from the upper limit on and fails below the lower, equal values or not")
    func times() {
        var generator = TestGenerator(state: 42)
        for round in 0..<60 {
            let drawn = Self.draw(&generator, largest: 3_000)
            let kinds = round % 2 == 0 ? 20 : 1_000_000
            let values = (0..<drawn.n)
                .map { _ in Int.random(in: 0..<kinds, using: &generator) }
                .sorted()
            let limits = drawn.limits
            let upper = limits.upper.map { values[$0 - 1] }
            let lower = limits.lower.map { values[$0 - 1] }
            let edges = [upper, lower].compactMap(\.self).flatMap { [$0 - 1, $0, $0 + 1] }
            for time in edges + [-1, kinds, Int.random(in: 0..<kinds, using: &generator)] {
                let above = values.count { $0 > time }
                let keeps = drawn.canPass && drawn.passes(above: above)
                #expect((upper.map { time >= $0 } ?? false) == keeps, "\(drawn) \(time)")
                #expect((lower.map { time < $0 } ?? false) == drawn.fails(above: above))
            }
        }
    }

    /// n, share, most violations for PASS (nil: none), fewest violations for FAIL.
    @Test("the limits are the published cut-offs", arguments: BinomialTests.publishedCutOffs)
    func cutOffs(n: Int, share: Double, pass: Int?, fail: Int) {
        let limits = QuantileLimits(count: n, effectiveCount: Double(n), quantile: share)
        #expect(limits.upper == pass.map { n - $0 })
        #expect(limits.lower == n - fail + 1)
    }

    @Test(
        "an upper limit needs the published number of independent values, however many there are",
        arguments: [(0.90, 29), (0.95, 59), (0.99, 299), (0.999, 2_995), (0.9999, 29_956)]
    )
    func fewest(quantile: Double, least: Int) {
        func upper(_ n: Int, _ effective: Double) -> Int? {
            QuantileLimits(count: n, effectiveCount: effective, quantile: quantile).upper
        }
        #expect(upper(least, Double(least)) == least)
        #expect(upper(least - 1, Double(least - 1)) == nil)
        #expect(upper(10 * least, Double(least)) != nil)
        // Here the bound itself would allow a limit, as ln α ÷ ln q is not whole.
        #expect(upper(10 * least, Double(least) - 0.01) == nil)
        // Rounding of n ÷ τ loses no value.
        for n in stride(from: 2 * least, to: 9 * least, by: least / 2 + 1) {
            #expect(upper(n, Double(n) / (Double(n) / Double(least))) != nil)
        }
    }

    @Test("the limits enclose the two-sided ranks' middle and widen with dependence")
    func nesting() throws {
        for n in [5_000, 40_000, 200_000] {
            let whole = QuantileLimits(count: n, effectiveCount: Double(n), quantile: 0.99)
            let lower = try #require(whole.lower)
            let upper = try #require(whole.upper)
            let middle = Double(n) * 0.99
            #expect(Double(lower) <= middle && middle <= Double(upper))
            // One side at 5 % is the two sides of 10 %.
            let ranks = QuantileRanks(n: n, quantile: 0.99, confidence: 0.9)
            #expect(ranks.lower == lower && ranks.upper == upper)
            let worth = QuantileLimits(count: n, effectiveCount: Double(n) / 1.3, quantile: 0.99)
            #expect(try #require(worth.lower) < lower)
            #expect(try #require(worth.upper) > upper)
        }
    }

    @Test("each limit is on the wrong side of the quantile no more often than promised")
    func coverage() throws {
        var generator = TestGenerator(state: 43)
        let limits = QuantileLimits(count: 200, effectiveCount: 200, quantile: 0.9)
        let lower = try #require(limits.lower)
        let upper = try #require(limits.upper)
        var above = 0
        var below = 0
        for _ in 0..<2_000 {
            let values = (0..<200).map { _ in Double.random(in: 0..<1, using: &generator) }.sorted()
            if values[lower - 1] > 0.9 { above += 1 }
            if values[upper - 1] < 0.9 { below += 1 }
        }
        #expect(above <= 130 && below <= 130, "\(above) \(below)")
        #expect(above >= 30 && below >= 30, "\(above) \(below)")
    }

    @Test("nothing recorded and arguments out of range give no limits")
    func degenerate() {
        let none = QuantileLimits(count: 0, effectiveCount: 0, quantile: 0.9)
        #expect(none.lower == nil && none.upper == nil)
        for quantile in [-1, 0, 1, 2, Double.nan] {
            let limits = QuantileLimits(count: 100, effectiveCount: 100, quantile: quantile)
            #expect(limits.lower == nil && limits.upper == nil)
        }
        for effective in [0, -1, Double.nan] {
            let limits = QuantileLimits(count: 100, effectiveCount: effective, quantile: 0.5)
            #expect(limits.lower == nil && limits.upper == nil)
        }
        let one = QuantileLimits(count: 1_000, effectiveCount: 1, quantile: 0.5)
        #expect(one.upper == nil)
        let more = QuantileLimits(count: 100, effectiveCount: .infinity, quantile: 0.5)
        #expect(more == QuantileLimits(count: 100, effectiveCount: 100, quantile: 0.5))
    }
}
