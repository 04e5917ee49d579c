import Measuring
import Timekeeping
package import Verdicts
import Workload

/// What a judged run says about items 19, 20, 21, 24, 34 and 44.
package struct RunFindings {
    private let facts: RunFacts
    private let judgement: Judgement
    private let evidence: String

    /// - Parameter evidence: names the run, with its time.
    package init(_ facts: RunFacts, _ judgement: Judgement, evidence: String) {
        self.facts = facts
        self.judgement = judgement
        self.evidence = evidence
    }

    package var all: [ChecklistFinding] {
        [
            responses(19, of: [.online, .heavy]), delays, responses(21, of: [.batch]), users,
            separation(34), separation(44),
        ].compactMap(\.self)
    }

    // MARK: - Items 19 and 21

    private func responses(_ item: Int, of classes: Set<OperationClass>) -> ChecklistFinding? {
        let measured = classes.sorted().compactMap { name in
            self.gates(.compliance, of: name).first.map { (name, $0) }
        }
        guard !measured.isEmpty else { return nil }
        let gates = classes.sorted().flatMap {
            self.gates(.compliance, of: $0) + self.gates(.waiting, of: $0)
        }
        let hours =
            facts.terms.hours == .peak
            ? Bilingual(ja: "ピーク時", en: "peak hours")
            : Bilingual(ja: "通常時", en: "normal hours")
        return finding(
            item,
            gates + self.gates(.users) + self.gates(.completeness),
            Phrases.joined([hours, crowd] + measured.map(words))
        )
    }

    /// "online: 97.6% within 3 s (n 2,482), IPA level 5; with 95% confidence 92.9%, level 3".
    private func words(of name: OperationClass, _ gate: GateResult) -> Bilingual {
        let within = facts.terms.promise(for: name).map { Phrases.agreed($0.within) }
        let title = ClassWords.name(of: name)
        guard case .share(let share)? = gate.value else {
            return Bilingual(ja: "\(title.ja): 測定値なし", en: "\(title.en): no figure")
        }
        let percent = ShareText.percent(share)
        let n = Phrases.count(gate.n)
        let level = ComplianceLevel.reached(by: share)
        var text = Bilingual(
            ja: "\(title.ja): \(within?.ja ?? "")以内 \(percent)(n=\(n)、IPAレベル\(level))",
            en: "\(title.en): \(percent) within \(within?.en ?? "") (n \(n), IPA level \(level))"
        )
        if case .share(let lower)? = gate.interval?.lower {
            let percent = ShareText.percent(lower)
            let level = ComplianceLevel.reached(by: lower)
            text.ja += "、95%信頼下限 \(percent)(レベル\(level))"
            text.en += ", at least \(percent) with 95% confidence (level \(level))"
        }
        return name == .batch ? Phrases.joined([text] + lengths(of: name)) : text
    }

    /// How long jobs took, in the middle and at worst: "median 4.31 s", "longest 4.52 s".
    private func lengths(of name: OperationClass) -> [Bilingual] {
        let response = facts.record.totals(className: name.rawValue, judgedOnly: true).response
        guard let median = response.percentile(50), let longest = response.max else { return [] }
        let (middle, most) = (Phrases.measured(median), Phrases.measured(longest))
        return [
            Bilingual(ja: "中央値\(middle.ja)", en: "median \(middle.en)"),
            Bilingual(ja: "最長\(most.ja)", en: "longest \(most.en)"),
        ]
    }

    private var crowd: Bilingual {
        let users = Phrases.count(facts.load.achievedPeakUsers)
        guard let contracted = facts.terms.contract.concurrentUsers else {
            return Bilingual(ja: "\(users)ユーザー", en: "\(users) users")
        }
        return Bilingual(
            ja: "契約\(Phrases.count(contracted))ユーザー中\(users)ユーザー",
            en: "\(users) of the \(Phrases.count(contracted)) contracted users"
        )
    }

    // MARK: - Item 20

    private var delays: ChecklistFinding? {
        let gates = gates(.delay)
        let found = judgement.episodes
        let longest = found.max { $0.end - $0.start < $1.end - $1.start }
        var texts = [
            found.isEmpty
                ? Bilingual(ja: "遅延継続時間なし", en: "no latency-continuation period")
                : Bilingual(
                    ja: "遅延継続 \(found.count)回",
                    en: "\(found.count) latency-continuation period\(found.count == 1 ? "" : "s")"
                )
        ]
        if let longest {
            let length = Phrases.measured(longest.end - longest.start)
            let subject = subject(of: longest)
            texts.append(
                Bilingual(
                    ja: "最長\(length.ja)(\(subject.ja))",
                    en: "the longest \(length.en) (\(subject.en))"
                )
            )
        }
        if let worst = facts.record.totals(judgedOnly: true).response.max.map(Phrases.measured) {
            texts.append(Bilingual(ja: "最長応答\(worst.ja)", en: "longest response \(worst.en)"))
        }
        guard !gates.isEmpty else { return nil }
        return finding(20, gates + self.gates(.completeness), Phrases.joined(texts))
    }

    private func subject(of episode: Episode) -> Bilingual {
        switch episode.scope {
        case .operation(let index): Bilingual(facts.terms.operations[index].name)
        case .className(let name): className(name)
        case .service: Bilingual(ja: "サービス全体", en: "the whole service")
        case .tenant(let group, let name):
            Bilingual(
                ja: "\(company(group))の\(className(name).ja)",
                en: "\(className(name).en) operations of \(company(group))"
            )
        }
    }

    private func className(_ name: String) -> Bilingual {
        OperationClass(rawValue: name).map(ClassWords.name) ?? Bilingual(name)
    }

    private func company(_ group: Int) -> String {
        guard let names = facts.record.plan.tenants?.names, names.indices.contains(group)
        else { return "?" }
        return names[group]
    }

    // MARK: - Item 24

    /// Fewer users than contracted, or users that do not sign in, prove nothing about all of them;
    /// nor do users of whom the service itself, where it was asked, counts fewer.
    private var users: ChecklistFinding? {
        guard let contracted = facts.terms.contract.concurrentUsers else { return nil }
        let gates = gates(.users)
        let isCounted = facts.load.signedIn.map { ($0.highest ?? 0) >= contracted } ?? true
        let isAll =
            facts.load.achievedPeakUsers >= contracted && facts.terms.signsIn && isCounted
        let ready = Phrases.count(facts.load.usersReady)
        let started = Phrases.count(facts.load.usersStarted)
        let entry =
            facts.terms.signsIn
            ? Bilingual(
                ja: "サインイン成功 \(ready)/\(started)",
                en: "\(ready) of \(started) signed in"
            )
            : Bilingual(ja: "サインインなしのシナリオ", en: "the scenario signs nobody in")
        let counted = facts.load.signedIn.map { [words(of: $0, contracted: contracted)] } ?? []
        var result = finding(24, gates, Phrases.joined([crowd, entry] + counted))
        if !isAll, result.verdict == .pass { result.verdict = .inconclusive }
        return result
    }

    private func words(of count: SignedInCount, contracted: Int) -> Bilingual {
        guard let highest = count.highest else {
            return Bilingual(
                ja: "サービス自身の計数は得られず",
                en: "the service told no count of its own"
            )
        }
        let users = Phrases.count(highest)
        var text = Bilingual(
            ja: "サービス自身の計数で\(users)",
            en: "\(users) by the service's own count"
        )
        if highest < contracted {
            text.ja += "(契約数に満たず、証明されない)"
            text.en += " (fewer than contracted: not proven)"
        }
        return text
    }

    // MARK: - Items 34 and 44

    private func separation(_ item: Int) -> ChecklistFinding? {
        let gates = gates(.isolation)
        guard !gates.isEmpty, let terms = facts.terms.isolation else { return nil }
        var counts = SearchCounts()
        for second in facts.record.searches.values { counts.add(second) }
        let searched = Phrases.count(counts.searched)
        let tenants = Phrases.count(terms.tenants)
        let leaked = Phrases.count(counts.leaked)
        return finding(
            item,
            gates,
            Bilingual(
                ja: "\(tenants)社、応答\(searched)件を検索、他社データの混入\(leaked)件",
                en: "\(searched) answers searched among \(tenants) companies, \(leaked) with "
                    + "another company's data"
            )
        )
    }

    // MARK: - Parts

    private func gates(_ kind: GateResult.Kind) -> [GateResult] {
        judgement.gates.filter { $0.kind == kind }
    }

    /// The gate of a class and those of its operations; the class's first.
    private func gates(_ kind: GateResult.Kind, of name: OperationClass) -> [GateResult] {
        let operations = Set(
            facts.terms.operations.filter { $0.operationClass == name }.map(\.name)
        )
        let all = gates(kind)
        return all.filter { $0.subject == name.rawValue }
            + all.filter { $0.subject != name.rawValue && operations.contains($0.subject) }
    }

    /// A broken gate is broken; anything else counts only when the run itself can be trusted.
    private func finding(
        _ item: Int,
        _ gates: [GateResult],
        _ measured: Bilingual
    ) -> ChecklistFinding {
        var verdicts = gates.map(\.verdict)
        if judgement.generator.contains(where: { !$0.isHealthy }) { verdicts.append(.invalid) }
        if facts.ended != .completed { verdicts.append(.inconclusive) }
        return ChecklistFinding(
            item: item,
            verdict: Verdict.deciding(verdicts) ?? .inconclusive,
            measured: measured,
            evidence: evidence
        )
    }
}
