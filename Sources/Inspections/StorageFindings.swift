import Verdicts
package import Wording

/// What came of the uploads of item 25, in their order.
package struct StorageFacts: Sendable {
    package var answers: [AnswerFacts] = []
    /// Why nothing could be uploaded, or no more.
    package var failure: Bilingual?

    package init() {}
}

/// Item 25: one user may store as much as is promised, and is refused cleanly beyond.
package struct StorageFindings {
    private let plan: StoragePlan
    private let facts: StorageFacts

    package init(_ plan: StoragePlan, _ facts: StorageFacts) {
        self.plan = plan
        self.facts = facts
    }

    package var item: ItemFinding {
        ItemFinding(
            .resources,
            promised: Self.promise(of: plan.limit),
            checks: [upToLimit, over]
        )
    }

    /// Uploads within the limit that were accepted before the first that was not.
    private var accepted: Int {
        zip(plan.uploads, facts.answers).prefix { !$0.isOver && $1.isAsExpected }.count
    }

    private var reached: Int {
        accepted == 0 ? plan.used ?? 0 : plan.uploads[accepted - 1].total
    }

    private var withinLimit: Int { plan.uploads.count { !$0.isOver } }

    private var upToLimit: CheckFinding {
        let held = plan.used.flatMap { $0 > 0 ? Self.bytes($0) : nil }.map {
            Bilingual(ja: "(うち\($0)は以前から)", en: ", \($0) of them held before")
        }
        let figure = CheckFinding.Figure(Double(reached), "bytes")
        let shown = Bilingual(
            ja: "\(accepted)回で\(Self.bytes(reached))",
            en: "\(Self.bytes(reached)) in \(accepted) uploads"
        )
        func finding(
            _ verdict: Verdict,
            _ words: Bilingual,
            _ fault: String? = nil
        ) -> CheckFinding {
            CheckFinding(
                "storage-limit",
                Bilingual(ja: "上限まで", en: "up to the limit"),
                verdict,
                words,
                fault: fault,
                figure: figure,
                evidence: facts.answers.dropFirst(accepted).prefix(1)
                    .flatMap(\.evidence)
            )
        }
        if accepted == withinLimit {
            return finding(
                .pass,
                Bilingual(
                    ja: "\(shown)を受け入れた\(held ?? .none)",
                    en: "\(shown) are accepted\(held ?? .none)"
                )
            )
        }
        guard let answer = facts.answers.dropFirst(accepted).first else {
            let why = facts.failure ?? Bilingual(ja: "その先は送っていない", en: "no more sent")
            return finding(
                .inconclusive,
                Bilingual(ja: "\(shown)を受け入れた。\(why)", en: "\(shown) are accepted; \(why)")
            )
        }
        guard answer.status > 0 else {
            return finding(
                .inconclusive,
                Bilingual(
                    ja: "\(shown)を受け入れ、その後は応答なし: \(answer.shown)",
                    en: "\(shown) are accepted, then no answer: \(answer.shown)"
                )
            )
        }
        if plan.used == nil, answer.unclean == nil {
            return finding(
                .inconclusive,
                Bilingual(
                    ja: "\(shown)を受け入れ、その後\(answer.shown)。アカウントの既存の量も数えるので "
                        + "“storage.used:” に書く",
                    en: "\(shown) are accepted, then \(answer.shown); say under “storage.used:” "
                        + "what the account holds before, for that counts too"
                ),
                "refused-early"
            )
        }
        let limit = Self.bytes(plan.limit)
        let words = Bilingual(
            ja: "受け入れたのは\(shown)のみ、その後\(answer.shown)。約束は\(limit)",
            en: "only \(shown) are accepted, then \(answer.shown); \(limit) are promised"
        )
        return finding(.fail, words, "refused-early")
    }

    private var over: CheckFinding {
        guard accepted == withinLimit, let answer = facts.answers.dropFirst(accepted).first,
            let upload = plan.uploads.last
        else {
            let why =
                facts.failure
                ?? Bilingual(ja: "上限に達していない", en: "the limit was not reached")
            return Self.over(
                .inconclusive,
                Bilingual(ja: "試せなかった: \(why)", en: "not tried: \(why)")
            )
        }
        let shown = answer.shown
        guard answer.status > 0 else {
            let words = Bilingual(ja: "応答なし: \(shown)", en: "no answer: \(shown)")
            return Self.over(.inconclusive, words, nil, answer)
        }
        if let unclean = answer.unclean {
            return Self.over(.fail, unclean.words, unclean.fault, answer)
        }
        if answer.isAsExpected {
            let words = Bilingual(ja: "\(shown)で拒否", en: "refused with \(shown)")
            return Self.over(.pass, words, nil, answer)
        }
        guard answer.status >= 400 else {
            let total = Self.bytes(upload.total)
            let words = Bilingual(
                ja: "受け入れた(\(shown)): \(total)が保存された",
                en: "accepted (\(shown)): \(total) are stored"
            )
            return Self.over(.fail, words, "not-refused", answer)
        }
        let words = Bilingual(
            ja: "\(shown)で拒否、宣言と異なる: \(answer.words)",
            en: "refused with \(shown), not as declared: \(answer.words)"
        )
        return Self.over(.fail, words, "other-error", answer)
    }

    private static func over(
        _ verdict: Verdict,
        _ words: Bilingual,
        _ fault: String? = nil,
        _ answer: AnswerFacts? = nil
    ) -> CheckFinding {
        CheckFinding(
            "storage-over",
            Bilingual(ja: "上限超過", en: "one step over"),
            verdict,
            words,
            fault: fault,
            figure: answer.map { .init(Double($0.status), "status") },
            evidence: answer?.evidence ?? []
        )
    }

    /// What a contract promises that lets one user store so many bytes.
    package static func promise(of limit: Int) -> Bilingual {
        Bilingual(ja: "利用者あたり\(bytes(limit))", en: "\(bytes(limit)) per user")
    }

    /// "1,000,000 bytes" with the unit that people use, where it is a round one.
    static func bytes(_ count: Int) -> String {
        for (name, size) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]
        where count >= size && count % size == 0 {
            return "\(count / size) \(name)"
        }
        for (name, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where count >= size && count % size == 0 {
            return "\(count / size) \(name)"
        }
        return "\(count) bytes"
    }
}
