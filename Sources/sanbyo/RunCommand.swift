import ArgumentParser

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays a scenario and gives a verdict: the main job.",
        discussion: """
            Writes a folder of files about the run (Results/README.md explains them) and prints \
            the verdict with its reasons. The first Ctrl-C stops new work, lets what is in flight \
            end and judges what there is, at best INCONCLUSIVE; the second ends at once.
            """
    )

    @OptionGroup var scenario: ScenarioArguments
    @OptionGroup var load: LoadArguments
    @OptionGroup var options: RunArguments
    @OptionGroup var languages: LanguageArguments

    func run() throws {
        let code = try RunDriver(
            scenario: scenario,
            load: load,
            options: options,
            language: languages.language
        ).run()
        guard code == 0 || options.exitZero else { throw ExitCode(code) }
    }
}
