import ArgumentParser
import Checklists
import Foundation
import Journaling
import Measuring
import Reporting
import Timekeeping
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
            PASS only when all of them keep it.

            Writes checklist.html, checklist.csv (for Excel) and checklist.md into a folder of \
            its own.
            """
    )

    @Argument(help: ArgumentHelp("Directories of runs.", valueName: "run"))
    var runs: [String] = []

    @Option(
        help: ArgumentHelp(
            "Draw up this contract's checklist; without it, that of the runs.",
            valueName: "file"
        )
    )
    var contract: String?

    @Option(help: ArgumentHelp("The language, ja or en.", valueName: "language"))
    var lang: Language = .english

    @Option(help: ArgumentHelp("Make the folder in this one.", valueName: "folder"))
    var results: String?

    @Flag(help: "End with 0 whatever the verdict.")
    var exitZero = false

    func validate() throws {
        guard !runs.isEmpty else {
            throw ValidationError("name at least one run: the directory that `sanbyo run` wrote")
        }
    }

    func run() throws {
        let console = Console()
        let sources = try runs.map { try ChecklistSource($0) }
        let contract = try self.contract.map(ContractLoading.contract) ?? agreed(sources)
        let report = ChecklistReport(
            checklist: Checklist(
                of: contract,
                findings: sources.flatMap { $0.findings(by: contract) }
            ),
            language: lang,
            date: ZonedTime(contract.zone).text(Date()),
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
        let contracts = sources.map(\.contract)
        guard let first = contracts.first, contracts.allSatisfy({ $0 == first }) else {
            let names = Set(contracts.map(\.name)).sorted().joined(separator: ", ")
            throw ToolFailure(
                message: "the runs were judged by different contracts (\(names)); say with "
                    + "--contract FILE which one the checklist is of",
                exitCode: ExitCodes.faultyInput
            )
        }
        return first
    }
}

extension Language: ExpressibleByArgument {}

/// A measurement that a checklist is drawn up from.
struct ChecklistSource {
    private let directory: RunDirectory

    init(_ path: String) throws {
        directory = try RunDirectory(path)
    }

    var contract: Contract { directory.run.header.terms.contract }

    func findings(by contract: Contract) -> [ChecklistFinding] {
        let report = directory.report(changedBy: { $0.terms.contract = contract })
        return RunFindings(report.facts, report.judgement, evidence: name(in: contract.zone)).all
    }

    /// The directory's own name, with the time the run began.
    func name(in zone: String?) -> String {
        let header = directory.run.header
        let origin = header.meta.start.unixNanoseconds(at: directory.run.facts.record.origin)
        let date = Date(timeIntervalSince1970: Double(origin) / 1e9)
        let name = URL(fileURLWithPath: directory.path).lastPathComponent
        return "\(name) (\(ZonedTime(zone).text(date)))"
    }
}

/// Times of day in the zone of a contract.
struct ZonedTime {
    private let zone: TimeZone

    /// - Parameter name: an IANA name; `nil`, or one not known here, is UTC.
    init(_ name: String?) {
        zone = name.flatMap(TimeZone.init(identifier:)) ?? .gmt
    }

    /// "2026-11-27 09:00:05 +09:00".
    func text(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss xxx"
        return formatter.string(from: date)
    }
}
