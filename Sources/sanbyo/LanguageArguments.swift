import ArgumentParser
import Foundation
import Wording

/// Which language the reports are in; shared by all commands that give a verdict.
struct LanguageArguments: ParsableArguments {
    static let variable = "SANBYO_LANG"

    @Option(
        help: ArgumentHelp(
            "The language of the reports (default: en); files for programs stay English.",
            valueName: "ja|en"
        )
    )
    var lang: Language?

    /// The flag's before the environment's before English.
    var language: Language {
        lang ?? Self.named(in: ProcessInfo.processInfo.environment) ?? .english
    }

    func validate() throws {
        let environment = ProcessInfo.processInfo.environment
        if lang == nil, let name = environment[Self.variable], Self.named(in: environment) == nil {
            throw ValidationError("\(Self.variable) is “\(name)”; write ja or en")
        }
    }

    private static func named(in environment: [String: String]) -> Language? {
        environment[variable].flatMap(Language.init(rawValue:))
    }
}

extension Language: ExpressibleByArgument {}
