import Encodings
import Foundation
import HTTPLanes
import Responses
import ScenarioFiles
import Timekeeping
import Verdicts
import Workload

/// A scenario as it will be played: read, overridden, its gates parsed.
struct ReadyScenario {
    var loaded: LoadedScenario
    var scenario: Scenario
    var gates: [Gate]
    var lane: LaneChoice
    /// Of the file as it was read; it may be edited during a run.
    var fileSHA256: String
}

/// Reads scenario files with everything that is checked about them.
enum ScenarioLoading {
    /// Reads one scenario with the overrides of command line and environment.
    ///
    /// - Parameter load: `nil` for who plays no load: then it may also be more than the contract has.
    /// - Throws: `ToolFailure` with exit code 65 and every fault in its message.
    static func load(
        _ arguments: ScenarioArguments,
        _ load: LoadArguments? = nil
    ) throws -> ReadyScenario {
        var options = readerOptions()
        options.overrides = try overrides(of: arguments, load)
        options.beyondContract = load?.beyondContract ?? true
        let reading = ScenarioReader(options: options).readScenario(arguments.file)
        guard let loaded = reading.value else {
            let faults = reading.faults.map(\.description).joined(separator: "\n")
            let count = reading.faults.count == 1 ? "1 fault" : "\(reading.faults.count) faults"
            throw ToolFailure(
                message: "\(arguments.file) cannot be played: \(count)\n\(faults)",
                exitCode: ExitCodes.faultyInput
            )
        }
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: arguments.file))) ?? Data()
        let gates = try loaded.gateTexts.map { text in
            do throws(GateSyntaxError) {
                return try Gate.parse(text.text)
            } catch {
                throw ToolFailure(
                    message: "\(text.position): \(error)",
                    exitCode: ExitCodes.faultyInput
                )
            }
        }
        return ReadyScenario(
            loaded: loaded,
            scenario: withLeadIn(loaded.scenario),
            gates: gates,
            lane: try lane(for: loaded.scenario),
            fileSHA256: hexadecimal(SHA256.hash(Array(bytes)))
        )
    }

    /// The reader has checked it and names the place; a refusal here would come without one.
    static func lane(for scenario: Scenario) throws -> LaneChoice {
        do throws(LaneFault) {
            return try LaneChoice.choose(for: scenario)
        } catch {
            throw ToolFailure(
                message: "transport.lane: \(error.problem); \(error.remedy)",
                exitCode: ExitCodes.faultyInput
            )
        }
    }

    /// The reader's options without overrides: the checks of other modules, the environment.
    static func readerOptions() -> ReaderOptions {
        var options = ReaderOptions()
        options.environment = ProcessInfo.processInfo.environment
        options.checkRegex = CheckSyntax.regexFault
        options.checkJSONPath = CheckSyntax.jsonPathFault
        options.checkXPath = CheckSyntax.xpathFault
        options.checkGate = { text, operations in
            do throws(GateSyntaxError) {
                _ = try Gate.parse(text, operations: operations)
                return nil
            } catch {
                return .init(
                    column: error.column,
                    problem: error.message,
                    remedy: error.remedy
                )
            }
        }
        options.checkLane = { scenario in
            do throws(LaneFault) {
                _ = try LaneChoice.choose(for: scenario)
                return nil
            } catch {
                return .init(problem: error.problem, remedy: error.remedy)
            }
        }
        return options
    }

    /// Flag before `SANBYO_*` before the scenario.
    private static func overrides(
        of arguments: ScenarioArguments,
        _ load: LoadArguments?
    ) throws -> Overrides {
        let environment = ProcessInfo.processInfo.environment
        func setting(_ path: String, _ flag: String?, _ name: String) -> Overrides.Setting? {
            if let flag {
                return .init(path: path, value: flag, origin: "--\(name)")
            }
            let variable = "SANBYO_\(name.uppercased())"
            return environment[variable].map { .init(path: path, value: $0, origin: variable) }
        }
        var overrides = Overrides()
        if let load {
            overrides.users = setting("load", load.users.map(String.init), "users")
            overrides.duration = setting("load", load.duration, "duration")
        }
        overrides.seed = setting("seed", arguments.seed.map(String.init), "seed")
        overrides.lane = arguments.lane.map {
            .init(path: "transport.lane", value: $0.rawValue, origin: "--lane")
        }
        overrides.settings = try settings(arguments.settings)
        return overrides
    }

    /// What `--set` was given.
    static func settings(_ texts: [String]) throws -> [Overrides.Setting] {
        try texts.map { text in
            guard let separator = text.firstIndex(of: "="), separator > text.startIndex else {
                throw ToolFailure(
                    message: "--set \(text): write a path, \"=\" and a value, as in "
                        + "--set load.users.hold=5min",
                    exitCode: ExitCodes.usage
                )
            }
            return .init(
                path: String(text[..<separator]),
                value: String(text[text.index(after: separator)...]),
                origin: "--set"
            )
        }
    }

    /// Gives an open load the time its users need to sign in before the first arrival.
    private static func withLeadIn(_ scenario: Scenario) -> Scenario {
        guard case .arrivals(var load) = scenario.load, !scenario.beforeEachUser.isEmpty else {
            return scenario
        }
        load.leadIn = ArrivalLoad.leadIn(users: load.users)
        var scenario = scenario
        scenario.load = .arrivals(load)
        return scenario
    }
}
