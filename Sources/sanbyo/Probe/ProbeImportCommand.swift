import ArgumentParser
import Availability

struct ProbeImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes the log of another monitor (CSV) into a probe's record.",
        discussion: """
            The file has a heading row and a row for each probe, in any order. Times are ISO 8601 \
            with an offset, or seconds since 1970; without an offset --zone says what they mean. \
            States are ok or down, true or false, 1 or 0, or an HTTP status. Rows that are there \
            already are not taken twice. Where both speak of a slot the worse counts. A file with a \
            fault is not taken at all; every fault is named with its line.
            """
    )

    @Argument(help: "The CSV file.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "The folder of the probe's record; made where it is not there.",
            valueName: "dir"
        )
    )
    var into: String

    @Option(help: ArgumentHelp("The column of times.", valueName: "column"))
    var time: String?

    @Option(help: ArgumentHelp("The column of states.", valueName: "column"))
    var status: String?

    @Option(
        help: ArgumentHelp("The column that says web, database or timeout.", valueName: "column")
    )
    var kind: String?

    @Option(
        help: ArgumentHelp("The column of response times in milliseconds.", valueName: "column")
    )
    var ms: String?

    @Option(help: ArgumentHelp("The column that says why a probe failed.", valueName: "column"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "What rows without a kind have probed (default: web).",
            valueName: "web|database|timeout"
        )
    )
    var probed: ProbeKind = .web

    @Option(help: ArgumentHelp("The zone of times without an offset.", valueName: "name"))
    var zone: String?

    @Option(
        help: ArgumentHelp(
            "The distance between ticks (default: the record's, the contract's, or 5min).",
            valueName: "time"
        )
    )
    var every: String?

    @Option(
        help: ArgumentHelp(
            "The contract of the record (default: the one it has).",
            valueName: "file"
        )
    )
    var contract: String?

    func run() throws {
        try ProbeImporter(arguments: self).run()
    }
}

extension ProbeKind: ExpressibleByArgument {}
