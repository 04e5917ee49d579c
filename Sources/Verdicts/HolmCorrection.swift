import Statistics
import Wording

/// Holm's step-down correction: with many gates judged, one seems broken by chance.
///
/// A PASS of the run needs every gate, so it needs no correction (intersection–union). A FAIL
/// needs only one, so each gate that is broken at 5 % by itself must also be so in the company
/// of the others: sorted by p, the i-th smallest of k must be at most α / (k − i + 1)
/// (S. Holm, Scandinavian Journal of Statistics 6, 1979).
enum HolmCorrection {
    /// Turns FAIL into INCONCLUSIVE where it does not survive the correction.
    ///
    /// Gates without a p-value are exact statements about the run and stay as they are.
    static func corrected(_ results: [GateResult], alpha: Double) -> [GateResult] {
        let tested = results.indices.filter { results[$0].pValue != nil }
        let rejected = Holm.rejected(
            tested.map { results[$0].pValue ?? 1 },
            alpha: alpha
        )
        var corrected = results
        for (index, isRejected) in zip(tested, rejected)
        where !isRejected && results[index].verdict == .fail {
            corrected[index].verdict = .inconclusive
            let level = ShareText.percent(alpha)
            corrected[index].reason = corrected[index].reason.then(
                Bilingual(
                    ja: "単独では有意水準\(level)で基準を外れるが、\(tested.count)個の条件を判定すると偶然にも"
                        + "起こりうる結果",
                    en: "broken at \(level) when judged alone, but with \(tested.count) gates "
                        + "judged one such result happens by chance"
                )
            )
        }
        return corrected
    }
}
