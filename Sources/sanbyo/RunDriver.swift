import Engine
import Foundation
import HTTPLanes
import Measuring
import Reporting
import ScenarioFiles
import Timekeeping
import Verdicts
import Workload

/// The main job from arguments to exit code.
struct RunDriver {
    let scenario: ScenarioArguments
    let options: RunArguments
    private let console = Console()

    init(scenario: ScenarioArguments, options: RunArguments) {
        self.scenario = scenario
        self.options = options
    }

    /// Plays, judges and writes.
    ///
    /// - Returns: the exit code that the verdict asks for.
    /// - Throws: `ToolFailure` for what ends the tool without a verdict.
    func run() throws -> Int32 {
        let ready = try ScenarioLoading.load(scenario)
        let drain = try drainLimit()
        let shards = try shardCount(for: ready.scenario)
        for warning in ready.loaded.warnings where !options.quiet {
            console.note("warning: \(warning)")
        }
        let parent = try resultsFolder()
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
        let report = try play(
            ready,
            target: target,
            hosts: hosts,
            shards: shards,
            drain: drain,
            signals: &signals
        )
        return try write(report, to: folder)
    }

    // MARK: Before

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Flag before environment before default.
    private func resultsFolder() throws -> String {
        let folder = options.results ?? Self.environment["SANBYO_RESULTS"] ?? "Results"
        guard !folder.isEmpty else {
            throw ToolFailure(
                message: "--results: the name is empty; write a folder, such as Results",
                exitCode: ExitCodes.usage
            )
        }
        return folder
    }

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

    // MARK: Playing

    private func play(
        _ ready: ReadyScenario,
        target: Target,
        hosts: [ResolvedHost],
        shards: Int,
        drain: Nanoseconds,
        signals: inout Signals
    ) throws -> RunReport {
        let scenario = ready.scenario
        let seed = scenario.seed ?? UInt64.random(in: 1...0xFFFF_FFFF)
        let anchor = ClockAnchor.now()
        let measuring = MeasuringPlan(scenario: scenario, gates: ready.gates)
        let plan = try RunPlan(
            scenario: scenario,
            baseURL: target.baseURL,
            seed: seed,
            runTag: String(anchor.unixNanoseconds, radix: 36),
            measuring: measuring
        )
        let workers = try Workers(
            count: shards,
            lane: ready.lane.lane,
            transport: scenario.transport,
            hosts: hosts
        )
        defer { workers.stop() }
        let origin = MonotonicInstant.now + .milliseconds(300)
        let session = RunSession(plan: plan, workers: workers.all, origin: origin)
        if let first = workers.all.first { target.announce(origin: origin, through: first) }
        let loop = RunLoop(
            session: session,
            origin: origin,
            duration: scenario.load.duration,
            drainLimit: drain
        )
        let progress = Progress(
            console: console,
            options: options,
            scenario: scenario,
            gates: ready.gates,
            origin: origin
        )
        progress.begin(target: target.baseURL, seed: seed, shards: shards, lane: ready.lane)
        let played = try loop.run(
            signals: &signals,
            record: RunRecord(plan: measuring, origin: origin, shards: shards),
            progress: progress.update,
            onFirstSignal: progress.interrupted
        )
        progress.end()
        let facts = RunFacts(
            played,
            scenario: scenario,
            gates: ready.gates,
            seed: seed,
            clock: anchor
        )
        return RunReport(
            facts: facts,
            judgement: Judge.judge(facts),
            meta: RunMeta(
                ready,
                path: self.scenario.file,
                seed: seed,
                shards: shards,
                start: ClockAnchor(
                    monotonic: origin,
                    unixNanoseconds: anchor.unixNanoseconds(at: origin)
                ),
                duration: MonotonicInstant.now - origin
            ),
            failures: played.failures,
            secrets: scenario.secrets
        )
    }

    // MARK: After

    /// Writes every file, the summary last, and prints the verdict.
    ///
    /// A disk that fails now must not cost the run: what was measured is judged and printed, the
    /// files go to the temporary folder if they can, and the exit code is 74.
    private func write(_ report: RunReport, to folder: ResultsDirectory) throws -> Int32 {
        let files = Reporters.files(of: report)
        var failure: ToolFailure?
        var place = folder.path
        do {
            for file in files where file.name != ResultsDirectory.manifest {
                try folder.write(file.bytes, to: file.name)
            }
            for file in files where file.name == ResultsDirectory.manifest {
                try folder.write(file.bytes, to: file.name)
            }
            folder.finish()
        } catch let writing as ToolFailure {
            failure = writing
            place = Self.rescue(files) ?? ""
        }
        printSummary(report, files: files, place: place)
        if let failure {
            let rescued = place.isEmpty ? "" : "; the files are in \(place) instead"
            throw ToolFailure(
                message: failure.message + rescued,
                exitCode: failure.exitCode
            )
        }
        return report.judgement.verdict.exitCode
    }

    private static func rescue(_ files: [ReportFile]) -> String? {
        let temporary = FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-\(ProcessInfo.processInfo.processIdentifier)")
        do {
            try FileManager.default.createDirectory(
                at: temporary,
                withIntermediateDirectories: true
            )
            for file in files {
                try Data(file.bytes).write(to: temporary.appendingPathComponent(file.name))
            }
            return temporary.path
        } catch {
            return nil
        }
    }

    private func printSummary(_ report: RunReport, files: [ReportFile], place: String) {
        if options.json {
            for file in files where file.name == ResultsDirectory.manifest {
                console.output(file.bytes)
            }
            return
        }
        let log = Target.logName
        let hasLog = FileManager.default.fileExists(atPath: "\(place)/\(log)")
        let lines = TerminalSummary.lines(
            report,
            folder: place.isEmpty ? nil : place,
            files: files.map(\.name) + (hasLog ? [log] : []),
            width: console.width,
            style: Style(isColoured: console.colorsOutput)
        )
        console.output(lines.joined(separator: "\n") + "\n")
    }
}
