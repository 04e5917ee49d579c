/// Correlation of a series with itself.
package enum Autocorrelation {
    /// Lag-1 autocorrelation by NIST's definition; 0 without variation.
    ///
    /// r1 = Σ(x_i − x̄)(x_(i+1) − x̄) ÷ Σ(x_i − x̄)².
    package static func lag1(_ values: [Double]) -> Double {
        guard values.count > 1, let first = values.first else { return 0 }
        // Distances from the first value are exactly 0 without variation; from a mean, not quite.
        let values = values.map { $0 - first }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard squares > 0, squares.isFinite else { return 0 }
        let products = zip(values, values.dropFirst())
            .reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        return products / squares
    }
}
