import Measuring
import Timekeeping
import Wording
import Workload

/// What is known of the separation of tenants in a run, for judging.
struct LeakFindings {
    /// `nil` when answers were not searched.
    let terms: RunTerms.Isolation?
    /// The fields by which the contract keeps companies apart.
    let promised: [String]
    /// Of the whole run, seconds set aside or left out included.
    let counts: SearchCounts
    /// The companies whose users had judged operations that succeeded.
    let atWork: Int
    /// The first of all in time; `nil` when nothing was found.
    let first: LeakEvidence?
    /// The name of the first one's operation.
    let operation: String
    /// The answers of each kind by the name of their operation.
    let byOperation: [(name: String, counts: SearchCounts)]

    init(_ facts: RunFacts) {
        terms = facts.terms.isolation
        promised = facts.terms.contract.declarations.isolationBy
        counts = facts.record.searches.values.reduce(into: SearchCounts()) { $0.add($1) }
        atWork = facts.record.tenantsAtWork
        first = facts.leaks.min { $0.done < $1.done }
        let operations = facts.record.plan.operations
        operation =
            first.flatMap {
                operations.indices.contains($0.operation) ? operations[$0.operation].name : nil
            } ?? ""
        var searches: [Int: SearchCounts] = [:]
        for (index, request) in facts.record.plan.requests.enumerated() {
            searches[request.operation, default: SearchCounts()].add(
                facts.record.searches(request: index)
            )
        }
        byOperation = searches.sorted { $0.key < $1.key }.map {
            (operations.indices.contains($0.key) ? operations[$0.key].name : "", $0.value)
        }
    }

    /// "export 12, look 3": the operations with the most answers of a kind, at most three.
    func operations(with kind: KeyPath<SearchCounts, Int>) -> Bilingual {
        let found = byOperation.filter { $0.counts[keyPath: kind] > 0 }
            .sorted { $0.counts[keyPath: kind] > $1.counts[keyPath: kind] }
        let more = found.count - 3
        let rest = more > 0 ? [Bilingual(ja: "ほか\(more)操作", en: "\(more) more operations")] : []
        let named = found.prefix(3).map {
            Bilingual("\($0.name) \(DecimalText.grouped($0.counts[keyPath: kind]))")
        }
        return (named + rest).listed
    }
}

extension Evaluator {
    /// Whether any answer held another tenant's data (items 34 and 44).
    ///
    /// One is enough, whenever it came: before the judged part, in a second set aside, in a
    /// sign-in, in an answer that failed. It is an exact statement about what came, so a
    /// generator that was late takes nothing from it.
    func leaks(_ condition: Condition) -> GateResult {
        let found = isolation
        guard let terms = found.terms else {
            var result = outcome(condition, .inconclusive, n: 0)
            let fields = found.promised.map { Bilingual($0) }.listed
            result.reason = Bilingual(
                ja: "項目34・44は未試験: 契約は会社を \(fields) で分離するが、シナリオにその列を持つ複数社の"
                    + "アカウントがない",
                en:
                    "items 34, 44 were not tested: the contract keeps companies apart by \(fields), "
                    + "and the scenario has no accounts of several companies with such a column"
            )
            return result
        }
        let counts = found.counts
        var result = outcome(condition, .pass, n: counts.searched)
        result.value = .count(counts.leaked)
        let searched = DecimalText.grouped(counts.searched)
        let leaked = DecimalText.grouped(counts.leaked)
        let markers = DecimalText.grouped(terms.markers)
        let atWork =
            found.atWork < terms.tenants
            ? Bilingual(
                ja: "(うち利用中は\(found.atWork)社)",
                en: ", users of \(found.atWork) at work"
            ) : .none
        let base = Bilingual(
            ja: "\(terms.tenants)社\(atWork)の\(markers)個の文字列を応答\(searched)件から検索",
            en: "\(searched) answers were searched for \(markers) texts of \(terms.tenants) "
                + "companies\(atWork)"
        )
        if counts.leaked > 0 {
            result.verdict = .fail
            result.reason = Bilingual(
                ja: "項目34・44: 応答\(searched)件のうち\(leaked)件に他社のデータが混入",
                en: "items 34, 44: \(leaked) of \(searched) answers held another company's data"
            ).then(found.first.map { words(for: $0, of: found.operation) } ?? .none)
            return result
        }
        let doubts = doubts(about: found, terms)
        if doubts.isEmpty {
            result.reason = Bilingual(
                ja: "\(base)し、他社のデータの混入なし",
                en: "\(base), and none held another company's"
            )
        } else {
            result.verdict = .inconclusive
            result.reason = (counts.searched > 0 ? [base] + doubts : doubts).statements
        }
        result.reason = ([result.reason] + remarks(about: found, terms)).statements
        return result
    }

    /// What was not searched and hinders nothing.
    private func remarks(about found: LeakFindings, _ terms: RunTerms.Isolation) -> [Bilingual] {
        var remarks: [Bilingual] = []
        if found.counts.media > 0 {
            let (media, names) = (
                DecimalText.grouped(found.counts.media), found.operations(with: \.media)
            )
            remarks.append(
                Bilingual(
                    ja: "文字を含まない画像とフォント\(media)件は検索の対象外(\(names))",
                    en: "\(media) images and fonts, which hold no text, are not among them "
                        + "(\(names))"
                )
            )
        }
        let others = found.promised.dropFirst().filter { !terms.columns.contains($0) }
        if !others.isEmpty {
            let columns = others.map { Bilingual($0) }.listed
            remarks.append(
                Bilingual(
                    ja: "アカウントに列 \(columns) がなく、その値は検索していない",
                    en: "the accounts have no column \(columns), so its values were not searched "
                        + "for"
                )
            )
        }
        if terms.unsearchable > 0 {
            let values = DecimalText.grouped(terms.unsearchable)
            remarks.append(
                Bilingual(
                    ja: "\(values)個の値は検索に使えない(短すぎる、空、または長すぎる。注意事項を参照)",
                    en:
                        "\(values) values cannot be searched for, being empty, too short or too long "
                        + "(see the warnings)"
                )
            )
        }
        return remarks
    }

