import ArgumentParser
import Journaling
import Reporting
import Timekeeping
import Verdicts
import Wording
import Workload

struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judges a run again from its directory, also by another contract; sends nothing.",
        discussion: """
            Gives the same verdict as the run did, unless something is changed. A run that was cut \
            off (kill -9, power failure) is judged for the time covered, at best INCONCLUSIVE. \
            Nothing is written; `sanbyo report` writes the reports again.

            --without leaves out what was planned in a stretch of time: times of day in UTC, as \
            the reports write them (10:03..10:05, 10:03:20..10:05:00), or lengths of time since \
            the run's start (90s..2min).
            """
    )

    @Argument(help: ArgumentHelp("The directory of a run.", valueName: "run"))
    var path: String

    @Option(help: ArgumentHelp("Judge by this contract instead.", valueName: "file"))
    var contract: String?

    @Option(
        help: ArgumentHelp(
            "Judge by this gate too, such as \"p99(save report) < 2s\"; may be repeated.",
            valueName: "gate"
        )
    )
    var gate: [String] = []

    @Option(
        help: ArgumentHelp(
            "Leave out what was planned in this stretch of time; may be repeated.",
            valueName: "from..to"
        )
    )
    var without: [String] = []

    @OptionGroup var languages: LanguageArguments

    @Flag(help: "Print the summary as one JSON document on standard output.")
    var json = false

    @Flag(help: "End with 0 whatever the verdict.")
    var exitZero = false

    func run() throws {
        let console = Console()
        let directory = try RunDirectory(path)
        let gates = try parsedGates(of: directory)
        let contract = try self.contract.map(ContractLoading.contract)
        let stretches = try without.map { try LeftOut($0, of: directory) }
        var report = directory.report(
            changedBy: { facts in
                if let contract { facts.terms.contract = contract }
                facts.gates += gates
                facts = stretches.reduce(facts) { $0.without($1.seconds) }
            },
            remarks: remarks(stretches) + otherTimes(contract, directory)
        )
        report.language = languages.language
        RunOutput(console: console, isJson: json)
            // Only the document is printed; the other files would be made for nothing.
            .show(report, files: json ? Reporters.files(of: report) : [], place: "")
        let code = report.judgement.verdict.exitCode
        guard code == 0 || exitZero else { throw ExitCode(code) }
    }

    private func remarks(_ stretches: [LeftOut]) -> [Bilingual] {
        let contracts = contract.map { [$0] } ?? []
        return contracts.map {
            Bilingual(ja: "契約 \($0) で再判定", en: "judged again, by the contract \($0)")
        }
            + gate.map {
                Bilingual(ja: "判定条件 \($0) を加えて再判定", en: "judged again, with the gate \($0)")
            }
            + stretches.map {
                Bilingual(
                    ja: "\($0.description) を除いて再判定",
                    en: "judged again, without \($0.description)"
                )
            }
    }

    /// The recorder counted late operations by the times of the contract it was given.
    private func otherTimes(_ contract: Contract?, _ directory: RunDirectory) -> [Bilingual] {
        guard let contract else { return [] }
        let terms = directory.run.header.terms
        let isOther = terms.judgedOperations.contains {
            let name = terms.operations[$0].operationClass
            return contract.response[name]?.within != terms.promise(for: name)?.within
        }
        guard isOther else { return [] }
        return [
            Bilingual(
                ja: "表と図の目標・遅延・遅延継続時間は測定時の契約によるもの。判定と判定条件は新しい契約による",
                en: "targets, late operations and latency-continuation periods in tables and "
                    + "charts are those of the contract that the run was played for; verdict and "
                    + "gates are by the new one"
            )
        ]
    }

    private func parsedGates(of directory: RunDirectory) throws -> [Gate] {
        let names = directory.run.header.terms.judgedOperations.map {
            directory.run.header.terms.operations[$0].name
        }
        return try gate.map { text in
            do throws(GateSyntaxError) {
                return try Gate.parse(text, operations: names)
            } catch {
                throw ToolFailure(
                    message: "--gate \(text): column \(error.column): \(error.message); "
                        + error.remedy,
                    exitCode: ExitCodes.usage
                )
            }
        }
    }
}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes the reports of a run again, or those of one that was cut off.",
        discussion: """
            Reads the journal in the directory of a run, judges it as the run did, and writes \
            every other file anew. Refuses while the run is going on, and when the journal breaks \
            off beside a summary.json that may tell more.
            """
    )

    @Argument(help: ArgumentHelp("The directory of a run.", valueName: "run"))
    var path: String

    @OptionGroup var languages: LanguageArguments

    @Flag(help: "Print the summary as one JSON document on standard output.")
    var json = false

    @Flag(help: "End with 0 whatever the verdict.")
    var exitZero = false

    func run() throws {
        let directory = try RunDirectory(path)
        try directory.checkReportable()
        var report = directory.report()
        report.language = languages.language
        let code = try RunOutput(console: Console(), isJson: json)
            .write(report, to: ResultsDirectory(existing: directory.path))
        guard code == 0 || exitZero else { throw ExitCode(code) }
    }
}
