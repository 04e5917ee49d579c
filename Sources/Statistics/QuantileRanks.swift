/// Ranks of order statistics that enclose a quantile whatever the law (methodology §3.4).
package struct QuantileRanks: Hashable, Sendable {
    /// Ranks from 1; `nil` where no recorded value bounds the quantile on that side.
    package var lower: Int?
    package var upper: Int?

    /// The ranks l and u with P(X_(l) ≤ quantile ≤ X_(u)) ≥ confidence, as much outside each.
    ///
    /// l is the α/2 quantile of Bin(n, q), u the 1 − α/2 quantile plus one.
    package init(n: Int, quantile: Double, confidence: Double = 0.95) {
        guard n > 0, quantile > 0, quantile < 1 else {
            lower = nil
            upper = nil
            return
        }
        let outside = (1 - confidence) / 2
        let low = Self.binomialQuantile(outside, n: n, chance: quantile)
        let high = Self.binomialQuantile(1 - outside, n: n, chance: quantile) + 1
        lower = low >= 1 ? low : nil
        upper = high <= n ? high : nil
    }

    /// The least number of values whose largest is an upper limit of a quantile, one-sided:
    /// ⌈ln α ÷ ln q⌉.
    package static func fewestForUpperLimit(quantile: Double, alpha: Double = 0.05) -> Int? {
        Binomial.fewestToProve(share: quantile, alpha: alpha)
    }

    /// The smallest k with P(at most k) ≥ p.
    private static func binomialQuantile(_ p: Double, n: Int, chance: Double) -> Int {
        var low = 0
        var high = n
        while low < high {
            let middle = low + (high - low) / 2
            let below = Binomial.distribution(
                atMost: Double(middle),
                of: Double(n),
                chance: chance
            )
            if below >= p { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
