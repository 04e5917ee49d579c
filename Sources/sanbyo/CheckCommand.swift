import ArgumentParser
import ScenarioFiles

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reports every fault of scenarios, contracts and probes; sends nothing.",
        discussion: """
            Each fault is one line: file:line:column: path: what is wrong; what to write instead. \
            Ends with 65 when there is a fault, else with 0.
            """
    )

    @Argument(help: "Scenario, contract and probe files.")
    var files: [String]

    @Flag(help: "Allow more users than the contract has.")
    var beyondContract = false

    func run() throws {
        let console = Console()
        var options = ScenarioLoading.readerOptions()
        options.beyondContract = beyondContract
        let result = ScenarioReader(options: options).check(files)
        for warning in result.warnings { console.note("warning: \(warning)") }
        for fault in result.faults { console.output("\(fault)\n") }
        let names = files.count == 1 ? files[0] : "\(files.count) files"
        guard result.faults.isEmpty else {
            let count = result.faults.count == 1 ? "1 fault" : "\(result.faults.count) faults"
            console.note("\(names): \(count)")
            throw ExitCode(ExitCodes.faultyInput)
        }
        console.output("\(names): no faults\n")
    }
}
