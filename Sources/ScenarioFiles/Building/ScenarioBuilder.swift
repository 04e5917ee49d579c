import Timekeeping
import Workload

/// Makes a scenario from a document whose shape has been checked.
///
/// What the shape check has reported is skipped silently; what needs more than one place to be
/// judged is reported here. The result counts only when nothing was reported.
final class ScenarioBuilder {
    let context: ReadingContext
    let root: YAMLValue
    let file: String
    var effective: Effective
    var variables = Variables()
    var operations: [Operation] = []
    /// Where each operation was first written, and in which part of the scenario.
    var operationOrigins: [(position: Position, part: Part)] = []
    var contract = Contract.default
    var serviceHost: String?
    var allowedHosts: Set<String> = []
    /// The line of the accounts' file that each account begins in.
    var accountLines: [Int] = []

    /// Flows are judged; what each user does before and after is not.
    enum Part: Equatable {
        case flows, before, after
    }

    init(_ root: YAMLValue, file: String, context: ReadingContext) {
        self.root = root
        self.file = file
        self.context = context
        self.effective = Effective(root)
    }

    func build() -> LoadedScenario {
        let accounts = buildAccounts()
        let data = buildData()
        collectVariables()
        buildContract()
        let service = buildService()
        let load = buildLoad()
        let warmUp = buildWarmUp(load)
        let before = buildList("before-each-user", part: .before, available: [])
        let flows = buildFlows(available: before.available, open: load.isOpen)
        let after = buildList("after-each-user", part: .after, available: before.available)
        let input = buildInput(available: before.available)
        let storage = buildStorage(available: before.available)
        let gates = buildGates()
        checkRows(accounts: accounts, data: data, load: load)
        checkClasses()
        if accounts == nil { checkUntested() }
        let separated = accounts.map { separate($0, flows: flows, load: load) }
        var scenario = Scenario(
            name: text(root["scenario"]) ?? "",
            question: text(root["question"]),
            service: service,
            allowedHosts: allowedHosts,
            contract: contract,
            accounts: separated,
            data: data,
            load: load,
            warmUp: warmUp,
            beforeEachUser: before.steps,
            flows: flows,
            afterEachUser: after.steps,
            operations: operations
        )
        scenario.signedIn = buildSignedIn()
        scenario.input = input
        scenario.storage = storage
        scenario.slotNames = variables.slotNames
        scenario.transport = buildTransport()
        scenario.hours =
            text(root["hours"]).flatMap(ServiceHours.init(rawValue:))
            ?? defaulted(.normal, "normal", at: .root / "hours")
        scenario.seed = text(root["seed"]).flatMap { UInt64($0) }
        scenario.builtins = BuiltinSlots(
            user: variables.usedSlot("user"),
            iteration: variables.usedSlot("iteration"),
            unique: variables.usedSlot("unique")
        )
        scenario.rehearsal = buildRehearsal(service)
        scenario.secrets = context.secrets.sorted()
        checkLane(scenario)
        return LoadedScenario(
            scenario: scenario,
            gateTexts: gates,
            sources: context.sources,
            warnings: context.warnings,
            settings: effective.settings,
            effectiveYAML: YAMLWriter.text(of: effective.root)
        )
    }

    // MARK: - Small readings

    /// The text of a single value, references to the outside resolved.
    func text(_ value: YAMLValue?) -> String? {
        guard let value, !value.isNull, let text = value.scalarText else { return nil }
        return context.resolved(text, at: value.position)
    }

    func duration(_ value: YAMLValue?) -> Nanoseconds? {
        text(value).flatMap(ScalarText.duration)
    }

    func count(_ value: YAMLValue?) -> Int? { text(value).flatMap(ScalarText.count) }

    /// A value nobody wrote, noted among the settings in force.
    func defaulted<Value>(_ value: Value, _ written: String, at place: Place) -> Value {
        effective.add(written, at: place)
        return value
    }

    func fault(_ value: YAMLValue, _ place: Place, _ problem: String, _ remedy: String) {
        context.fault(at: value.position, place.description, problem, remedy)
    }

    func warn(_ value: YAMLValue, _ place: Place, _ problem: String, _ remedy: String) {
        context.warn(at: value.position, place.description, problem, remedy)
    }

    // MARK: - Gates, lane and classes

    private func buildGates() -> [LoadedScenario.GateText] {
        let judged = zip(operations, operationOrigins).filter { $0.1.part == .flows }
            .map(\.0.name)
        var gates: [LoadedScenario.GateText] = []
        for (number, value) in (root["gates"]?.items ?? []).enumerated() {
            guard let gate = text(value) else { continue }
            var position = value.position
            if let problem = context.options.checkGate(gate, judged) {
                if position.line > 0 { position.column += max(problem.column, 1) - 1 }
                context.fault(
                    at: position,
                    "gates[\(number)]",
                    problem.problem,
                    problem.remedy
                )
            }
            gates.append(LoadedScenario.GateText(text: gate, position: value.position))
        }
        return gates
    }

    private func checkLane(_ scenario: Scenario) {
        guard let value = root["transport"]?["lane"],
            let problem = context.options.checkLane(scenario)
        else { return }
        fault(value, .root / "transport" / "lane", problem.problem, problem.remedy)
    }

    /// Classes that no contract speaks of are measured and shown, and nobody judges them: say so.
    private func checkClasses() {
        // A contract that could not be read has been reported.
        guard !contract.response.isEmpty else { return }
        for (operation, origin) in zip(operations, operationOrigins)
        where origin.part == .flows && contract.response[operation.operationClass] == nil {
            context.warn(
                at: origin.position,
                "",
                "“\(operation.name)” is of class \(operation.operationClass.rawValue), of which"
                    + " the contract says nothing: it is measured, not judged",
                "add “response.\(operation.operationClass.rawValue)” to the contract, or a gate"
            )
        }
    }
}

extension LoadModel {
    var isOpen: Bool {
        if case .arrivals = self { true } else { false }
    }
}
