import ArgumentParser
import Checklists
import Foundation
import Reporting
import Verdicts
import Workload

struct ChecklistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist",
        abstract: "Draws up METI's checklist: the 49 items contracted, measured and judged.",
        discussion: """
            Each run is judged again by the contract, and what it says about an item stands beside \
            what was agreed. Items that nothing measures are shown as the provider's answer. \
            Several runs, of normal and of peak hours say, go into one checklist; an item is \
            PASS only when all of them keep it. What `sanbyo inspect` and `sanbyo probe` wrote \
            adds the items that need no load.

            Writes checklist.html, checklist.csv (for Excel) and checklist.md into a folder of \
            its own. Ends with 0 for PASS, 2 for FAIL, 4 for INVALID, 3 for INCONCLUSIVE; PASS \
            needs every contracted item that can be measured, or those of --items.
            """
    )

    @Argument(
        help: ArgumentHelp("Directories of runs, inspections and probes.", valueName: "run")
    )
    var runs: [String] = []

    @Option(
        help: ArgumentHelp(
            "Draw up this contract's checklist; without it, that of the runs.",
            valueName: "file"
        )
    )
    var contract: String?

    @Option(
        help: ArgumentHelp(
            "The record of a probe, or its folder; may be repeated.",
            valueName: "path"
        )
    )
    var probe: [String] = []

    @Option(
        help: ArgumentHelp(
            "The items that the verdict and the exit code are about (19,20,24); all stay in the "
                + "document.",
            valueName: "numbers"
        )
    )
    var items: String?

    @Flag(
        help: "Take measurements of several addresses: all of them are one service."
    )
    var acrossServices = false

    @OptionGroup var languages: LanguageArguments

    @Option(
        help: ArgumentHelp(
            "Make the checklist's own folder in this one (default: Results).",
            valueName: "dir"
        )
    )
    var results: String?

    @Flag(help: "End with 0 whatever the verdict.")
    var exitZero = false

    func validate() throws {
        guard !runs.isEmpty || !probe.isEmpty else {
            throw ValidationError(
                "name at least one directory that `sanbyo run` or `sanbyo inspect` wrote, or a "
                    + "record with --probe"
            )
        }
        _ = try chosen
    }

    /// The numbers under `--items`; `nil` without.
    private var chosen: Set<Int>? {
        get throws {
            try items.map { text in
                let numbers = text.split(separator: ",", omittingEmptySubsequences: false)
                return Set(
                    try numbers.map { part in
                        let number = Int(part.trimmingCharacters(in: .whitespaces))
                        guard let number, ChecklistItem.measurable.contains(number) else {
                            let known = ChecklistItem.measurable.sorted().map(String.init)
                            throw ValidationError(
                                "--items \(text): write numbers with commas between, of those "
                                    + "that can be measured: \(known.joined(separator: ", "))"
                            )
                        }
                        return number
                    }
                )
            }
        }
    }

    func run() throws {
        let console = Console()
        let sources =
            try runs.map { try ChecklistSource($0) }
            + probe.map { try ChecklistSource(probe: $0) }
        for fault in sources.flatMap(\.faults) { console.note("warning: \(fault)") }
        let contract = try self.contract.map(ContractLoading.contract) ?? agreed(sources)
        let services = try services(of: sources)
        let report = ChecklistReport(
            checklist: Checklist(
                of: contract,
                findings: try sources.flatMap { try $0.findings(by: contract) },
                chosen: try chosen
            ),
            language: languages.language,
            date: ZonedTime(contract.zone).text(Date()),
            services: services.names,
            sources: sources.map { $0.name(in: contract.zone) },
            version: Sanbyo.version
        )
        let folder = try ResultsDirectory(
            in: ResultsDirectory.parent(results),
            scenario: "\(contract.name)-checklist",
            at: Date()
        )
        try folder.write(report.files)
        let lines = ChecklistSummary.lines(
            report,
            folder: folder.path,
            width: console.width,
            style: Style(isColoured: console.colorsOutput)
        )
        console.output(lines.joined(separator: "\n") + "\n")
        let code = report.checklist.verdict.exitCode
        guard code == 0 || exitZero else { throw ExitCode(code) }
    }

    /// The contract that all sources were judged by.
    private func agreed(_ sources: [ChecklistSource]) throws -> Contract {
        let contracts = sources.compactMap(\.contract)
        guard !contracts.isEmpty else {
            throw ToolFailure(
                message:
                    "inspections and probes name their contract only; say with --contract FILE "
                    + "which one the checklist is of",
                exitCode: ExitCodes.faultyInput
            )
        }
        // The same file by another path is the same contract.
        let terms = contracts.map { contract in
            var contract = contract
            contract.path = nil
            return contract
        }
        let probed = sources.compactMap(\.probedContract)
        guard let first = terms.first, terms.allSatisfy({ $0 == first }),
            probed.allSatisfy({ $0 == first.name })
        else {
            let names = Set(contracts.map(\.name) + probed).sorted().joined(separator: ", ")
            throw ToolFailure(
                message: "the measurements are of different contracts (\(names)); say with "
                    + "--contract FILE which one the checklist is of",
                exitCode: ExitCodes.faultyInput
            )
        }
        return contracts[0]
    }

    /// - Throws: `ToolFailure` with exit code 65 for measurements of several services, which say
    ///   nothing of each other.
    private func services(of sources: [ChecklistSource]) throws -> MeasuredServices {
        let services = MeasuredServices(sources)
        guard services.isOne || acrossServices else {
            throw ToolFailure(
                message: "the measurements are of different services "
                    + "(\(services.names.joined(separator: ", "))), and a checklist is of one; "
                    + "leave out the others, or say --across-services when all these addresses "
                    + "are one service",
                exitCode: ExitCodes.faultyInput
            )
        }
        return services
    }
}
