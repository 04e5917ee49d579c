import Measuring
import Timekeeping
package import Verdicts
import Wording
import Workload

/// What a judged run says about items 19, 20, 21, 24, 34 and 44.
package struct RunFindings {
    let facts: RunFacts
    let judgement: Judgement
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
        return finding(
            item,
            gates + self.gates(.users),
            on: self.gates(.completeness),
            Phrases.joined(
                [HoursWords.name(of: facts.terms.hours), crowd] + measured.map(words)
            ),
            doubts: tooFewUsers,
            classes: Set(measured.map(\.0))
        )
    }

    /// "online: 97.6% within 3 s (n 2,479, IPA level 4), at least 90% with 95% confidence (level 3)".
    private func words(of name: OperationClass, _ gate: GateResult) -> Bilingual {
        let within = facts.terms.promise(for: name).map { Phrases.agreed($0.within) }
        let title = name.title
        guard case .share(let share)? = gate.value else {
            return Bilingual(ja: "\(title.ja): 測定値なし", en: "\(title.en): no figure")
        }
        let limit = facts.terms.share(of: name) ?? 0
        let percent = ShareText.floored(share, toldFrom: limit)
        let n = DecimalText.grouped(gate.n)
        let level = ComplianceLevel.reached(by: share)
        var text = Bilingual(
            ja: "\(title.ja): \(within?.ja ?? "")以内 \(percent)(n=\(n)、IPAレベル\(level))",
            en: "\(title.en): \(percent) within \(within?.en ?? "") (n \(n), IPA level \(level))"
        )
        if case .share(let lower)? = gate.interval?.lower {
            let percent = ShareText.floored(lower, toldFrom: limit)
            let level = ComplianceLevel.reached(by: lower)
            text += Bilingual(
                ja: "、95%信頼下限 \(percent)(レベル\(level))",
                en: ", at least \(percent) with 95% confidence (level \(level))"
            )
        }
        return name == .batch ? Phrases.joined([text] + lengths(of: name)) : text
    }

    /// How long jobs took, in the middle and at worst: "median 4.31 s", "longest 4.52 s".
    private func lengths(of name: OperationClass) -> [Bilingual] {
        let response = facts.record.totals(className: name.rawValue, judgedOnly: true).response
        guard let median = response.percentile(50), let longest = response.max else { return [] }
        let (middle, most) = (Lengths.measured(median), Lengths.measured(longest))
        return [
            Bilingual(ja: "中央値\(middle.ja)", en: "median \(middle.en)"),
            Bilingual(ja: "最長\(most.ja)", en: "longest \(most.en)"),
        ]
    }

    // MARK: - Item 20

    private var delays: ChecklistFinding? {
        let gates = gates(.delay)
        let found = judgement.episodes
        // What is judged is the longest of a class, an operation or a company by itself.
        let told = found.max { $0.duration < $1.duration }
        let longestOfAll = judgement.allEpisodes.max { $0.duration < $1.duration }
        let readsAlike =
            told.map { Lengths.measured($0.duration) }
            == longestOfAll.map { Lengths.measured($0.duration) }
        let longest = readsAlike ? told : longestOfAll
        var texts = [
            found.isEmpty
                ? Bilingual(ja: "遅延継続時間なし", en: "no latency-continuation period")
                : Bilingual(
                    ja: "遅延継続 \(found.count)回",
                    en: "\(found.count) latency-continuation period\(found.count == 1 ? "" : "s")"
                )
        ]
        if let longest {
            let length = Lengths.measured(longest.duration)
            let subject = subject(of: longest)
            texts.append(
                Bilingual(
                    ja: "最長\(length.ja)(\(subject.ja))",
                    en: "the longest \(length.en) (\(subject.en))"
                )
            )
        }
        if let worst = facts.record.totals(judgedOnly: true).response.max.map(Lengths.measured) {
            texts.append(Bilingual(ja: "最長応答\(worst.ja)", en: "longest response \(worst.en)"))
        }
        guard !gates.isEmpty else { return nil }
        return finding(
            20,
            gates,
            on: self.gates(.users) + self.gates(.completeness),
            Phrases.joined([crowd] + texts),
            doubts: tooFewUsers,
            classes: Set(
                OperationClass.allCases.filter { name in gates.contains { $0.isOf(name) } }
            )
        )
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
        OperationClass(rawValue: name)?.title ?? Bilingual(name)
    }

    private func company(_ group: Int) -> String {
        guard let names = facts.record.plan.tenants?.names, names.indices.contains(group)
        else { return "?" }
        return names[group]
    }

    // MARK: - Item 24

    /// Fewer users than contracted, users that do not sign in, and users that are served errors
    /// prove nothing about all of them; nor do users of whom the service itself, where it was
    /// asked, counts fewer.
    private var users: ChecklistFinding? {
        guard let contracted = facts.terms.contract.concurrentUsers else { return nil }
        let ready = DecimalText.grouped(facts.load.usersReady)
        let started = DecimalText.grouped(facts.load.usersStarted)
        let entry =
            facts.terms.signsIn
            ? [Bilingual(ja: "サインイン成功 \(ready)/\(started)", en: "\(ready) of \(started) signed in")]
            : []
        let counted = facts.load.signedIn.map { [words(of: $0, contracted: contracted)] } ?? []
        let isCounted = facts.load.signedIn.map { ($0.median ?? 0) >= contracted } ?? true
        return finding(
            24,
            gates(.users),
            on: gates(.completeness),
            Phrases.joined([crowd] + entry + (isCounted ? counted : [])),
            doubts: tooFewUsers + nobodySignsIn + turnedAway + (isCounted ? [] : counted)
        )
    }

    private func words(of count: SignedInCount, contracted: Int) -> Bilingual {
        guard let median = count.median else {
            return Bilingual(
                ja: "サービス自身の計数は得られず",
                en: "the service told no count of its own"
            )
        }
        let users = DecimalText.grouped(median)
        let text = Bilingual(
            ja: "サービス自身の計数で\(users)",
            en: "\(users) by the service's own count"
        )
        guard median < contracted else { return text }
        return text
            + Bilingual(
                ja: "(契約数に満たず、証明されない)",
                en: " (fewer than contracted: not proven)"
            )
    }

    // MARK: - Items 34 and 44

    private func separation(_ item: Int) -> ChecklistFinding? {
        let gates = gates(.isolation)
        guard !gates.isEmpty, let terms = facts.terms.isolation else { return nil }
        var counts = SearchCounts()
        for second in facts.record.searches.values { counts.add(second) }
        let searched = DecimalText.grouped(counts.searched)
        let tenants = DecimalText.grouped(terms.tenants)
        let atWork = DecimalText.grouped(facts.record.tenantsAtWork)
        let leaked = DecimalText.grouped(counts.leaked)
        return finding(
            item,
            gates,
            on: self.gates(.users) + self.gates(.completeness),
            Phrases.joined(
                [
                    Bilingual(
                        ja: "\(tenants)社中\(atWork)社が利用、応答\(searched)件を検索、"
                            + "他社データの混入\(leaked)件",
                        en:
                            "\(searched) answers searched, \(atWork) of \(tenants) companies at work, "
                            + "\(leaked) with another company's data"
                    )
                ] + firstLeak
            )
        )
    }

    // MARK: - Parts

    private func gates(_ kind: GateResult.Kind) -> [GateResult] {
        judgement.gates.filter { $0.kind == kind }
    }

    /// The gate of a class and those of its operations; the class's first.
    private func gates(_ kind: GateResult.Kind, of name: OperationClass) -> [GateResult] {
        let operations = facts.terms.operations.filter { $0.operationClass == name }.map(\.name)
        let all = gates(kind)
        return all.filter { $0.isOf(name) }
            + all.filter { gate in operations.contains { gate.scope == .operation($0) } }
    }

    /// A broken gate is broken; anything else counts only when the run itself can be trusted.
    ///
    /// - Parameters:
    ///   - gates: what the item is held to.
    ///   - grounds: gates without which a PASS proves nothing; broken, they do not break the item.
    ///   - doubts: why it is no PASS, whatever the gates say, and what to do.
    ///   - classes: those that were measured, where the item is about classes.
    private func finding(
        _ item: Int,
        _ gates: [GateResult],
        on grounds: [GateResult],
        _ measured: Bilingual,
        doubts: [Bilingual] = [],
        classes: Set<OperationClass> = []
    ) -> ChecklistFinding {
        let doubts = doubts + missing(grounds) + cut
        var verdicts = gates.map(\.verdict)
        if judgement.generator.contains(where: { !$0.isHealthy }) { verdicts.append(.invalid) }
        if !doubts.isEmpty { verdicts.append(.inconclusive) }
        let verdict = Verdict.deciding(verdicts) ?? .inconclusive
        let lacks = verdict == .inconclusive ? lacks(gates) : []
        return ChecklistFinding(
            item: item,
            verdict: verdict,
            measured: Phrases.joined([measured] + doubts + lacks),
            evidence: evidence,
            classes: classes,
            hours: classes.isEmpty ? nil : facts.terms.hours
        )
    }
}

extension GateResult {
    /// Whether it is about a class as a whole; an operation may have the class's name.
    fileprivate func isOf(_ operationClass: OperationClass) -> Bool {
        scope == .className(operationClass.rawValue)
    }
}
