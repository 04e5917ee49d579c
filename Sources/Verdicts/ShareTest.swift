import Statistics

/// Whether a share of bad operations keeps its allowance, by exact binomial bounds.
///
/// With v bad among n (both divided by τ where operations depend on each other) the one-sided
/// 95 % Clopper–Pearson bounds of the bad share are
/// L = Beta⁻¹(α; v, n − v + 1) and U = Beta⁻¹(1 − α; v + 1, n − v).
/// PASS when U keeps the allowance, FAIL when L breaks it, INCONCLUSIVE between the two
/// (C. J. Clopper, E. S. Pearson, Biometrika 26, 1934).
struct ShareTest {
    /// The chance of a wrong verdict, at most, when a run is looked at once.
    static let usualAlpha = 0.05

    /// The chance of a wrong verdict, at most.
    let alpha: Double
    let n: Int
    let bad: Int
    /// How many operations are worth one independent one, at least 1.
    let tau: Double
    /// 0 … 1.
    let allowed: Double
    /// Whether the allowance itself is a breach.
    let strict: Bool

    /// Bounds of the bad share.
    let lower: Double
    let upper: Double
    /// P[at least this many bad | the bad share is just the allowance].
    let pValue: Double

    init(
        n: Int,
        bad: Int,
        tau: Double,
        allowed: Double,
        strict: Bool,
        alpha: Double = usualAlpha
    ) {
        self.alpha = alpha
        self.n = n
        self.bad = bad
        self.tau = max(tau, 1)
        self.allowed = allowed
        self.strict = strict
        let size = Double(n) / self.tau
        let hits = Double(bad) / self.tau
        guard n > 0 else {
            (lower, upper, pValue) = (0, 1, 1)
            return
        }
        lower = Binomial.clopperPearsonLower(hits: hits, n: size, alpha: alpha)
        upper = Binomial.clopperPearsonUpper(hits: hits, n: size, alpha: alpha)
        pValue = Binomial.tail(atLeast: hits, of: size, chance: allowed)
    }

    var effectiveN: Double { Double(n) / tau }

    /// The share found.
    var share: Double { n > 0 ? Double(bad) / Double(n) : 0 }

    /// About how many operations would decide with 90 % power, if the share found is the true one
    /// and they depend on each other as these do; `nil` when no number would.
    var needed: Int? {
        guard n > 0, allowed > 0 else { return nil }
        let kept = 1 - allowed
        guard var count = Binomial.planningCount(share: kept, truth: 1 - share, alpha: alpha)
        else { return nil }
        // Without a single bad one the exact bound asks for more than the normal law does.
        if bad == 0 { count = max(count, Binomial.fewestToProve(share: kept, alpha: alpha) ?? 0) }
        let all = (Double(count) * tau).rounded(.up)
        return all < 1e12 ? Int(all) : nil
    }

    var verdict: Verdict {
        guard n > 0 else { return .inconclusive }
        // An allowance of none is a statement about the run itself, not about a share behind it.
        if allowed <= 0 { return bad == 0 ? .pass : .fail }
        // The bounds enclose the share found; saying so again guards against their arithmetic.
        if strict ? upper < allowed && share < allowed : upper <= allowed && share <= allowed {
            return .pass
        }
        if strict ? lower >= allowed : lower > allowed { return .fail }
        return .inconclusive
    }
}
