import Glibc

/// The law of a sum of independent exponential times of mean 1.
package enum ErlangLaw {
    /// P(Gamma(k, 1) ≤ x) for whole k: 1 − e^(−x) Σ_(i<k) x^i ÷ i!.
    ///
    /// - Parameters:
    ///   - x: in units of the mean of one of the times; below 0 counts as 0.
    ///   - shape: how many times are summed; less than 1 counts as 1.
    package static func distribution(_ x: Double, shape k: Int) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1e100 else { return 1 }
        guard k > 1 else { return -expm1(-x) }
        let large = 1e200
        var term = 1.0
        var sum = 1.0
        var exponent = -x
        for i in 1..<k {
            term *= x / Double(i)
            sum += term
            // Many terms go beyond the largest number before e^(−x) brings them back.
            if sum > large {
                term /= large
                sum /= large
                exponent += log(large)
            }
        }
        return min(1, max(0, 1 - sum * exp(exponent)))
    }
}
