import Availability
import Timekeeping
import Workload

extension ProbeBuilder {
    /// A probe as a scenario of one operation: the scenario reader checks it and the engine asks
    /// it, so that a request means the same in both kinds of file.
    func target(_ kind: ProbeKind, every: Nanoseconds) -> ProbeFile.Target? {
        guard let probe = root["probes"]?[kind.rawValue], case .mapping = probe.kind else {
            return nil
        }
        let within = within(probe, kind, every: every)
        let inner = ReadingContext(options: context.options)
        let builder = ScenarioBuilder(
            scenario(kind, probe, within: within),
            file: file,
            context: inner
        )
        let scenario = builder.build().scenario
        take(over: inner, kind)
        return ProbeFile.Target(kind: kind, scenario: scenario, within: within)
    }

    private func within(_ probe: YAMLValue, _ kind: ProbeKind, every: Nanoseconds) -> Nanoseconds {
        let path = "probes.\(kind.rawValue)"
        guard let value = probe["within"] else {
            if kind == .timeout {
                fault(
                    probe,
                    path,
                    "says not within which time the answer must come",
                    "add “within: 30s”"
                )
            }
            return min(Self.usualPatience, every)
        }
        let within = duration(value) ?? Self.usualPatience
        if within > every {
            fault(
                value,
                path + ".within",
                "is longer than the \(DurationText.canonical(every)) to the next tick",
                "write at most \(DurationText.canonical(every)), or a longer “every:”"
            )
        }
        return within
    }

    private func scenario(
        _ kind: ProbeKind,
        _ probe: YAMLValue,
        within: Nanoseconds
    ) -> YAMLValue {
        func made(_ text: String) -> YAMLValue {
            YAMLValue(.scalar(text, plain: true), at: probe.position)
        }
        func mapping(_ entries: [(String, YAMLValue?)]) -> YAMLValue {
            let present = entries.compactMap { key, value in
                value.map { YAMLValue.Entry(key: key, keyPosition: $0.position, value: $0) }
            }
            return YAMLValue(.mapping(present), at: probe.position)
        }
        var operation = probe
        operation.kind = .mapping(
            probe.entries.filter { $0.key != "within" }
                + mapping([
                    ("operation", made(kind.rawValue)),
                    ("timeout", made(DurationText.canonical(within))),
                ]).entries
        )
        let steps = YAMLValue(.list([operation]), at: probe.position)
        return mapping([
            ("scenario", root["probe"]), ("service", root["service"]),
            ("rehearsal", root["rehearsal"]), ("hosts", root["hosts"]),
            ("transport", root["transport"]),
            ("load", mapping([("users", mapping([("peak", made("1")), ("hold", made("1s"))]))])),
            (
                "flows",
                mapping([(kind.rawValue, mapping([("think", made("none")), ("steps", steps)]))])
            ),
        ])
    }

    /// What was found while the scenario was made, at its place in the probe file.
    private func take(over inner: ReadingContext, _ kind: ProbeKind) {
        func renamed(_ fault: Fault) -> Fault {
            var fault = fault
            for made in ["flows.\(kind.rawValue).steps[0]", "flows.\(kind.rawValue)"]
            where fault.path.hasPrefix(made) {
                fault.path = "probes.\(kind.rawValue)" + fault.path.dropFirst(made.count)
                break
            }
            return fault
        }
        inner.faults.map(renamed).forEach(context.report)
        for warning in inner.warnings.map(renamed) {
            context.warn(
                at: warning.position,
                warning.path,
                warning.problem,
                warning.remedy
            )
        }
        inner.secrets.forEach(context.addSecret)
    }
}
