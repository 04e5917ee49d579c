import Verdicts

/// What came of the uploads of item 25, in their order.
package struct StorageFacts: Sendable {
    package var answers: [AnswerFacts] = []
    /// Why nothing could be uploaded, or no more.
    package var failure: String?

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
        let before = plan.used.map { $0 > 0 ? ", \(Self.bytes($0)) of them held before" : "" } ?? ""
        let figure = CheckFinding.Figure(Double(reached), "bytes")
        let shown = "\(Self.bytes(reached)) in \(accepted) uploads"
        func finding(_ verdict: Verdict, _ words: String, _ fault: String? = nil) -> CheckFinding {
            CheckFinding(
                "storage-limit",
                "up to the limit",
                verdict,
                words,
                faults: fault.map { [$0] } ?? [],
                figure: figure,
                evidence: facts.answers.dropFirst(accepted).prefix(1)
                    .flatMap { [$0.shown, $0.excerpt] }.filter { !$0.isEmpty }
            )
        }
        if accepted == withinLimit { return finding(.pass, "\(shown) are accepted\(before)") }
        guard let answer = facts.answers.dropFirst(accepted).first else {
            return finding(
                .inconclusive,
                "\(shown) are accepted; \(facts.failure ?? "no more sent")"
            )
        }
        guard answer.status > 0 else {
            return finding(.inconclusive, "\(shown) are accepted, then no answer: \(answer.shown)")
        }
        if plan.used == nil, answer.unclean == nil {
            return finding(
                .inconclusive,
                "\(shown) are accepted, then \(answer.shown); say under “storage.used:” what the "
                    + "account holds before, for that counts too",
                "refused-early"
            )
        }
        let words =
            "only \(shown) are accepted, then \(answer.shown); \(Self.bytes(plan.limit)) are promised"
        return finding(.fail, words, "refused-early")
    }

    private var over: CheckFinding {
        func finding(
            _ verdict: Verdict,
            _ words: String,
            _ fault: String? = nil,
            _ answer: AnswerFacts? = nil
        ) -> CheckFinding {
            CheckFinding(
                "storage-over",
                "one step over",
                verdict,
                words,
                faults: fault.map { [$0] } ?? [],
                figure: answer.map { .init(Double($0.status), "status") },
                evidence: answer.map { [$0.shown, $0.excerpt].filter { !$0.isEmpty } } ?? []
            )
        }
        guard accepted == withinLimit, let answer = facts.answers.dropFirst(accepted).first,
            let upload = plan.uploads.last
        else {
            return finding(
                .inconclusive,
                "not tried: \(facts.failure ?? "the limit was not reached")"
            )
        }
        guard answer.status > 0 else {
            return finding(.inconclusive, "no answer: \(answer.shown)", nil, answer)
        }
        if let unclean = answer.unclean {
            return finding(.fail, unclean.words, unclean.fault, answer)
        }
        if answer.isAsExpected {
            return finding(.pass, "refused with \(answer.shown)", nil, answer)
        }
        let total = Self.bytes(upload.total)
        return answer.status < 400
            ? finding(
                .fail,
                "accepted (\(answer.shown)): \(total) are stored",
                "not-refused",
                answer
            )
            : finding(
                .fail,
                "refused with \(answer.shown), not as declared: \(answer.words)",
                "other-error",
                answer
            )
    }

    /// What a contract promises that lets one user store so many bytes.
    package static func promise(of limit: Int) -> String { "\(bytes(limit)) per user" }

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
