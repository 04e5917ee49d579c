/// One-sided confidence limits of a quantile, as ranks of recorded values (methodology §3.4).
///
/// The ranks answer for every time T at once what the test of a share (§3.1) answers for one.
/// With v of n values above T and n_eff = n ÷ τ, the share above T is proven to keep 1 − q
/// exactly when T is at least the value of rank `upper`, and proven to break it exactly when T is
/// less than the value of rank `lower`; both by Clopper and Pearson's bounds of v ÷ τ in n ÷ τ.
package struct QuantileLimits: Hashable, Sendable {
    /// The rank, 1 … n in ascending order, of the value that the quantile exceeds or equals;
    /// `nil` where too few values tell.
    package var lower: Int?
    /// The rank of the value that the quantile does not exceed; `nil` where too few values tell.
    package var upper: Int?

    /// Limits that each hold with confidence 1 − `alpha`.
    ///
    /// There is no upper limit with less than ⌈ln α ÷ ln q⌉ independent values, in whole numbers
    /// (299 for q = 0.99 at 95 %): fewer cannot prove the share even when all are in time.
    /// - Parameters:
    ///   - n: how many values were recorded.
    ///   - effectiveCount: how many independent ones they are worth; more than `n` counts as `n`.
    ///   - q: the share of values at or below the quantile, 0 … 1 exclusive, to nine digits.
    ///   - alpha: the chance of a limit on the wrong side of the quantile, at most; 0.05 = 95 %.
    package init(count n: Int, effectiveCount: Double, quantile q: Double, alpha: Double = 0.05) {
        lower = nil
        upper = nil
        // 1 − 0.95 is slightly more than 0.05; gates mean 0.05.
        let allowed = ((1 - q) * 1e9).rounded() / 1e9
        guard n > 0, effectiveCount > 0, allowed > 0, allowed < 1, alpha > 0, alpha < 1 else {
            return
        }
        let shares = ScaledShares(tau: max(1, Double(n) / effectiveCount), n: n, alpha: alpha)
        let mostForPass = Self.fewest(upTo: n) { shares.upper($0) > allowed } - 1
        if mostForPass >= 0, shares.canProve(1 - allowed) { upper = n - mostForPass }
        let fewestForFail = Self.fewest(upTo: n) { shares.lower($0) > allowed }
        if fewestForFail <= n { lower = n - fewestForFail + 1 }
    }

    /// The least of 0 … n where a condition holds that holds for all above it; n + 1 for none.
    private static func fewest(upTo n: Int, where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = n + 1
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The bounds of a share of values each worth 1 ÷ τ.
    private struct ScaledShares {
        let tau: Double
        let n: Int
        let alpha: Double

        func lower(_ hits: Int) -> Double {
            Binomial.clopperPearsonLower(
                hits: Double(hits) / tau,
                n: Double(n) / tau,
                alpha: alpha
            )
        }

        func upper(_ hits: Int) -> Double {
            Binomial.clopperPearsonUpper(
                hits: Double(hits) / tau,
                n: Double(n) / tau,
                alpha: alpha
            )
        }

        /// Whether whole independent values suffice; one lost to rounding n ÷ τ is not missed.
        func canProve(_ share: Double) -> Bool {
            guard let fewest = Binomial.fewestToProve(share: share, alpha: alpha) else {
                return false
            }
            return Double(n) / tau + 1e-9 >= Double(fewest)
        }
    }
}
