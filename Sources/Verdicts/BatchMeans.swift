import Statistics

/// A mean with its interval from a series whose neighbours depend on each other.
///
/// The series is cut into batches; the mean is the ratio of sums, its standard error that of a
/// ratio estimator over the batches, and the bounds are Student's with one degree of freedom less
/// than there are batches. In a short run batches are seconds and still depend on each other, so
/// the variance is widened by (1 + r) ÷ (1 − r), that of a first-order autoregressive series.
struct BatchMeans {
    static let batches = 16
    /// From this correlation on chance does not explain it (16 independent batches exceed it in
    /// one case of 17), and r is taken for as large as it may be.
    static let mostCorrelation = 0.3

    let mean: Double
    /// One-sided bounds, each wrong with a chance of alpha.
    let lower: Double
    let upper: Double
    /// Correlation of successive batches, −1 … 1.
    let correlation: Double

    /// Whether the batches are too short to be taken for independent.
    var isDependent: Bool { correlation > Self.mostCorrelation }

    /// - Parameter series: weight and sum per second, in order of time.
    /// - Returns: `nil` when there are fewer seconds than batches.
    init?(_ series: [(weight: Double, sum: Double)], alpha: Double = ShareTest.usualAlpha) {
        let weight = series.reduce(0) { $0 + $1.weight }
        guard series.count >= Self.batches, weight > 0 else { return nil }
        let mean = series.reduce(0) { $0 + $1.sum } / weight
        let count = Self.batches
        let residuals = (0..<count).map { batch in
            series[(series.count * batch / count)..<(series.count * (batch + 1) / count)]
                .reduce(0) { $0 + $1.sum - mean * $1.weight }
        }
        // What is left of a level series is the rounding of sums.
        let isLevel = residuals.allSatisfy { abs($0) <= 1e-12 * abs(mean) * weight }
        correlation = isLevel ? 0 : Autocorrelation.lag1(residuals)
        let variance =
            residuals.reduce(0) { $0 + $1 * $1 } * Double(count) / Double(count - 1)
            * Self.widening(correlation)
        let t = StudentLaw.quantile(1 - alpha, freedom: Double(count - 1))
        let error = t * variance.squareRoot() / weight
        self.mean = mean
        lower = mean - error
        upper = mean + error
    }

    /// What dependence adds to the variance of the mean, at least 1.
    ///
    /// A clear correlation is taken for its upper 95 % bound: r estimated from k batches is too
    /// small by about 1 ÷ k, with a standard error of 1 ÷ √k (M. S. Bartlett, 1946).
    private static func widening(_ found: Double) -> Double {
        let count = Double(batches)
        let bound = found + 1 / count + 1.645 / count.squareRoot()
        let correlation = min(0.95, max(0, found > mostCorrelation ? bound : found))
        return (1 + correlation) / (1 - correlation)
    }
}
