import ArgumentParser

@main
struct Sanbyo: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sanbyo")
}
