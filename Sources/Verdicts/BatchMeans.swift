import Statistics

/// A mean with its interval from a series whose neighbours depend on each other.
///
/// The series is cut into batches long enough to be nearly independent; the mean is the ratio of
/// sums, its standard error that of a ratio estimator over the batches, and the bounds are
/// Student's with one degree of freedom less than there are batches.
struct BatchMeans {
    static let batches = 16

    let mean: Double
    /// One-sided bounds, each wrong with a chance of alpha.
    let lower: Double
    let upper: Double

    /// - Parameter series: weight and sum per second, in order of time.
    /// - Returns: `nil` when there are fewer seconds than batches.
    init?(_ series: [(weight: Double, sum: Double)], alpha: Double = ShareTest.usualAlpha) {
        let weight = series.reduce(0) { $0 + $1.weight }
        guard series.count >= Self.batches, weight > 0 else { return nil }
        let mean = series.reduce(0) { $0 + $1.sum } / weight
        let count = Self.batches
        let squares = (0..<count).map { batch in
            let part = series[
                (series.count * batch / count)..<(series.count * (batch + 1) / count)
            ]
            let residual = part.reduce(0) { $0 + $1.sum - mean * $1.weight }
            return residual * residual
        }
        let variance = squares.reduce(0, +) * Double(count) / Double(count - 1)
        let t = StudentLaw.quantile(1 - alpha, freedom: Double(count - 1))
        let error = t * variance.squareRoot() / weight
        self.mean = mean
        lower = mean - error
        upper = mean + error
    }
}
