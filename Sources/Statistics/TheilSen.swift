/// The median slope through all pairs of points: a trend that outliers do not bend.
///
/// All pairs are used up to 2,000 values; longer series are first averaged in equal groups, which
/// keeps the cost bounded.
package enum TheilSen {
    /// The slope of values at equal distances, per step; 0 for fewer than two.
    package static func slope(_ values: [Double]) -> Double {
        let (points, distance) = grouped(values)
        let slopes = sortedSlopes(points)
        guard !slopes.isEmpty else { return 0 }
        let middle = slopes.count / 2
        let median =
            slopes.count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2
        return median / Double(distance)
    }

    /// The confidence interval of the slope per step; `nil` for fewer than three values, or
    /// when one is no finite number.
    ///
    /// P. K. Sen, Journal of the American Statistical Association 63, 1968, equation 2.6: of N
    /// slopes in order, those (N ± z σ) ÷ 2 from the first, with the variance of Kendall's
    /// statistic σ² = [n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)] ÷ 18, t being the sizes of groups
    /// of equal values; rounded as SciPy does. It takes the values to be independent about the
    /// trend, and is too narrow where neighbours resemble each other.
    /// - Parameter confidence: 0 … 1; 0.95 leaves 2.5 % on each side.
    package static func interval(
        _ values: [Double],
        confidence: Double = 0.95
    ) -> (lower: Double, upper: Double)? {
        let (points, distance) = grouped(values)
        guard points.count > 2, points.allSatisfy(\.isFinite), (0...1).contains(confidence) else {
            return nil
        }
        let slopes = sortedSlopes(points)
        let z = NormalLaw.quantile(1 - (1 - confidence) / 2)
        let spread = z * kendallVariance(points).squareRoot()
        let count = Double(slopes.count)
        let low = ((count - spread) / 2).rounded(.toNearestOrEven) - 1
        let high = ((count + spread) / 2).rounded(.toNearestOrEven)
        let last = slopes.count - 1
        return (
            lower: slopes[Int(min(max(0, low), Double(last)))] / Double(distance),
            upper: slopes[Int(min(max(0, high), Double(last)))] / Double(distance)
        )
    }

    /// At most 2,000 values, and how many steps of the series lie between two of them.
    private static func grouped(_ values: [Double]) -> (points: [Double], distance: Int) {
        let most = 2_000
        let size = (values.count + most - 1) / most
        guard size > 1 else { return (values, 1) }
        let means = stride(from: 0, to: values.count - values.count % size, by: size)
            .map { values[$0..<$0 + size].reduce(0, +) / Double(size) }
        return (means, size)
    }

    private static func sortedSlopes(_ values: [Double]) -> [Double] {
        guard values.count > 1 else { return [] }
        var slopes: [Double] = []
        slopes.reserveCapacity(values.count * (values.count - 1) / 2)
        for first in values.indices {
            for second in (first + 1)..<max(first + 1, values.count) {
                slopes.append((values[second] - values[first]) / Double(second - first))
            }
        }
        slopes.sort()
        return slopes
    }

    private static func kendallVariance(_ values: [Double]) -> Double {
        func weight(_ size: Int) -> Int { size * (size - 1) * (2 * size + 5) }
        var ties = 0
        var size = 0
        var last: Double?
        for value in values.sorted() {
            if value != last {
                ties += weight(size)
                size = 0
            }
            size += 1
            last = value
        }
        return Double(weight(values.count) - ties - weight(size)) / 18
    }
}
