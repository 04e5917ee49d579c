/// The median slope through all pairs of points: a trend that outliers do not bend.
package enum TheilSen {
    /// The slope of values at equal distances, per step; 0 for fewer than two.
    ///
    /// All pairs are used up to 2,000 values; longer series are first averaged in equal groups,
    /// which keeps the cost bounded.
    package static func slope(_ values: [Double]) -> Double {
        let most = 2_000
        let group = (values.count + most - 1) / most
        guard group > 1 else { return slopeOfAllPairs(values) }
        let means = stride(from: 0, to: values.count - values.count % group, by: group)
            .map { values[$0..<$0 + group].reduce(0, +) / Double(group) }
        return slopeOfAllPairs(means) / Double(group)
    }

    private static func slopeOfAllPairs(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        var slopes: [Double] = []
        slopes.reserveCapacity(values.count * (values.count - 1) / 2)
        for first in values.indices {
            for second in (first + 1)..<max(first + 1, values.count) {
                slopes.append((values[second] - values[first]) / Double(second - first))
            }
        }
        slopes.sort()
        let middle = slopes.count / 2
        return slopes.count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2
    }
}
