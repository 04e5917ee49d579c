import ArgumentParser

@main
struct RehearsalService: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rehearsal-service")
}
