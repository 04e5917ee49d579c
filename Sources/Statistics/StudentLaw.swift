/// Student's t law.
package enum StudentLaw {
    /// The t with P(T ≤ t) = p.
    ///
    /// P(|T| > t) = I_x(ν/2, 1/2) with x = ν ÷ (ν + t²) (Abramowitz and Stegun 26.7.1), inverted
    /// on the side where the result is not a difference of nearly equal numbers.
    /// - Parameters:
    ///   - p: 0 or less gives −∞, 1 or more +∞.
    ///   - freedom: degrees of freedom ν, above 0, not necessarily whole; ∞ gives the normal law.
    /// - Returns: not a number when an argument is none or `freedom` is not above 0.
    package static func quantile(_ p: Double, freedom: Double) -> Double {
        guard !p.isNaN, freedom > 0 else { return .nan }
        guard p > 0 else { return -.infinity }
        guard p < 1 else { return .infinity }
        guard freedom.isFinite else { return NormalLaw.quantile(p) }
        let tail = min(p, 1 - p)
        let half = freedom / 2
        let distance: Double
        if tail < 1e-3 || IncompleteBeta.regularised(0.5, half, 0.5) > 2 * tail {
            let x = IncompleteBeta.inverse(2 * tail, half, 0.5)
            distance = (freedom * (1 - x) / x).squareRoot()
        } else {
            let y = IncompleteBeta.inverse(1 - 2 * tail, 0.5, half)
            distance = (freedom * y / (1 - y)).squareRoot()
        }
        return p < 0.5 ? -distance : distance
    }
}
