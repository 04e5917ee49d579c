/// Holm's step-down correction for several tests at once.
package enum Holm {
    /// Which hypotheses are rejected with the chance of any false rejection at most `alpha`.
    ///
    /// The i-th smallest of k p-values is compared with α ÷ (k − i); the first that fails stops.
    /// A p-value that is not a number rejects nothing.
    package static func rejected(_ given: [Double], alpha: Double) -> [Bool] {
        let pValues = given.map { $0.isNaN ? 1 : $0 }
        var result = Array(repeating: false, count: pValues.count)
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        for (rank, index) in order.enumerated() {
            guard pValues[index] <= alpha / Double(pValues.count - rank) else { break }
            result[index] = true
        }
        return result
    }
}
