import Engine
import HTTPLanes
import Journaling
import Measuring
import Reporting
import Statistics
import Timekeeping
import Verdicts
import Workload

/// What a run is to do, everything decided.
struct PlannedRun {
    let ready: ReadyScenario
    /// The scenario file, as the user named it.
    let path: String
    /// How long operations in flight may go on after the load has ended.
    let drain: Nanoseconds
    let shards: Int
    /// Offsets at which the run may be enough; none for a run of fixed length.
    let looks: [Nanoseconds]
    let calibration: Calibration.Found

    var scenario: Scenario { ready.scenario }
    var isExtended: Bool { !looks.isEmpty }
}

/// Plays one run and judges it.
struct RunPlay {
    private let plan: PlannedRun
    private let target: Target
    private let hosts: [ResolvedHost]
    private let measuring: MeasuringPlan
    private let seed: UInt64
    /// Both clocks, read before the run.
    private let clock = ClockAnchor.now()

    /// With the accounts in the order in which users get them.
    private let scenario: Scenario

    init(_ plan: PlannedRun, target: Target, hosts: [ResolvedHost]) {
        self.plan = plan
        self.target = target
        self.hosts = hosts
        seed = plan.scenario.seed ?? UInt64.random(in: 1...0xFFFF_FFFF)
        scenario = plan.scenario.withAccountsArranged(seed: seed)
        measuring = MeasuringPlan(scenario: scenario, gates: plan.ready.gates)
    }

    /// Plays the load to its end.
    ///
    /// - Returns: the run, and why its journal could not be written, if it could not.
    func play(
        into folder: ResultsDirectory,
        options: RunArguments,
        console: Console,
        signals: inout Signals
    ) throws -> (RunReport, lost: String?) {
        let journal: JournalWriter
        let playable: RunPlan
        let workers: Workers
        let watch: SignedInWatch?
        do {
            journal = try JournalWriter(
                in: folder.path,
                masker: Masker(secrets: scenario.secrets)
            )
            playable = try self.playable()
            workers = try Workers(
                count: plan.shards,
                lane: plan.ready.lane.lane,
                transport: scenario.transport,
                hosts: hosts
            )
            watch = try signedInWatch()
        } catch {
            folder.discard()
            throw error
        }
        defer { workers.stop() }
        // From here on nothing may block: the first operations are due soon.
        let origin = MonotonicInstant.now + .milliseconds(300)
        journal.append(header(origin: origin))
        let session = RunSession(plan: playable, workers: workers.all, origin: origin)
        if let first = workers.all.first { target.announce(origin: origin, through: first) }
        let progress = Progress(
            console: console,
            options: options,
            scenario: scenario,
            gates: plan.ready.gates,
            origin: origin
        )
        progress.begin(
            target: target.baseURL,
            seed: seed,
            shards: plan.shards,
            lane: plan.ready.lane
        )
        var collector = RunCollector(
            session: session,
            scenario: scenario,
            record: RunRecord(plan: measuring, origin: origin, shards: plan.shards),
            excerpts: LeakExcerpts(origin: origin, clock: clock, secrets: scenario.secrets),
            signedIn: { watch?.count },
            journal: { journal.append($0) }
        )
        watch?.start(origin: origin)
        var loop = loop(of: session, origin: origin)
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
        if let failure = watch?.stop() {
            progress.warn(Masker(secrets: scenario.secrets).masked(failure))
        }
        return finish(collector.played, origin: origin, journal)
    }

    private func signedInWatch() throws -> SignedInWatch? {
        try scenario.signedIn.map {
            try SignedInWatch($0, beside: scenario, baseURL: target.baseURL, hosts: hosts)
        }
    }

    private func playable() throws -> RunPlan {
        try RunPlan(
            scenario: scenario,
            baseURL: target.baseURL,
            seed: seed,
            runTag: String(clock.unixNanoseconds, radix: 36),
            measuring: measuring
        )
    }

    private func header(origin: MonotonicInstant) -> JournalHeader {
        JournalHeader(
            plan: measuring,
            origin: origin,
            shards: plan.shards,
            terms: RunTerms(scenario),
            gates: plan.ready.gates,
            meta: meta(origin: origin),
            machine: MachineFacts(plan.calibration),
            isExtended: plan.isExtended
        )
    }

    private func meta(origin: MonotonicInstant) -> RunMeta {
        var meta = RunMeta(
            plan.ready,
            path: plan.path,
            seed: seed,
            shards: plan.shards,
            start: ClockAnchor(
                monotonic: origin,
                unixNanoseconds: clock.unixNanoseconds(at: origin)
            )
        )
        if plan.isExtended {
            meta.warnings.append(
                "the last hold could go on for \(SequentialLooks.most) times its length "
                    + "(--inconclusive extend); effective.yaml shows it as written"
            )
        }
        return meta
    }

    private func loop(of session: RunSession, origin: MonotonicInstant) -> RunLoop {
        RunLoop(
            session: session,
            origin: origin,
            duration: scenario.load.duration,
            drainLimit: plan.drain,
            lookout: plan.looks.isEmpty
                ? nil : Lookout(origin: origin, looks: plan.looks, judge: verdict)
        )
    }

    /// What has been played comes to, by a look at it now.
    private func verdict(on played: PlayedRun, _ look: Look) -> Verdict {
        let now = MonotonicInstant.now
        var seen = played
        seen.look = look
        seen.stoppedAt = now
        seen.record = played.record.provisional(now: now)
        var facts = facts(seen)
        // Arrivals since the last report are under way, not lost; the run's end tells.
        facts.load.plannedArrivals = 0
        facts.load.arrivalsLostByGenerator = 0
        return Judge.judge(facts).verdict
    }

    private func facts(_ played: PlayedRun) -> RunFacts {
        RunFacts(
            played,
            scenario: scenario,
            gates: plan.ready.gates,
            seed: seed,
            clock: clock,
            calibration: plan.calibration,
            isExtended: plan.isExtended
        )
    }

    /// Judges the run and closes its journal.
    private func finish(
        _ played: PlayedRun,
        origin: MonotonicInstant,
        _ journal: JournalWriter
    ) -> (RunReport, lost: String?) {
        let facts = facts(played)
        var meta = meta(origin: origin)
        meta.duration = MonotonicInstant.now - origin
        journal.append(
            JournalEnd(
                ended: facts.ended,
                load: facts.load,
                machine: facts.machine,
                look: facts.look,
                stopped: facts.stopped,
                duration: meta.duration
            )
        )
        let report = RunReport(
            facts: facts,
            judgement: Judge.judge(facts),
            meta: meta,
            failures: played.failures,
            secrets: scenario.secrets
        )
        return (report, lost: journal.finish())
    }
}
