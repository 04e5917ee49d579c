import Measuring
import Timekeeping
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
    func operations(with kind: KeyPath<SearchCounts, Int>) -> String {
        let found = byOperation.filter { $0.counts[keyPath: kind] > 0 }
            .sorted { $0.counts[keyPath: kind] > $1.counts[keyPath: kind] }
        let rest = found.count > 3 ? ["\(found.count - 3) more operations"] : []
        return
            (found.prefix(3).map { "\($0.name) \(Words.figure($0.counts[keyPath: kind]))" } + rest)
            .joined(separator: ", ")
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
            result.reason =
                "items 34, 44 were not tested: the contract keeps companies apart by "
                + found.promised.joined(separator: ", ")
                + ", and the scenario has no accounts of several companies with such a column"
            return result
        }
        let counts = found.counts
        var result = outcome(condition, .pass, n: counts.searched)
        result.value = .count(counts.leaked)
        let base =
            "\(Words.figure(counts.searched)) answers were searched for "
            + "\(Words.figure(terms.markers)) texts of \(terms.tenants) companies"
            + (found.atWork < terms.tenants ? ", users of \(found.atWork) at work" : "")
        if counts.leaked > 0 {
            result.verdict = .fail
            result.reason =
                "items 34, 44: \(Words.figure(counts.leaked)) of "
                + "\(Words.figure(counts.searched)) answers held another company's data"
                + (found.first.map { "; the first: " + words(for: $0, of: found.operation) } ?? "")
            return result
        }
        let doubts = doubts(about: found, terms)
        if doubts.isEmpty {
            result.reason = base + ", and none held another company's"
        } else {
            result.verdict = .inconclusive
            result.reason = (counts.searched > 0 ? [base] + doubts : doubts)
                .joined(separator: "; ")
        }
        if counts.media > 0 {
            result.reason +=
                "; \(Words.figure(counts.media)) images and fonts, which hold no text, are not "
                + "among them (\(found.operations(with: \.media)))"
        }
        let others = found.promised.dropFirst().filter { !terms.columns.contains($0) }
        if !others.isEmpty {
            result.reason +=
                "; the accounts have no column \(others.joined(separator: ", ")), so its values "
                + "were not searched for"
        }
        if terms.unsearchable > 0 {
            result.reason +=
                "; \(Words.figure(terms.unsearchable)) values are too short to be searched "
                + "for (see the warnings)"
        }
        return result
    }

    private func words(for leak: LeakEvidence, of operation: String) -> String {
        "\(operation) of user \(leak.user + 1) (\(leak.asker)), planned at "
            + "\(DurationText.readable(leak.planned)), answered at \(leak.time), held "
            + leak.found
    }

    private func doubts(
        about found: LeakFindings,
        _ terms: RunTerms.Isolation
    ) -> [String] {
        var doubts: [String] = []
        if let field = found.promised.first, field != terms.columns.first {
            doubts.append(
                "the contract keeps companies apart by \(field), and the run told them apart by "
                    + "\(terms.columns.first ?? "nothing")"
            )
        }
        if found.counts.searched == 0 { doubts.append("no answer was searched") }
        switch found.atWork {
        case 0:
            doubts.append(
                "no judged operation succeeded: what was searched are error pages or sign-ins; "
                    + "see that users get in and do their work"
            )
        case 1:
            doubts.append(
                "users of one company only were at work, so nobody else's data was about: give "
                    + "the run's users accounts of two companies or more"
            )
        default: break
        }
        if found.counts.incomplete > 0 {
            doubts.append(
                "\(Words.figure(found.counts.incomplete)) more answers could not be read to their "
                    + "end (too large, damaged, or compressed in an unknown way): what was in the "
                    + "rest is not known"
            )
        }
        if found.counts.packed > 0 {
            doubts.append(
                "\(Words.figure(found.counts.packed)) answers could not be searched, being packed "
                    + "(as xlsx, zip, PDF and gzip are) or in unknown characters: "
                    + found.operations(with: \.packed)
            )
        }
        if found.counts.alike > 0 {
            doubts.append(
                "\(Words.figure(found.counts.alike)) answers held what may be another company's "
                    + "code or an ordinary word or colour (\(found.operations(with: \.alike))): "
                    + "codes with a digit, and texts planted for the accounts, tell for sure"
            )
        }
        if terms.unseen > 0 {
            doubts.append(
                "the data of \(Words.figure(terms.unseen)) of \(terms.tenants) companies would not "
                    + "be known by any text (\(terms.unseenExamples.joined(separator: ", "))): "
                    + "plant texts for their accounts and name their column under "
                    + "accounts.canaries"
            )
        }
        return doubts
    }
}
