import ArgumentParser

struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Asks a service every few minutes whether it is up, and judges availability.",
        discussion: """
            `sanbyo probe FILE` probes until it is stopped (Ctrl-C or SIGTERM) or --duration has \
            passed, and appends each tick to Results/probe-NAME/ticks.jsonl. Started again it goes \
            on in the same record; what it missed is shown as a gap. `sanbyo probe status` judges a \
            record at any time, `sanbyo probe import` takes one of another monitor.

            Ends with the exit code of the verdict: 0 PASS, 2 FAIL, 3 INCONCLUSIVE, 4 INVALID.
            """,
        subcommands: [ProbeRunCommand.self, ProbeStatusCommand.self, ProbeImportCommand.self],
        defaultSubcommand: ProbeRunCommand.self
    )
}

struct ProbeRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Probes until it is stopped; the word may be left out."
    )

    @OptionGroup var probe: ProbeArguments

    @Option(
        help: ArgumentHelp(
            "Stop after this long (\"90s\", \"30d\"); until stopped when absent.",
            valueName: "time"
        )
    )
    var duration: String?

    @OptionGroup var output: ProbeOutputArguments

    @Flag(name: .shortAndLong, help: "No progress, only the summary.")
    var quiet = false

    func run() throws {
        let ready = try ProbeLoading.load(probe, duration: duration)
        let code = try ProbeDriver(ready, arguments: self).run()
        guard code == 0 || output.exitZero else { throw ExitCode(code) }
    }
}

struct ProbeStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Judges the record of a probe; sends nothing and writes nothing.",
        discussion: """
            Given a probe file, its folder below --results is read and judged by the contract as it \
            is now, given a folder or a ticks.jsonl, by the terms kept there. A probe may be running.
            """
    )

    @Argument(help: "A probe file, the folder of a probe, or a ticks.jsonl.")
    var file: String

    @Option(
        help: ArgumentHelp("Judge by this contract instead.", valueName: "file")
    )
    var contract: String?

    @Option(
        help: ArgumentHelp(
            "Judge from here (\"2026-11-01\", \"2026-11-01T00:00+09:00\"); the whole record when absent.",
            valueName: "time"
        )
    )
    var from: String?

    @Option(help: ArgumentHelp("Judge up to here.", valueName: "time"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "The zone of times without an offset (default: the contract's).",
            valueName: "name"
        )
    )
    var zone: String?

    @Option(
        help: ArgumentHelp("The folder of results (default: Results).", valueName: "dir")
    )
    var results: String?

    @OptionGroup var output: ProbeOutputArguments

    func run() throws {
        let code = try ProbeStatus(arguments: self).show()
        guard code == 0 || output.exitZero else { throw ExitCode(code) }
    }
}

/// Which probe, and what is to be different from what it says.
struct ProbeArguments: ParsableArguments {
    @Argument(help: "The probe file.")
    var file: String

    @Option(
        help: ArgumentHelp("The distance between ticks instead of the file's.", valueName: "time")
    )
    var every: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Replace one value of the file (\"service=http://127.0.0.1:8080\", \"probes.web.within=5s\"), or take it away (\"rehearsal=null\"); may be given several times.",
            valueName: "path=value"
        )
    )
    var settings: [String] = []

    @Option(
        help: ArgumentHelp(
            "Keep the probe's folder in this one (default: Results).",
            valueName: "dir"
        )
    )
    var results: String?
}

/// How a probe's verdict is given.
struct ProbeOutputArguments: ParsableArguments {
    @OptionGroup var languages: LanguageArguments

    @Flag(help: "Print the summary as one JSON document on standard output.")
    var json = false

    @Flag(help: "End with 0 whatever the verdict.")
    var exitZero = false
}
