import Verdicts
package import Wording

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
    package var failure: Bilingual?

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
        let promised = Bilingual(ja: "拒否: \(listed)", en: "refused: \(listed)")
        return ItemFinding(.input, promised: promised, checks: checks)
    }

    private var checks: [CheckFinding] {
        if let failure = facts.failure {
            return [
                CheckFinding(
                    "input-allowed",
                    Self.allowedName,
                    .inconclusive,
                    failure
                )
            ]
        }
        return [allowed]
            + plan.tries.indices.compactMap { index in
                plan.tries[index].forbidden.map { forbidden($0, index) }
            }
    }

    // MARK: The allowed text

    private static let allowedName = Bilingual(ja: "許可された文字", en: "allowed text")

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
        func finding(_ verdict: Verdict, _ words: Bilingual, _ answer: AnswerFacts? = nil)
            -> CheckFinding
        {
            CheckFinding(
                "input-allowed",
                Self.allowedName,
                verdict,
                words,
                evidence: answer?.evidence ?? []
            )
        }
        for index in allowedTries {
            let one = facts.tries[index]
            let text =
                index == 0
                ? Bilingual(ja: "最初の許可された文字", en: "the first allowed text")
                : Bilingual(ja: "最後の許可された文字", en: "the last allowed text")
            guard let sent = one.sent else {
                let why = Self.why(one)
                return finding(
                    .inconclusive,
                    Bilingual(ja: "\(text): \(why)", en: "\(text): \(why)")
                )
            }
            guard sent.isAsExpected else {
                let words = Bilingual(
                    ja: "\(text)が受け入れられない: \(sent.words)",
                    en: "\(text) was not accepted: \(sent.words)"
                )
                return finding(.inconclusive, words, sent)
            }
            guard let back = one.readBack, back.isAsExpected else {
                let why = one.readBack.map { Bilingual($0.words) } ?? Self.why(one)
                let words = Bilingual(
                    ja: "読み返しに失敗: \(why)",
                    en: "the read-back failed: \(why)"
                )
                return finding(.inconclusive, words, one.readBack)
            }
        }
        guard isFound else {
            return finding(
                .inconclusive,
                Bilingual(
                    ja: "許可された文字は受け入れられたが読み返しに現れず、読み返しは何も証明しない",
                    en: "the allowed text was accepted and is not in the read-back, which so "
                        + "proves nothing"
                ),
                facts.tries.last?.readBack
            )
        }
        return finding(
            .pass,
            Bilingual(
                ja: "許可された文字は前後とも受け入れられ、読み返せる",
                en: "an allowed text is accepted and found again, before and after"
            )
        )
    }

    // MARK: The forbidden ones

    private func forbidden(_ text: String, _ index: Int) -> CheckFinding {
        let name = Bilingual("“\(text)”")
        let codes = text.unicodeScalars.map { "U+" + Self.digits(of: $0.value) }
        let id = "input-" + codes.joined(separator: "-")
        guard let sent = facts.tries[index].sent else {
            let why = Self.why(facts.tries[index])
            let words = Bilingual(ja: "試せなかった: \(why)", en: "not tried: \(why)")
            return CheckFinding(id, name, .inconclusive, words)
        }
        let (verdict, words, fault) = judged(sent, index)
        return CheckFinding(
            id,
            name,
            verdict,
            words,
            fault: fault,
            figure: sent.status > 0 ? .init(Double(sent.status), "status") : nil,
            evidence: [
                Bilingual(
                    ja: "送信 “\(plan.tries[index].text)”",
                    en: "sent “\(plan.tries[index].text)”"
                )
            ] + sent.evidence
        )
    }

    private func judged(
        _ sent: AnswerFacts,
        _ index: Int
    ) -> (Verdict, Bilingual, fault: String?) {
        let shown = sent.shown
        if isStored(index) {
            let how =
                sent.isAsExpected
                ? Bilingual(ja: "\(shown)で拒否した", en: "refused (\(shown)), and")
                : Bilingual(ja: "\(shown)で応答した", en: "answered with \(shown) and")
            let words = Bilingual(
                ja: "\(how)が保存された: 読み返しに現れる",
                en: "\(how) stored all the same: the read-back shows it"
            )
            return (.fail, words, "stored")
        }
        // Where nothing is accepted, or nothing answered, the text itself is not what is met.
        guard sent.status > 0 else {
            return (
                .inconclusive, Bilingual(ja: "応答なし: \(shown)", en: "no answer: \(shown)"), nil
            )
        }
        guard isAccepted else {
            let words = Bilingual(
                ja: "\(shown)で応答。許可された文字も受け入れられない",
                en: "answered with \(shown); allowed texts are not accepted either"
            )
            return (.inconclusive, words, nil)
        }
        if let unclean = sent.unclean { return (.fail, unclean.words, unclean.fault) }
        return sent.isAsExpected ? refused(shown, index) : Self.unexpected(sent)
    }

    private func refused(
        _ shown: Bilingual,
        _ index: Int
    ) -> (Verdict, Bilingual, fault: String?) {
        guard isFound else {
            let words = Bilingual(
                ja: "\(shown)で拒否。保存されたかどうかはわからない",
                en: "refused with \(shown); whether it is stored cannot be told"
            )
            return (.inconclusive, words, nil)
        }
        // A page that the stored text breaks shows nothing of it either.
        let back = facts.tries[index].readBack
        guard back?.isAsExpected == true else {
            let why =
                back.map { Bilingual(ja: "は失敗(\($0.shown))", en: "failed (\($0.shown))") }
                ?? Bilingual(ja: "は送信されず", en: "was not sent")
            let words = Bilingual(
                ja: "\(shown)で拒否。その後の読み返し\(why): 保存されたかどうかはわからない",
                en: "refused with \(shown); the read-back after it \(why): whether it is stored "
                    + "cannot be told"
            )
            return (.inconclusive, words, nil)
        }
        let words = Bilingual(
            ja: "\(shown)で拒否、保存されていない",
            en: "refused with \(shown), nothing of it is stored"
        )
        return (.pass, words, nil)
    }

    /// A clean answer that is not the refusal declared.
    private static func unexpected(
        _ sent: AnswerFacts
    ) -> (Verdict, Bilingual, fault: String?) {
        let shown = sent.shown
        guard sent.status >= 400 else {
            let words = Bilingual(
                ja: "拒否されず、\(shown)で応答",
                en: "not refused: answered with \(shown)"
            )
            return (.fail, words, "not-refused")
        }
        let words = Bilingual(
            ja: "\(shown)で拒否、宣言と異なる: \(sent.words)",
            en: "refused with \(shown), not as declared: \(sent.words)"
        )
        return (.fail, words, "other-error")
    }

    private static func why(_ one: InputFacts.Try) -> Bilingual {
        one.failure.map { Bilingual($0) } ?? Bilingual(ja: "送信されなかった", en: "it was not sent")
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