    private func words(for leak: LeakEvidence, of operation: String) -> Bilingual {
        Bilingual(
            ja: "最初の例: 利用者\(leak.user + 1)(\(leak.asker))の\(operation)、予定\(leak.planned)、"
                + "応答\(leak.time)、混入 \(leak.found)",
            en: "the first: \(operation) of user \(leak.user + 1) (\(leak.asker)), planned at "
                + "\(leak.planned), answered at \(leak.time), held \(leak.found)"
        )
    }

    private func doubts(
        about found: LeakFindings,
        _ terms: RunTerms.Isolation
    ) -> [Bilingual] {
        aboutCompanies(found, terms) + unsearched(found)
            + (terms.unseen > 0 ? [unseen(terms)] : [])
    }

    /// Whether there was anybody whose data could be mixed up with another's.
    private func aboutCompanies(
        _ found: LeakFindings,
        _ terms: RunTerms.Isolation
    ) -> [Bilingual] {
        var doubts: [Bilingual] = []
        if let field = found.promised.first, field != terms.columns.first {
            let column =
                terms.columns.first.map { Bilingual($0) } ?? Bilingual(ja: "(なし)", en: "nothing")
            doubts.append(
                Bilingual(
                    ja: "契約は会社を \(field) で分離し、この測定は \(column) で見分けた",
                    en: "the contract keeps companies apart by \(field), and the run told them "
                        + "apart by \(column)"
                )
            )
        }
        if found.counts.searched == 0 {
            doubts.append(Bilingual(ja: "検索した応答がない", en: "no answer was searched"))
        }
        switch found.atWork {
        case 0:
            doubts.append(
                Bilingual(
                    ja: "成功した判定対象の操作がなく、検索したのはエラー画面かサインインの応答。利用者がサインインして"
                        + "操作できることを確認すること",
                    en: "no judged operation succeeded: what was searched are error pages or "
                        + "sign-ins; see that users get in and do their work"
                )
            )
        case 1:
            doubts.append(
                Bilingual(
                    ja: "操作したのは1社の利用者だけで、混入しうる他社のデータがない。2社以上のアカウントを"
                        + "利用者に割り当てること",
                    en: "users of one company only were at work, so nobody else's data was about: "
                        + "give the run's users accounts of two companies or more"
                )
            )
        default: break
        }
        return doubts
    }

    /// Answers that may have held what was not seen.
    private func unsearched(_ found: LeakFindings) -> [Bilingual] {
        var doubts: [Bilingual] = []
        if found.counts.incomplete > 0 {
            let more = DecimalText.grouped(found.counts.incomplete)
            doubts.append(
                Bilingual(
                    ja: "ほかに\(more)件の応答を最後まで読めず(大きすぎる、壊れている、または不明な圧縮方式)、"
                        + "残りの内容は不明",
                    en: "\(more) more answers could not be read to their end (too large, damaged, "
                        + "or compressed in an unknown way): what was in the rest is not known"
                )
            )
        }
        if found.counts.packed > 0 {
            let (packed, names) = (
                DecimalText.grouped(found.counts.packed), found.operations(with: \.packed)
            )
            doubts.append(
                Bilingual(
                    ja: "\(packed)件の応答は圧縮形式(PDF、gzip、暗号化または破損したzipやxlsxなど)または不明な文字コードのため検索できない: "
                        + "\(names)",
                    en: "\(packed) answers could not be searched, being packed (as PDF and gzip "
                        + "are, or zip and xlsx encrypted or damaged) or in unknown characters: \(names)"
                )
            )
        }
        if found.counts.alike > 0 {
            let (alike, names) = (
                DecimalText.grouped(found.counts.alike), found.operations(with: \.alike)
            )
            doubts.append(
                Bilingual(
                    ja: "\(alike)件の応答に、他社のコードとも普通の語や色とも取れる文字列がある(\(names))。数字を含む"
                        + "コードや、アカウントに登録した目印の文字列なら確実に見分けられる",
                    en: "\(alike) answers held what may be another company's code or an ordinary "
                        + "word or colour (\(names)): codes with a digit, and texts planted for "
                        + "the accounts, tell for sure"
                )
            )
        }
        return doubts
    }

    private func unseen(_ terms: RunTerms.Isolation) -> Bilingual {
        let unseen = DecimalText.grouped(terms.unseen)
        let examples = terms.unseenExamples.joined(separator: ", ")
        return Bilingual(
            ja: "\(terms.tenants)社のうち\(unseen)社のデータは見分ける文字列がない(\(examples))。"
                + "それらのアカウントに目印の文字列を登録し、その列を accounts.canaries に指定すること",
            en: "the data of \(unseen) of \(terms.tenants) companies would not be known by "
                + "any text (\(examples)): plant texts for their accounts and name their "
                + "column under accounts.canaries"
        )
    }
}
