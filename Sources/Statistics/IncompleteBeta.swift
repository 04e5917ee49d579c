import Glibc

/// The regularised incomplete beta function I_x(a, b) and its inverse in x.
package enum IncompleteBeta {
    /// I_x(a, b), the distribution function of the Beta(a, b) law at x.
    ///
    /// Continued fraction by the modified Lentz method, on the side of the mean where it
    /// converges quickly (NIST DLMF 8.17.22). Where the fraction has not settled after its last
    /// round (a and b beyond some 10⁸), a normal approximation stands in.
    /// - Parameters: x: outside 0 … 1 is moved to the nearer end. a, b: at least zero; zero means
    ///   all mass at that end.
    package static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard !x.isNaN, !a.isNaN, !b.isNaN else { return 0 }
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        guard a > 0 else { return 1 }
        guard b > 0 else { return 0 }
        guard a.isFinite, b.isFinite else { return limit(x, a, b) }
        let swaps = x > (a + 1) / (a + b + 2)
        let lower = swaps ? lowerTail(1 - x, x, b, a) : lowerTail(x, 1 - x, a, b)
        return min(1, max(0, swaps ? 1 - lower : lower))
    }

    /// The x with I_x(a, b) = p, by bisection to the last bit.
    ///
    /// - Parameter p: outside 0 … 1 is moved to the nearer end.
    package static func inverse(_ p: Double, _ a: Double, _ b: Double) -> Double {
        guard !p.isNaN, p > 0, a > 0 else { return 0 }
        guard p < 1, b > 0 else { return 1 }
        var low = 0.0
        var high = 1.0
        // Over a thousand halvings reach the smallest number; about 60 suffice in the middle.
        for _ in 0..<1_100 {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { break }
            if regularised(middle, a, b) < p { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    private static func lowerTail(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
        guard let fraction = continuedFraction(x, a, b) else { return cubeRootNormal(x, y, a, b) }
        return exp(logDensityFactor(x, y, a, b)) * fraction / a
    }

    /// ln( x^a · y^b / B(a, b) ), arranged so that large a and b do not cancel.
    private static func logDensityFactor(
        _ x: Double,
        _ y: Double,
        _ a: Double,
        _ b: Double
    ) -> Double {
        guard min(a, b) > 20 else {
            return logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(y)
        }
        let n = a + b
        let deviation = a * relativeLog(x * n / a) + b * relativeLog(y * n / b)
        let remainder = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b)
        return 0.5 * log(a * b / (2 * Double.pi * n)) + deviation + remainder
    }

    /// ln(r) − (r − 1), exact also near 1.
    private static func relativeLog(_ ratio: Double) -> Double {
        let distance = ratio - 1
        guard abs(distance) < 0.01 else { return log(ratio) - distance }
        var term = -distance * distance
        var sum = 0.0
        for power in 2...10 {
            sum += term / Double(power)
            term *= -distance
        }
        return sum
    }

    /// ln Γ(z) less Stirling's main part, for z above 20.
    private static func stirlingRemainder(_ z: Double) -> Double {
        let square = z * z
        return (1 / 12.0 - (1 / 360.0 - (1 / 1_260.0 - 1 / (1_680.0 * square)) / square) / square)
            / z
    }

    /// ln Γ(z) for z > 0 (Lanczos' approximation with g = 7, nine terms); the C library's keeps
    /// the sign in a global variable, which no thread may share.
    static func logGamma(_ z: Double) -> Double {
        guard z >= 0.5 else { return logGamma(z + 1) - log(z) }
        let coefficients = [
            676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ]
        var sum = 0.99999999999980993
        for (index, coefficient) in coefficients.enumerated() {
            sum += coefficient / (z + Double(index))
        }
        let base = z + 6.5
        return 0.5 * log(2 * Double.pi) + (z - 0.5) * log(base) - base + log(sum)
    }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double? {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var result = d
        for step in 1...20_000 {
            let m = Double(step)
            for numerator in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 + numerator * d
                c = 1 + numerator / c
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = abs(c) < tiny ? tiny : c
                result *= d * c
            }
            if abs(d * c - 1) < 1e-15 { return result.isFinite ? result : nil }
        }
        return nil
    }

    /// The cube-root normal approximation (Abramowitz and Stegun 26.5.22), for huge a and b.
    private static func cubeRootNormal(
        _ x: Double,
        _ y: Double,
        _ a: Double,
        _ b: Double
    ) -> Double {
        let first = cbrt(b * x)
        let second = cbrt(a * y)
        let spread = (first * first / b + second * second / a).squareRoot()
        guard spread > 0 else { return x < a / (a + b) ? 0 : 1 }
        let distance = 3 * (first * (1 - 1 / (9 * b)) - second * (1 - 1 / (9 * a))) / spread
        return 0.5 * erfc(-distance / 2.0.squareRoot())
    }

    private static func limit(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if a.isFinite { return 1 }
        if b.isFinite { return 0 }
        return x < 0.5 ? 0 : 1
    }
}
