import ArgumentParser
import Foundation
import Inspections
import Reporting

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Checks encryption, refused input and storage once, without load.",
        discussion: """
            Looks at items of METI's checklist that need no load: 33 and 42 (TLS versions, cipher, \
            certificates, plain HTTP) for every scenario, 38 (refused characters) where it has \
            `input:`, and 25 (the limit of storage) where it has `storage:` and --fill-storage is \
            given. Writes inspection.json into a folder of its own. Ends with 0 for PASS, 2 for \
            FAIL, 3 for INCONCLUSIVE. One Ctrl-C ends it after the check under way.
            """
    )

    @OptionGroup var scenario: ScenarioArguments

    @Option(
        help: ArgumentHelp(
            "Make the inspection's own folder in this one (default: Results).",
            valueName: "dir"
        )
    )
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Look at this item only (25, 33, 38 or 42); may be given several times.",
            valueName: "n"
        )
    )
    var item: [Int] = []

    @Option(
        help: ArgumentHelp(
            "Ask here for an answer without encryption (default: port 80 of the service's host).",
            valueName: "url"
        )
    )
    var plain: String?

    @Flag(
        help: "Item 25: upload up to the limit of one user and one step over, as `storage:` says."
    )
    var fillStorage = false

    @OptionGroup var languages: LanguageArguments

    @Flag(help: "Print inspection.json on standard output.")
    var json = false

    @Flag(help: "End with 0 whatever the verdict; inspection.json keeps the verdict.")
    var exitZero = false

    @Flag(name: .shortAndLong, help: "No progress, only the result.")
    var quiet = false

    func run() throws {
        let code = try InspectDriver(options: self).run()
        guard code == 0 || exitZero else { throw ExitCode(code) }
    }
}
