import ArgumentParser

/// Measures what the tool itself costs beside wrk, h2load and libcurl's own path, on one server
/// in one run.
///
/// `SelfBench` alone prints the table. The other subcommands are the processes it starts: each is
/// measured on its own, so that nothing of the measuring counts as the measured.
@main
struct SelfBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "SelfBench",
        abstract: "Measures what the tool costs per request, beside wrk, h2load and libcurl.",
        subcommands: [
            TableCommand.self, PlayCommand.self, BareCommand.self, TimersCommand.self,
            ExecutorCommand.self,
        ],
        defaultSubcommand: TableCommand.self
    )
}
