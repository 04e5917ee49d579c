import Measuring
import Timekeeping
import Wording
import Workload

/// What is known of the separation of tenants in a run, for judging.
struct LeakFindings {
    let terms: RunTerms.Isolation
    /// Of the whole run, seconds set aside or left out included.
    let counts: SearchCounts
    /// The first of all in time; `nil` when nothing was found.
    let first: LeakEvidence?
    /// The name of the first one's operation.
    let operation: String

    init?(_ facts: RunFacts) {
        guard let terms = facts.terms.isolation else { return nil }
        self.terms = terms
        counts = facts.record.searches.values.reduce(into: SearchCounts()) { $0.add($1) }
        first = facts.leaks.min { $0.done < $1.done }
        let operations = facts.record.plan.operations
        operation =
            first.flatMap {
                operations.indices.contains($0.operation) ? operations[$0.operation].name : nil
            } ?? ""
    }
}

extension Evaluator {
    /// Whether any answer held another tenant's data (items 34 and 44).
    ///
    /// One is enough, whenever it came: before the judged part, in a second set aside, in a
    /// sign-in, in an answer that failed. It is an exact statement about what came, so a
    /// generator that was late takes nothing from it.
    func leaks(_ condition: Condition) -> GateResult {
        guard let found = isolation else { return nothingMeasured(condition) }
        let counts = found.counts
        var result = outcome(condition, .pass, n: counts.searched)
        result.value = .count(counts.leaked)
        let (searched, leaked) = (Words.figure(counts.searched), Words.figure(counts.leaked))
        let markers = Words.figure(found.terms.markers)
        let base = Bilingual(
            ja: "\(found.terms.tenants)社の\(markers)個の文字列を応答\(searched)件から検索",
            en: "\(searched) answers were searched for \(markers) texts of "
                + "\(found.terms.tenants) companies"
        )
        if counts.leaked > 0 {
            result.verdict = .fail
            result.reason = Bilingual(
                ja: "項目34・44: 応答\(searched)件のうち\(leaked)件に他社のデータが混入",
                en: "items 34, 44: \(leaked) of \(searched) answers held another company's data"
            ).then(found.first.map { words(for: $0, of: found.operation) } ?? .none)
            return result
        }
        let doubts = doubts(about: found)
        if doubts.isEmpty {
            result.reason = Bilingual(
                ja: "\(base)し、他社のデータの混入なし",
                en: "\(base), and none held another company's"
            )
        } else {
            result.verdict = .inconclusive
            result.reason = (counts.searched > 0 ? [base] + doubts : doubts).statements
        }
        if found.terms.unsearchable > 0 {
            let values = Words.figure(found.terms.unsearchable)
            result.reason = result.reason.then(
                Bilingual(
                    ja: "\(values)個の値は短すぎて検索できない(注意事項を参照)",
                    en: "\(values) values are too short to be searched for (see the warnings)"
                )
            )
        }
        return result
    }

    private func words(for leak: LeakEvidence, of operation: String) -> Bilingual {
        Bilingual(
            ja: "最初の例: 利用者\(leak.user + 1)(\(leak.asker))の\(operation)、予定\(leak.planned)、"
                + "応答\(leak.time)、混入 \(leak.found)",
            en: "the first: \(operation) of user \(leak.user + 1) (\(leak.asker)), planned at "
                + "\(leak.planned), answered at \(leak.time), held \(leak.found)"
        )
    }

    private func doubts(about found: LeakFindings) -> [Bilingual] {
        let terms = found.terms
        var doubts: [Bilingual] = []
        if found.counts.searched == 0 {
            doubts.append(Bilingual(ja: "検索した応答がない", en: "no answer was searched"))
        }
        if found.counts.incomplete > 0 {
            let more = Words.figure(found.counts.incomplete)
            doubts.append(
                Bilingual(
                    ja: "ほかに\(more)件の応答を最後まで読めず(大きすぎる、壊れている、または不明な圧縮方式)、"
                        + "残りの内容は不明",
                    en: "\(more) more answers could not be read to their end (too large, damaged, "
                        + "or compressed in an unknown way): what was in the rest is not known"
                )
            )
        }
        if terms.unseen > 0 {
            let unseen = Words.figure(terms.unseen)
            let examples = terms.unseenExamples.joined(separator: ", ")
            doubts.append(
                Bilingual(
                    ja: "\(terms.tenants)社のうち\(unseen)社のデータは見分ける文字列がない(\(examples))。"
                        + "それらのアカウントに目印の文字列を登録し、その列を accounts.canaries に指定すること",
                    en: "the data of \(unseen) of \(terms.tenants) companies would not be known by "
                        + "any text (\(examples)): plant texts for their accounts and name their "
                        + "column under accounts.canaries"
                )
            )
        }
        return doubts
    }
}
