import Foundation
import HTTPLanes
import Reporting
import ScenarioFiles
import Statistics
import Timekeeping
import Wording
import Workload

/// The main job from arguments to exit code.
struct RunDriver {
    let scenario: ScenarioArguments
    let load: LoadArguments
    let options: RunArguments
    /// Of the reports.
    let language: Language
    private let console = Console()

    init(
        scenario: ScenarioArguments,
        load: LoadArguments,
        options: RunArguments,
        language: Language
    ) {
        self.scenario = scenario
        self.load = load
        self.options = options
        self.language = language
    }

    /// Plays, judges and writes.
    ///
    /// - Returns: the exit code that the verdict asks for.
    /// - Throws: `ToolFailure` for what ends the tool without a verdict.
    func run() throws -> Int32 {
        var ready = try ScenarioLoading.load(scenario, load)
        let looks = try extend(&ready)
        let drain = try drainLimit()
        let shards = try shardCount(for: ready.scenario)
        for warning in ready.loaded.warnings where !options.quiet {
            console.note("warning: \(warning)")
        }
        let parent = try ResultsDirectory.parent(options.results)
        var signals = Signals()
        let folder = try ResultsDirectory(
            in: parent,
            scenario: ready.scenario.name,
            at: Date()
        )
        let target: Target
        let hosts: [ResolvedHost]
        do {
            target = try Target(ready.scenario, logFile: "\(folder.path)/\(Target.logName)")
            hosts = try Preflight.check(ready.scenario, baseURL: target.baseURL)
        } catch {
            folder.discard()
            throw error
        }
        defer { target.stop() }
        let plan = PlannedRun(
            ready: ready,
            path: scenario.file,
            drain: drain,
            shards: shards,
            looks: looks,
            calibration: Calibration.find(in: parent, machine: .own)
        )
        var (report, lost) = try RunPlay(plan, target: target, hosts: hosts)
            .play(into: folder, options: options, console: console, signals: &signals)
        report.language = language
        return try RunOutput(console: console, isJson: options.json)
            .write(report, to: folder, lost: lost)
    }

    // MARK: Before

    private func drainLimit() throws -> Nanoseconds {
        // Far longer ones would not fit the clock.
        guard let length = DurationText.parse(options.drain), length <= .seconds(366 * 86_400)
        else {
            throw ToolFailure(
                message: "--drain \(options.drain): write a length of time such as 60s or 2min, "
                    + "at most 366d",
                exitCode: ExitCodes.usage
            )
        }
        return length
    }

    /// Makes the load's last hold as long as it may become.
    ///
    /// - Returns: the offsets at which the run may be enough; none for a run of fixed length.
    private func extend(_ ready: inout ReadyScenario) throws -> [Nanoseconds] {
        guard options.inconclusive == .extend else { return [] }
        guard let extended = ready.scenario.load.extended(times: SequentialLooks.most) else {
            throw ToolFailure(
                message: "--inconclusive extend: the load does not end with a stage that holds a "
                    + "level; add “hold: 5min” at its end, or leave the flag out",
                exitCode: ExitCodes.usage
            )
        }
        ready.scenario.load = extended.load
        return extended.looks
    }

    private func shardCount(for scenario: Scenario) throws -> Int {
        guard let asked = options.shards else {
            return min(MachineLimits.processors, 1 + scenario.load.peakUsers / 500)
        }
        guard (1...256).contains(asked) else {
            throw ToolFailure(
                message: "--shards \(asked): write a number from 1 to 256",
                exitCode: ExitCodes.usage
            )
        }
        return asked
    }
}
