import Availability
import Timekeeping
import Workload

/// Makes a probe of a document, and reports every fault in it.
struct ProbeBuilder {
    let root: YAMLValue
    let file: String
    let context: ReadingContext

    /// What a probe may take when it says nothing.
    static let usualPatience = Nanoseconds.seconds(30)
    /// Closer ticks would be a load.
    static let leastDistance = Nanoseconds.seconds(1)
    static let usualHookTime = Nanoseconds.seconds(60)

    init(_ root: YAMLValue, file: String, context: ReadingContext) {
        self.root = root
        self.file = file
        self.context = context
    }

    func build() -> ProbeFile {
        ShapeChecker(context: context).check(root, ProbeShape.root, at: "")
        let contract = contract()
        let every = every(contract)
        let targets = ProbeKind.allCases.compactMap { target($0, every: every) }
        checkProbes(targets.map(\.kind), contract)
        let confirm = duration(root["confirm"])
        checkConfirm(confirm, every: every, targets)
        let first = targets.first?.scenario
        return ProbeFile(
            name: text(root["probe"]) ?? "",
            question: text(root["question"]),
            service: first?.service ?? .rehearsal,
            rehearsal: first?.rehearsal ?? RehearsalSettings(),
            targets: targets,
            contract: contract,
            terms: terms(contract, every: every, probed: targets.map(\.kind)),
            duration: duration(root["duration"]),
            confirm: confirm,
            hook: hook(),
            secrets: context.secrets.sorted(),
            sources: context.sources,
            warnings: context.warnings
        )
    }

    // MARK: Contract and times

    private func contract() -> Contract {
        let silent = Contract(name: "none", response: [:])
        guard let value = root["contract"] else {
            context.warn(
                at: root.position,
                "",
                "no contract is named: availability is measured, not judged",
                "add “contract: contracts/xc-gate.yaml”"
            )
            return silent
        }
        guard let path = text(value) else { return silent }
        let full = Paths.resolve(path, besides: file)
        return ContractReader(context: context).read(
            full,
            namedAt: value.position,
            "contract"
        ) ?? silent
    }

    private func every(_ contract: Contract) -> Nanoseconds {
        let promised = contract.declarations.probeEvery
        guard let value = root["every"], let every = duration(value), every > .zero else {
            return promised ?? AvailabilityTerms.usualDistance
        }
        if every < Self.leastDistance {
            fault(value, "every", "is shorter than 1s", "write 1s or longer")
        }
        if let promised, every > promised {
            context.warn(
                at: value.position,
                "every",
                "is longer than the \(DurationText.canonical(promised)) of the contract, whose"
                    + " downtime is counted in ticks of that distance",
                "write “every: \(DurationText.canonical(promised))”"
            )
        }
        return every
    }

    private func terms(
        _ contract: Contract,
        every: Nanoseconds,
        probed: [ProbeKind]
    ) -> AvailabilityTerms {
        var terms = AvailabilityTerms(contract, every: every)
        if terms.probes.isEmpty { terms.probes = probed }
        terms.rule = text(root["down-when"]).flatMap(DownRule.init(rawValue:)) ?? .any
        terms.leastOutage = duration(root["min-outage"]) ?? .zero
        terms.confirm = duration(root["confirm"])
        return terms
    }

    private func checkProbes(_ probed: [ProbeKind], _ contract: Contract) {
        guard let probes = root["probes"], case .mapping(let entries) = probes.kind else { return }
        if entries.isEmpty {
            fault(probes, "probes", "is empty", "add “web: { get: /health }”")
        }
        let missing = contract.declarations.probes.filter { name in
            !probed.contains { $0.rawValue == name }
        }
        guard !missing.isEmpty, !probed.isEmpty else { return }
        context.warn(
            at: probes.position,
            "probes",
            "the contract's monitoring has \(missing.joined(separator: " and ")) too: without it"
                + " no PASS can be concluded",
            "add “\(missing[0]):”"
        )
    }

    private func checkConfirm(
        _ confirm: Nanoseconds?,
        every: Nanoseconds,
        _ targets: [ProbeFile.Target]
    ) {
        guard let confirm, let value = root["confirm"],
            let longest = targets.map(\.within).max(by: { $0 < $1 }),
            longest + confirm + longest > every
        else { return }
        fault(
            value,
            "confirm",
            "two looks of up to \(DurationText.canonical(longest)) and the pause between them do"
                + " not fit into \(DurationText.canonical(every))",
            "write a shorter pause, a shorter “within:”, or a longer “every:”"
        )
    }

    private func hook() -> ProbeFile.Hook? {
        guard let value = root["hook"] else {
            if let time = root["hook-within"] {
                fault(time, "hook-within", "there is no hook", "add “hook: [command]”")
            }
            return nil
        }
        var command = value.items.compactMap { text($0) }
        guard let program = command.first, !program.isEmpty else { return nil }
        // A name alone is looked for along PATH.
        if program.contains("/") { command[0] = Paths.resolve(program, besides: file) }
        return ProbeFile.Hook(
            command: command,
            within: duration(root["hook-within"]) ?? Self.usualHookTime
        )
    }

    // MARK: Small readings

    func text(_ value: YAMLValue?) -> String? {
        guard let value, !value.isNull, let text = value.scalarText else { return nil }
        return context.resolved(text, at: value.position)
    }

    func duration(_ value: YAMLValue?) -> Nanoseconds? {
        text(value).flatMap(ScalarText.duration)
    }

    func fault(_ value: YAMLValue, _ path: String, _ problem: String, _ remedy: String) {
        context.fault(at: value.position, path, problem, remedy)
    }
}
