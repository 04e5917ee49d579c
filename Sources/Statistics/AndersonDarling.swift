import Glibc

/// Anderson and Darling's distance of a sample from a law known beforehand.
package enum AndersonDarling {
    /// A² above which 5 % of samples lie, for a law known beforehand to the last parameter.
    ///
    /// From Stephens, Journal of the American Statistical Association 69, 1974.
    package static let critical5Percent = 2.492
    /// A² above which 1 % of such samples lie.
    package static let critical1Percent = 3.857

    /// A² of values u = F(x), which are even over 0 … 1 when the law F holds; `nil` without any.
    ///
    /// A² = n ∫ (F_n(u) − u)² ÷ (u (1 − u)) du with the mass of a bin spread evenly in it, so that
    /// F_n(u) − u = p + qu in a bin from a to b, where the integral is
    /// p² ln(b ÷ a) + (p + q)² ln((1 − a) ÷ (1 − b)) − q²(b − a).
    /// - Parameter bins: how many values lie in each of equal parts of 0 … 1.
    package static func statistic(bins: [Int]) -> Double? {
        let n = Double(bins.reduce(0, +))
        guard n > 0 else { return nil }
        let width = 1 / Double(bins.count)
        var below = 0
        var integral = 0.0
        for (index, count) in bins.enumerated() {
            let start = Double(index) * width
            let slope = Double(count) / n / width - 1
            let atZero = Double(below) / n - start - slope * start
            below += count
            // Counted from the far end, so that the last bin's is exactly zero, as the first's is.
            let after = Double(bins.count - index - 1) * width
            let atOne = slope * after - (n - Double(below)) / n + after
            if index > 0 { integral += atZero * atZero * log1p(width / start) }
            if after > 0 { integral += atOne * atOne * log1p(width / after) }
            integral -= slope * slope * width
        }
        return n * max(0, integral)
    }
}
