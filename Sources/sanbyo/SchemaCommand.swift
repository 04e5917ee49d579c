import ArgumentParser
import Reporting
import ScenarioFiles

struct SchemaCommand: ParsableCommand {
    enum Document: String, ExpressibleByArgument, CaseIterable {
        case scenario, contract, probe, summary
        case probeSummary = "probe-summary"
        case inspection
    }

    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON schema of a file (draft 2020-12).",
        discussion: "Editors use it to complete and check scenario, contract and probe files."
    )

    @Argument(
        help: ArgumentHelp(
            "Of which file; summary, probe-summary and inspection are the summary.json of a run, "
                + "the probe.json of a probe and the inspection.json of an inspection."
        )
    )
    var document: Document

    func run() throws {
        let text =
            switch document {
            case .scenario: ScenarioSchema.scenario
            case .contract: ScenarioSchema.contract
            case .probe: ScenarioSchema.probe
            case .summary: SummarySchema.text
            case .probeSummary: ProbeSchema.text
            case .inspection: InspectionSchema.text
            }
        Console().output(text.hasSuffix("\n") ? text : text + "\n")
    }
}
