import Verdicts

/// What came of the tries of item 38.
package struct InputFacts: Sendable {
    /// One try's answers; `nil` where the request was not sent.
    package struct Try: Sendable {
        package var sent: AnswerFacts?
        package var readBack: AnswerFacts?
        /// Why the try got no further, when nothing was answered.
        package var failure: String?

        package init() {}
    }

    package var tries: [Try]
    /// Why no try was made at all, such as a sign-in that failed.
    package var failure: String?

    package init(count: Int) {
        tries = Array(repeating: Try(), count: count)
    }
}

/// Item 38: forbidden characters are refused cleanly and nothing of them is stored.
package struct InputFindings {
    private let plan: InputPlan
    private let facts: InputFacts

    package init(_ plan: InputPlan, _ facts: InputFacts) {
        self.plan = plan
        self.facts = facts
    }

    package var item: ItemFinding {
        let listed = plan.tries.compactMap(\.forbidden).map { "“\($0)”" }.joined(separator: " ")
        return ItemFinding(.input, promised: "refused: \(listed)", checks: checks)
    }

    private var checks: [CheckFinding] {
        if let failure = facts.failure {
            return [CheckFinding("input-allowed", Self.allowedName, .inconclusive, failure)]
        }
        return [allowed]
            + plan.tries.indices.compactMap { index in
                plan.tries[index].forbidden.map { forbidden($0, index) }
            }
    }

    // MARK: The allowed text

    private static let allowedName = "allowed text"

    private var allowedTries: [Int] {
        plan.tries.indices.filter { plan.tries[$0].forbidden == nil }
    }

    /// Whether the service takes in what it should, so that a refusal means something.
    private var isAccepted: Bool {
        allowedTries.allSatisfy { facts.tries[$0].sent?.isAsExpected == true }
    }

    /// Whether the read-back shows what was stored, so that finding nothing means something.
    private var isFound: Bool {
        allowedTries.allSatisfy { index in
            guard let answer = facts.tries[index].readBack, answer.isAsExpected else {
                return false
            }
            return answer.body.contains(plan.tries[index].head)
                && answer.body.contains(plan.tries[index].tail)
        }
    }

    private var allowed: CheckFinding {
        func finding(_ verdict: Verdict, _ words: String, _ answer: AnswerFacts? = nil)
            -> CheckFinding
        {
            CheckFinding(
                "input-allowed",
                Self.allowedName,
                verdict,
                words,
                evidence: answer.map { [$0.shown, $0.excerpt].filter { !$0.isEmpty } } ?? []
            )
        }
        for index in allowedTries {
            let one = facts.tries[index]
            let place = index == 0 ? "first" : "last"
            guard let sent = one.sent else {
                let why = one.failure ?? "it was not sent"
                return finding(.inconclusive, "the \(place) allowed text: \(why)")
            }
            guard sent.isAsExpected else {
                let words = "the \(place) allowed text was not accepted: \(sent.words)"
                return finding(.inconclusive, words, sent)
            }
            guard let back = one.readBack, back.isAsExpected else {
                let why = one.readBack?.words ?? one.failure ?? "it was not sent"
                return finding(.inconclusive, "the read-back failed: \(why)", one.readBack)
            }
        }
        guard isFound else {
            return finding(
                .inconclusive,
                "the allowed text was accepted and is not in the read-back, which so proves nothing",
                facts.tries.last?.readBack
            )
        }
        return finding(.pass, "an allowed text is accepted and found again, before and after")
    }

    // MARK: The forbidden ones

    private func forbidden(_ text: String, _ index: Int) -> CheckFinding {
        let name = "“\(text)”"
        let codes = text.unicodeScalars.map { "U+" + Self.digits(of: $0.value) }
        let id = "input-" + codes.joined(separator: "-")
        guard let sent = facts.tries[index].sent else {
            let why = facts.tries[index].failure ?? "it was not sent"
            return CheckFinding(id, name, .inconclusive, "not tried: \(why)")
        }
        let (verdict, words, fault) = judged(sent, index)
        return CheckFinding(
            id,
            name,
            verdict,
            words,
            faults: fault.map { [$0] } ?? [],
            figure: sent.status > 0 ? .init(Double(sent.status), "status") : nil,
            evidence: ["sent “\(plan.tries[index].text)”", sent.shown, sent.excerpt]
                .filter { !$0.isEmpty }
        )
    }

    private func judged(
        _ sent: AnswerFacts,
        _ index: Int
    ) -> (Verdict, String, fault: String?) {
        if isStored(index) {
            let how =
                sent.isAsExpected
                ? "refused (\(sent.shown)), and" : "answered with \(sent.shown) and"
            return (.fail, "\(how) stored all the same: the read-back shows it", "stored")
        }
        // Where nothing is accepted, or nothing answered, the text itself is not what is met.
        guard sent.status > 0 else { return (.inconclusive, "no answer: \(sent.shown)", nil) }
        guard isAccepted else {
            let words = "answered with \(sent.shown); allowed texts are not accepted either"
            return (.inconclusive, words, nil)
        }
        if let unclean = sent.unclean { return (.fail, unclean.words, unclean.fault) }
        guard sent.isAsExpected else {
            let isTaken = sent.status < 400
            return isTaken
                ? (.fail, "not refused: answered with \(sent.shown)", "not-refused")
                : (
                    .fail, "refused with \(sent.shown), not as declared: \(sent.words)",
                    "other-error"
                )
        }
        guard isFound else {
            let words = "refused with \(sent.shown); whether it is stored cannot be told"
            return (.inconclusive, words, nil)
        }
        // A page that the stored text breaks shows nothing of it either.
        let back = facts.tries[index].readBack
        guard back?.isAsExpected == true else {
            let why = back.map { "failed (\($0.shown))" } ?? "was not sent"
            let words = "refused with \(sent.shown); the read-back after it \(why)"
            return (.inconclusive, words + ": whether it is stored cannot be told", nil)
        }
        return (.pass, "refused with \(sent.shown), nothing of it is stored", nil)
    }

    /// Whether any read-back shows a part of a forbidden text.
    private func isStored(_ index: Int) -> Bool {
        let one = plan.tries[index]
        return facts.tries.compactMap(\.readBack).contains {
            $0.body.contains(one.head) || $0.body.contains(one.tail)
        }
    }

    private static func digits(of value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
