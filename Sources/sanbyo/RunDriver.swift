import Engine
import Foundation
import HTTPLanes
import Journaling
import Measuring
import Reporting
import ScenarioFiles
import Statistics
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
        var ready = try ScenarioLoading.load(scenario)
        let looks = try extend(&ready)
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
        let (report, lost) = try play(
            ready,
            in: folder,
            target: target,
            hosts: hosts,
            shards: shards,
            drain: drain,
            looks: looks,
            signals: &signals
        )
        return try RunOutput(console: console, isJson: options.json)
            .write(report, to: folder, lost: lost)
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

    // MARK: Playing

    /// - Returns: the run, and why its journal could not be written, if it could not.
    private func play(
        _ ready: ReadyScenario,
        in folder: ResultsDirectory,
        target: Target,
        hosts: [ResolvedHost],
        shards: Int,
        drain: Nanoseconds,
        looks: [Nanoseconds],
        signals: inout Signals
    ) throws -> (RunReport, lost: String?) {
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
        var meta = RunMeta(
            ready,
            path: self.scenario.file,
            seed: seed,
            shards: shards,
            start: ClockAnchor(
                monotonic: origin,
                unixNanoseconds: anchor.unixNanoseconds(at: origin)
            )
        )
        let journal = try JournalWriter(
            in: folder.path,
            header: JournalHeader(
                plan: measuring,
                origin: origin,
                shards: shards,
                terms: RunTerms(scenario),
                gates: ready.gates,
                meta: meta
            ),
            masker: Masker(secrets: scenario.secrets)
        )
        let session = RunSession(plan: plan, workers: workers.all, origin: origin)
        if let first = workers.all.first { target.announce(origin: origin, through: first) }
        func facts(_ played: PlayedRun) -> RunFacts {
            RunFacts(played, scenario: scenario, gates: ready.gates, seed: seed, clock: anchor)
        }
        var loop = RunLoop(
            session: session,
            origin: origin,
            duration: scenario.load.duration,
            drainLimit: drain,
            lookout: looks.isEmpty
                ? nil
                : Lookout(origin: origin, looks: looks) { played, look in
                    var seen = played
                    seen.look = look
                    seen.stoppedAt = .now
                    seen.record = played.record.provisional(now: .now)
                    return Judge.judge(facts(seen)).verdict
                }
        )
        let progress = Progress(
            console: console,
            options: options,
            scenario: scenario,
            gates: ready.gates,
            origin: origin
        )
        progress.begin(target: target.baseURL, seed: seed, shards: shards, lane: ready.lane)
        var collector = RunCollector(
            session: session,
            scenario: scenario,
            record: RunRecord(plan: measuring, origin: origin, shards: shards),
            journal: { journal.append($0) }
        )
        try loop.run(
            signals: &signals,
            collector: &collector,
            progress: { played, now in
                if let reason = journal.newFailure() {
                    progress.warn("\(reason); the run goes on and is judged from memory")
                }
                progress.update(played, now: now)
            },
            onFirstSignal: progress.interrupted,
            onLook: progress.decided
        )
        progress.end()
        let facts = facts(collector.played)
        meta.duration = MonotonicInstant.now - origin
        journal.append(
            JournalEnd(
                ended: facts.ended,
                load: facts.load,
                machine: facts.machine,
                look: facts.look,
                duration: meta.duration
            )
        )
        let report = RunReport(
            facts: facts,
            judgement: Judge.judge(facts),
            meta: meta,
            failures: collector.played.failures,
            secrets: scenario.secrets
        )
        return (report, lost: journal.finish())
    }
}
