import Glibc

/// The standard normal law.
package enum NormalLaw {
    /// P(Z ≤ z).
    package static func distribution(_ z: Double) -> Double {
        0.5 * erfc(-z / 2.0.squareRoot())
    }

    /// The z with P(Z ≤ z) = p, by bisection; p outside 1e-300 … 1 − 1e-16 gives ±40.
    package static func quantile(_ p: Double) -> Double {
        var low = -40.0
        var high = 40.0
        for _ in 0..<200 {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { break }
            if distribution(middle) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
