package import Verdicts
package import Wording
package import Workload

/// What one measurement says about one item.
package struct ChecklistFinding: Sendable, Equatable {
    /// The item's number, 1 … 49.
    package var item: Int
    /// `nil` when nothing happened that could be judged: no outage that had to be repaired.
    package var verdict: Verdict?
    /// The figures, in a sentence.
    package var measured: Bilingual
    /// Where they come from: the directory of a run, the log of a probe.
    package var evidence: String
    /// The classes of operations that were measured; empty where the item is not about classes.
    package var classes: Set<OperationClass>
    /// In which hours; `nil` where they play no part.
    package var hours: ServiceHours?

    package init(
        item: Int,
        verdict: Verdict?,
        measured: Bilingual,
        evidence: String,
        classes: Set<OperationClass> = [],
        hours: ServiceHours? = nil
    ) {
        self.item = item
        self.verdict = verdict
        self.measured = measured
        self.evidence = evidence
        self.classes = classes
        self.hours = hours
    }
}

/// How an item stands.
package enum ChecklistStanding: Sendable, Hashable {
    case judged(Verdict)
    /// It was watched, and nothing of the kind happened.
    case nothingHappened
    /// An answer of the provider that nothing measures.
    case declared
    /// It could be measured, and no measurement was given.
    case notMeasured
    /// The contract says nothing about it, and nothing was measured.
    case open

    package var word: Bilingual {
        switch self {
        case .judged(.pass): Bilingual(ja: "適合", en: "PASS")
        case .judged(.fail): Bilingual(ja: "不適合", en: "FAIL")
        case .judged(.inconclusive): Bilingual(ja: "判定保留", en: "INCONCLUSIVE")
        case .judged(.invalid): Bilingual(ja: "測定無効", en: "INVALID")
        case .nothingHappened: Bilingual(ja: "対象なし", en: "nothing to judge")
        case .declared: Bilingual(ja: "申告", en: "declared")
        case .notMeasured: Bilingual(ja: "未測定", en: "not measured")
        case .open: Bilingual(ja: "記載なし", en: "no answer")
        }
    }
}
