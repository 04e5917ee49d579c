import ArgumentParser
import Workload

/// Which scenario, and what is to be different from what it says; shared by run, plan, try and
/// inspect.
struct ScenarioArguments: ParsableArguments {
    @Argument(help: "The scenario file.")
    var file: String

    @Option(
        help: ArgumentHelp("Draw schedule, think times and data from this seed.", valueName: "n")
    )
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Who speaks HTTP: the tool itself on connections of libcurl (direct), or libcurl (curl); chosen by itself when absent.",
            valueName: "direct|curl"
        )
    )
    var lane: Lane?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Replace one value of the scenario (\"service=http://127.0.0.1:8080\", \"load.users.ramp=10s\"), or take it away (\"rehearsal=null\"); may be given several times.",
            valueName: "path=value"
        )
    )
    var settings: [String] = []
}

/// Which load instead of the scenario's; shared by those that play or plan it: run, plan and try.
struct LoadArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Play this many users instead of the scenario's (with arrivals: the size of the pool).",
            valueName: "n"
        )
    )
    var users: Int?

    @Option(
        help: ArgumentHelp(
            "Hold the load this long instead (\"90s\", \"10min\").",
            valueName: "time"
        )
    )
    var duration: String?

    @Flag(help: "Allow more users than the contract has.")
    var beyondContract = false
}

/// How a run is carried out and what it leaves behind.
struct RunArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make the run's own folder in this one (default: Results).",
            valueName: "dir"
        )
    )
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Threads that play users (default: one per 500 users, at most one per core).",
            valueName: "n"
        )
    )
    var shards: Int?

    @Option(
        help: ArgumentHelp(
            "How long operations in flight may go on after the load has ended.",
            valueName: "time"
        )
    )
    var drain: String = "60s"

    @Option(
        help: ArgumentHelp(
            "What to do when the data do not decide: report it, or extend the last hold up to three times as long, looking after each length.",
            valueName: "report|extend"
        )
    )
    var inconclusive = InconclusiveChoice.report

    @Flag(help: "Print the summary as one JSON document on standard output.")
    var json = false

    @Flag(help: "End with 0 whatever the verdict; summary.json keeps the verdict.")
    var exitZero = false

    @Flag(name: .shortAndLong, help: "No progress, only the summary.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more about what is being done.")
    var verbose = false
}

/// What to do with a run that does not decide.
enum InconclusiveChoice: String, ExpressibleByArgument, CaseIterable {
    case report, extend
}

extension Lane: ExpressibleByArgument {}
