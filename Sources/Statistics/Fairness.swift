/// How equally something is shared out.
package enum Fairness {
    /// Jain's index: (Σx)² ÷ (n Σx²); 1 = all alike, 1 ÷ n = one has everything.
    ///
    /// R. Jain, D.-M. Chiu, W. Hawe, "A quantitative measure of fairness and discrimination for
    /// resource allocation in shared computer systems", DEC-TR-301, 1984.
    ///
    /// - Returns: `nil` without values, and where all are zero.
    package static func jain(_ values: [Double]) -> Double? {
        let sum = values.reduce(0, +)
        let squares = values.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return nil }
        return sum * sum / (Double(values.count) * squares)
    }
}
