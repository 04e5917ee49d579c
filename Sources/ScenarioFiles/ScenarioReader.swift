package import Workload

/// Reads scenario and contract files and finds every fault in them.
package struct ScenarioReader {
    /// What came of reading: a value when there are no faults.
    package struct Reading<Value> {
        package var value: Value?
        /// Sorted by file and position.
        package var faults: [Fault]
        package var warnings: [Fault]
    }

    package let options: ReaderOptions

    package init(options: ReaderOptions = ReaderOptions()) {
        self.options = options
    }

    /// Reads a scenario with the files it names.
    package func readScenario(_ path: String) -> Reading<LoadedScenario> {
        let context = ReadingContext(options: options)
        guard let written = Document.read(path, namedAt: nil, "", context: context) else {
            return finished(nil, context)
        }
        guard !Self.isProbe(written) else {
            context.fault(
                at: written.position,
                "",
                "is a probe file, and a scenario is needed",
                "sanbyo probe \(path)"
            )
            return finished(nil, context)
        }
        return finished(scenario(written, path, context), context)
    }

    /// Reads a contract by itself.
    package func readContract(_ path: String) -> Reading<Contract> {
        let context = ReadingContext(options: options)
        let contract = ContractReader(context: context).read(path, namedAt: nil, "")
        return finished(contract, context)
    }

    /// All faults and warnings of several scenarios and contracts, each once.
    ///
    /// A file with the key `contract` and none of the keys that only scenarios have is read as a
    /// contract, one with `probe` or `probes` as a probe, everything else as a scenario.
    package func check(_ paths: [String]) -> (faults: [Fault], warnings: [Fault]) {
        var faults: [Fault] = []
        var warnings: [Fault] = []
        for path in paths {
            let context = ReadingContext(options: options)
            if let root = Document.read(path, namedAt: nil, "", context: context) {
                if Self.isContract(root) {
                    if let contract = ContractReader(context: context).read(path, namedAt: nil, "")
                    {
                        ContractLint(context: context, root: root, contract: contract).check()
                    }
                } else if Self.isProbe(root) {
                    _ = ProbeBuilder(overridden(root, context), file: path, context: context)
                        .build()
                } else {
                    _ = scenario(root, path, context)
                }
            }
            faults += context.masked(context.faults).filter { !faults.contains($0) }
            warnings += context.masked(context.warnings).filter { !warnings.contains($0) }
        }
        return (faults, warnings)
    }

    /// Reads a probe file with the contract it names.
    package func readProbe(_ path: String) -> Reading<ProbeFile> {
        let context = ReadingContext(options: options)
        guard let written = Document.read(path, namedAt: nil, "", context: context) else {
            return finished(nil, context)
        }
        guard written["scenario"] == nil || written["probe"] != nil else {
            context.fault(
                at: written.position,
                "",
                "is a scenario, and a probe file is needed",
                "sanbyo run \(path)"
            )
            return finished(nil, context)
        }
        let root = overridden(written, context)
        return finished(ProbeBuilder(root, file: path, context: context).build(), context)
    }

    /// Whether the file at a path is a probe file: it has the key `probe` and no `scenario`.
    package func isProbe(_ path: String) -> Bool {
        let context = ReadingContext(options: options)
        return Document.read(path, namedAt: nil, "", context: context).map(Self.isProbe) ?? false
    }

    private static func isProbe(_ root: YAMLValue) -> Bool {
        root["scenario"] == nil && (root["probe"] != nil || root["probes"] != nil)
    }

    private func overridden(_ written: YAMLValue, _ context: ReadingContext) -> YAMLValue {
        OverrideApplier(context: context).apply(options.overrides, to: written)
    }

    private static func isContract(_ root: YAMLValue) -> Bool {
        root["contract"] != nil
            && ["scenario", "flows", "load", "service", "probe", "probes"].allSatisfy {
                root[$0] == nil
            }
    }

    private func scenario(
        _ written: YAMLValue,
        _ path: String,
        _ context: ReadingContext
    ) -> LoadedScenario {
        let root = overridden(written, context)
        ShapeChecker(context: context).check(root, ScenarioShape.root, at: "")
        return ScenarioBuilder(root, file: path, context: context).build()
    }

    private func finished<Value>(_ value: Value?, _ context: ReadingContext) -> Reading<Value> {
        let order: (Fault, Fault) -> Bool = {
            ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column)
        }
        return Reading(
            value: context.faults.isEmpty ? value : nil,
            faults: context.masked(context.faults).sorted(by: order),
            warnings: context.masked(context.warnings).sorted(by: order)
        )
    }
}
