import Glibc

/// Exact bounds and tails of the binomial law, for shares of operations.
///
/// Counts are real numbers, since an effective sample size need not be whole. Formulas:
/// Clopper and Pearson 1934, Wilson 1927, as in methodology §3.1.
package enum Binomial {
    /// P(at least `hits` of `n`), each with chance `p`.
    package static func tail(atLeast hits: Double, of n: Double, chance p: Double) -> Double {
        guard hits > 0 else { return 1 }
        guard n >= hits else { return 0 }
        return IncompleteBeta.regularised(p, hits, n - hits + 1)
    }

    /// P(at most `hits` of `n`), each with chance `p`.
    package static func distribution(
        atMost hits: Double,
        of n: Double,
        chance p: Double
    ) -> Double {
        guard hits >= 0 else { return 0 }
        guard hits < n else { return 1 }
        return IncompleteBeta.regularised(1 - p, n - hits, hits + 1)
    }

    /// The one-sided lower Clopper–Pearson bound of the share `hits` ÷ `n`.
    ///
    /// - Parameter alpha: the chance of a bound above the truth, at most; 0.05 = 95 %.
    /// - Returns: 0 without hits or data.
    package static func clopperPearsonLower(hits: Double, n: Double, alpha: Double) -> Double {
        let (hits, n) = sane(hits, n)
        guard n > 0, hits > 0 else { return 0 }
        return IncompleteBeta.inverse(alpha, hits, n - hits + 1)
    }

    /// The one-sided upper Clopper–Pearson bound of the share `hits` ÷ `n`.
    ///
    /// - Returns: 1 when all were hits, and without data.
    package static func clopperPearsonUpper(hits: Double, n: Double, alpha: Double) -> Double {
        let (hits, n) = sane(hits, n)
        guard n > 0, hits < n else { return 1 }
        return IncompleteBeta.inverse(1 - alpha, hits + 1, n - hits)
    }

    /// The two-sided Clopper–Pearson interval with `alpha` ÷ 2 on each side.
    package static func clopperPearson(hits: Double, n: Double, alpha: Double) -> Interval {
        Interval(
            lower: clopperPearsonLower(hits: hits, n: n, alpha: alpha / 2),
            upper: clopperPearsonUpper(hits: hits, n: n, alpha: alpha / 2)
        )
    }

    /// Wilson's score interval, for description; 0 … 1 without data.
    ///
    /// - Parameter alpha: both sides together; 0.05 = 95 %.
    package static func wilson(hits: Double, n: Double, alpha: Double) -> Interval {
        let (hits, n) = sane(hits, n)
        guard n > 0 else { return Interval(lower: 0, upper: 1) }
        let z = NormalLaw.quantile(1 - alpha / 2)
        let share = hits / n
        let scale = 1 + z * z / n
        let centre = (share + z * z / (2 * n)) / scale
        let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / scale
        return Interval(
            lower: hits == 0 ? 0 : max(0, centre - half),
            upper: hits == n ? 1 : min(1, centre + half)
        )
    }

    /// The least number of operations, all in time, that proves a share; `nil` when none does.
    ///
    /// ⌈ln α ÷ ln X⌉, methodology §3.1.
    package static func fewestToProve(share: Double, alpha: Double) -> Int? {
        guard share > 0, share < 1, alpha > 0, alpha < 1 else { return share <= 0 ? 1 : nil }
        return Int(exactly: (log(alpha) / log(share)).rounded(.up))
    }

    /// The number of operations a run needs to prove a share when the true one is better (or to
    /// disprove it when worse): [(z_α√(p0 q0) + z_β√(p1 q1)) ÷ (p1 − p0)]², rounded up.
    ///
    /// - Returns: `nil` when the two are equal or no shares.
    package static func planningCount(
        share: Double,
        truth: Double,
        alpha: Double = 0.05,
        power: Double = 0.9
    ) -> Int? {
        guard (0...1).contains(share), (0...1).contains(truth), share != truth else { return nil }
        let first = NormalLaw.quantile(1 - alpha) * (share * (1 - share)).squareRoot()
        let second = NormalLaw.quantile(power) * (truth * (1 - truth)).squareRoot()
        let root = (first + second) / (truth - share)
        return Int(exactly: (root * root).rounded(.up))
    }

    private static func sane(_ hits: Double, _ n: Double) -> (hits: Double, n: Double) {
        guard n > 0, n.isFinite, !hits.isNaN else { return (0, 0) }
        return (min(max(0, hits), n), n)
    }
}
