import Measuring
import Timekeeping
import Workload

/// What is known of the separation of tenants in a run, for judging.
struct LeakFindings {
    let terms: RunTerms.Isolation
    /// Of the whole run, seconds set aside or left out included.
    let counts: SearchCounts
    /// The companies whose users had judged operations that succeeded.
    let atWork: Int
    /// The first of all in time; `nil` when nothing was found.
    let first: LeakEvidence?
    /// The name of the first one's operation.
    let operation: String

    init?(_ facts: RunFacts) {
        guard let terms = facts.terms.isolation else { return nil }
        self.terms = terms
        counts = facts.record.searches.values.reduce(into: SearchCounts()) { $0.add($1) }
        atWork = facts.record.tenantsAtWork
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
        let base =
            "\(Words.figure(counts.searched)) answers were searched for "
            + "\(Words.figure(found.terms.markers)) texts of \(found.terms.tenants) companies"
            + (found.atWork < found.terms.tenants ? ", users of \(found.atWork) at work" : "")
        if counts.leaked > 0 {
            result.verdict = .fail
            result.reason =
                "items 34, 44: \(Words.figure(counts.leaked)) of "
                + "\(Words.figure(counts.searched)) answers held another company's data"
                + (found.first.map { "; the first: " + words(for: $0, of: found.operation) } ?? "")
            return result
        }
        let doubts = doubts(about: found)
        if doubts.isEmpty {
            result.reason = base + ", and none held another company's"
        } else {
            result.verdict = .inconclusive
            result.reason = (counts.searched > 0 ? [base] + doubts : doubts)
                .joined(separator: "; ")
        }
        if found.terms.unsearchable > 0 {
            result.reason +=
                "; \(Words.figure(found.terms.unsearchable)) values are too short to be searched "
                + "for (see the warnings)"
        }
        return result
    }

    private func words(for leak: LeakEvidence, of operation: String) -> String {
        "\(operation) of user \(leak.user + 1) (\(leak.asker)), planned at "
            + "\(DurationText.readable(leak.planned)), answered at \(leak.time), held "
            + leak.found
    }

    private func doubts(about found: LeakFindings) -> [String] {
        let terms = found.terms
        var doubts: [String] = []
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
