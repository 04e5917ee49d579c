/// Holm's step-down correction: with many gates judged, one seems broken by chance.
///
/// A PASS of the run needs every gate, so it needs no correction (intersection–union). A FAIL
/// needs only one, so each gate that is broken at 5 % by itself must also be so in the company
/// of the others: sorted by p, the i-th smallest of k must be at most α / (k − i + 1)
/// (S. Holm, Scandinavian Journal of Statistics 6, 1979).
enum Holm {
    /// Turns FAIL into INCONCLUSIVE where it does not survive the correction.
    ///
    /// Gates without a p-value are exact statements about the run and stay as they are.
    static func corrected(_ results: [GateResult]) -> [GateResult] {
        let tested = results.indices.filter { results[$0].pValue != nil }
            .sorted { (results[$0].pValue ?? 1) < (results[$1].pValue ?? 1) }
        var corrected = results
        var survives = true
        for (rank, index) in tested.enumerated() {
            let level = ShareTest.alpha / Double(tested.count - rank)
            survives = survives && (results[index].pValue ?? 1) <= level
            guard !survives, results[index].verdict == .fail else { continue }
            corrected[index].verdict = .inconclusive
            corrected[index].reason +=
                "; broken at 5% when judged alone, but with \(tested.count) gates judged that "
                + "many happen by chance"
        }
        return corrected
    }
}
