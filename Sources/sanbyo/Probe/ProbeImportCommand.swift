import ArgumentParser

struct ProbeImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "stub"
    )
    func run() throws {}
}
