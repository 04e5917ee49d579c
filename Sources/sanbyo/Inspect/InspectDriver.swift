import Foundation
import HTTPLanes
import Inspections
import Reporting
import ScenarioFiles
import Timekeeping
import Wording
import Workload

/// An inspection from arguments to exit code.
struct InspectDriver {
    let options: InspectCommand
    private let console = Console()

    init(options: InspectCommand) {
        self.options = options
    }

    /// Looks, judges and writes.
    ///
    /// - Returns: the exit code that the verdict asks for.
    /// - Throws: `ToolFailure` for what ends the tool without a verdict.
    func run() throws -> Int32 {
        let ready = try ScenarioLoading.load(options.scenario)
        let items = try InspectedItems(options, ready.scenario)
        for warning in ready.loaded.warnings where !options.quiet {
            console.note("warning: \(warning)")
        }
        let parent = try ResultsDirectory.parent(options.results)
        var signals = Signals()
        let folder = try ResultsDirectory(
            in: parent,
            scenario: ready.scenario.name + "-inspect",
            at: Date()
        )
        let inspection: Inspection
        do {
            inspection = try inspect(ready, items, folder, &signals)
        } catch {
            folder.discard()
            throw error
        }
        return try InspectOutput(
            console: console,
            isJson: options.json,
            language: options.languages.language
        )
        .write(inspection, to: folder)
    }

    private func inspect(
        _ ready: ReadyScenario,
        _ items: InspectedItems,
        _ folder: ResultsDirectory,
        _ signals: inout Signals
    ) throws -> Inspection {
        let started = Self.now
        let target = try Target(ready.scenario, logFile: "\(folder.path)/\(Target.logName)")
        defer { target.stop() }
        var job = try InspectJob(ready, target: target, plain: options.plain, note: note)
        try job.look(at: items, signals: &signals)
        return Inspection(
            scenario: ready.scenario.name,
            service: ready.scenario.service.text,
            contract: ready.scenario.contract.name,
            tool: "sanbyo \(Sanbyo.version)",
            started: started,
            finished: Self.now,
            items: job.items,
            certificates: job.certificates,
            cut: job.cut
        ).cleaned(Masker(secrets: ready.scenario.secrets))
    }

    private func note(_ text: String) {
        if !options.quiet { console.note(text) }
    }

    private static var now: String {
        TimeOfDay.iso(unixNanoseconds: ClockAnchor.now().unixNanoseconds)
    }
}

/// Which items are looked at.
struct InspectedItems {
    private let items: Set<InspectedItem>

    /// - Throws: `ToolFailure` with 64 for an item that cannot be looked at.
    init(_ options: InspectCommand, _ scenario: Scenario) throws {
        let asked = try options.item.map { number in
            guard let item = InspectedItem(rawValue: number) else {
                throw Self.failure(
                    "--item \(number): an inspection looks at items 25, 33, 38 and 42"
                )
            }
            return item
        }
        if options.fillStorage || asked.contains(.resources), scenario.storage == nil {
            throw Self.failure("item 25: the scenario does not say how; add “storage:” to it")
        }
        if asked.contains(.input), scenario.input == nil {
            throw Self.failure("item 38: the scenario does not say how; add “input:” to it")
        }
        if asked.contains(.resources), !options.fillStorage {
            throw Self.failure("item 25: uploads are made only with --fill-storage")
        }
        var items = Set(asked.isEmpty ? [.protection, .input, .encryption] : asked)
        if options.fillStorage { items.insert(.resources) }
        self.items = items
    }

    func contains(_ item: InspectedItem) -> Bool { items.contains(item) }

    private static func failure(_ message: String) -> ToolFailure {
        ToolFailure(message: message, exitCode: ExitCodes.usage)
    }
}
