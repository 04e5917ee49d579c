import Availability
import Foundation
import Glibc
import Journaling
import Reporting
import ScenarioFiles
import Timekeeping
import Verdicts
import Workload

/// Probes from the first tick to the last and gives the verdict.
final class ProbeDriver {
    private let ready: ReadyProbe
    private let arguments: ProbeRunCommand
    private let console = Console()
    private let folder: ProbeFolder
    private let hook: HookRunner?
    private let progress: ProbeProgress
    private var file: ProbeLogFile
    private var log: ProbeLog
    private var signals = Signals()
    private var clock = WallClock()
    private var underWay: [TickUnderWay] = []
    /// Whether the newest tick that says anything was down.
    private var isDown: Bool
    /// The first failed slot of the outage that runs.
    private var downSince: UTCInstant?

    private var terms: AvailabilityTerms { ready.file.terms }

    init(_ ready: ReadyProbe, arguments: ProbeRunCommand) throws {
        self.ready = ready
        self.arguments = arguments
        for warning in ready.file.warnings where !arguments.quiet {
            console.note("warning: \(warning)")
        }
        folder = try ProbeFolder(ready.folder)
        let head = ProbeLog.Head(ready, begin: .now)
        let existing = try folder.existingLog(console)
        log = existing ?? ProbeLog(path: "\(ready.folder)/\(ProbeLog.fileName)")
        try existing?.check(goesOnWith: head)
        file = try ProbeLogFile(
            in: ready.folder,
            addsLineEnd: existing?.lacksLineEnd ?? false
        )
        hook = ready.file.hook.map(HookRunner.init)
        progress = ProbeProgress(console: console, isQuiet: arguments.quiet)
        downSince = log.runningOutage(by: ready.file.terms.rule)
        isDown = downSince != nil
        existing?.changes(with: head).forEach { console.note("warning: \($0)") }
        log.heads.append(head)
        write(ProbeLine.text(of: head))
        guard file.unwritten == 0 else {
            throw ToolFailure(
                message: "nothing was probed",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
    }

    /// - Returns: the exit code that the verdict asks for.
    func run() throws -> Int32 {
        let target = try Target(
            ready.file.targets[0].scenario,
            logFile: "\(ready.folder)/\(Target.logName)"
        )
        defer { target.stop() }
        let masker = Masker(secrets: ready.file.secrets)
        let probers = try ready.file.targets.map {
            try Prober($0, baseURL: target.baseURL, masker: masker)
        }
        let begin = UTCInstant.now
        var next = firstSlot(at: begin)
        let end = ready.file.duration.map { begin + $0 }
        progress.begin(
            ready,
            target: masker.masked(target.baseURL),
            folder: ready.folder,
            first: next
        )
        try announce(target, first: next)
        let why = try probe(probers, from: &next, until: end)
        try finish(why: why)
        return try give()
    }

    // MARK: Probing

    /// The next slot of the grid, or the one under way if it was not probed and is young enough.
    private func firstSlot(at now: UTCInstant) -> UTCInstant {
        let current = now.rounded(downTo: terms.every)
        let isYoung = now - current <= Nanoseconds(terms.every.count / 2)
        let isProbed = log.ticks.contains { $0.slot == current }
        return isYoung && !isProbed && !log.ticks.isEmpty ? current : current + terms.every
    }

    /// The rehearsal service's fault programme counts from the first slot.
    private func announce(_ target: Target, first: UTCInstant) throws {
        guard ready.file.service == .rehearsal else { return }
        let scenario = ready.file.targets[0].scenario
        let workers = try Workers(
            count: 1,
            lane: .direct,
            transport: scenario.transport,
            hosts: Preflight.check(scenario, baseURL: target.baseURL)
        )
        defer { workers.stop() }
        guard let worker = workers.all.first else { return }
        let origin = MonotonicInstant.now + (first - .now)
        target.announce(origin: origin, through: worker)
        _ = signals.wait(atMost: .milliseconds(200))
    }

    /// Starts a tick at every slot until the end or a signal.
    ///
    /// - Returns: why it ended.
    private func probe(
        _ probers: [Prober],
        from next: inout UTCInstant,
        until end: UTCInstant?
    ) throws -> String {
        while true {
            collect()
            if let step = clock.step() { note(step, &next) }
            let now = UTCInstant.now
            if let end, next >= end, underWay.isEmpty { return "duration" }
            if now >= next, end.map({ next < $0 }) ?? true {
                start(probers, due: &next, now: now)
                continue
            }
            let patience = underWay.isEmpty ? Nanoseconds.seconds(1) : .milliseconds(20)
            let pause = max(.milliseconds(1), min(patience, next > now ? next - now : patience))
            guard let signal = signals.wait(atMost: pause) else { continue }
            try drain(after: signal)
            return Signals.name(of: signal)
        }
    }

    private func start(_ probers: [Prober], due: inout UTCInstant, now: UTCInstant) {
        let slot = now.rounded(downTo: terms.every)
        due = slot + terms.every
        // A tick in the second half of its slot would stand nearer to the next one.
        guard now - slot <= Nanoseconds(terms.every.count / 2) else { return }
        underWay.append(
            TickUnderWay(
                slot: slot,
                probers,
                rule: terms.rule,
                confirm: ready.file.confirm
            )
        )
    }

    /// Slots are multiples by the wall clock as it now is.
    private func note(_ step: ProbeLog.ClockStep, _ next: inout UTCInstant) {
        log.clockSteps.append(step)
        write(ProbeLine.text(of: step))
        progress.say(
            "the clock was put \(step.by < .zero ? "back" : "forward") by"
                + " \(DurationText.readable(Nanoseconds(abs(step.by.count))))"
        )
        next = UTCInstant.now.rounded(downTo: terms.every) + terms.every
    }

    /// Records the ticks that have ended, oldest first, and what the hook has done.
    private func collect() {
        while let tick = underWay.first?.ended() {
            let began = underWay.removeFirst().begin
            record(tick, began: began)
        }
        for run in hook?.takeDone() ?? [] { record(run) }
    }

    private func record(_ tick: Tick, began: MonotonicInstant) {
        log.ticks.append(tick.asLogged)
        write(ProbeLine.text(of: tick))
        let state = tick.state(terms.rule)
        progress.show(tick, state: state, downSince: downSince)
        guard state != .unknown, (state == .down) != isDown else { return }
        isDown = state == .down
        let since = isDown ? tick.slot : downSince ?? tick.slot
        downSince = isDown ? tick.slot : nil
        hook?.run(event(tick, since: since, began: began))
    }

    private func record(_ run: ProbeLog.HookRun) {
        log.hookRuns.append(run.asLogged)
        write(ProbeLine.text(of: run))
        if let failure = run.failure {
            progress.say("the hook for the \(run.edge.rawValue) of the outage failed: \(failure)")
        }
    }

    private func event(
        _ tick: Tick,
        since: UTCInstant,
        began: MonotonicInstant
    ) -> HookRunner.Event {
        let reasons = tick.results.compactMap { result -> String? in
            guard case .failed(let why) = result.outcome else { return nil }
            return "\(result.kind.rawValue): \(why)"
        }
        var environment = [
            "SANBYO_EVENT": isDown ? "outage-start" : "outage-end",
            "SANBYO_PROBE": ready.file.name,
            "SANBYO_SERVICE": ready.file.service.text,
            "SANBYO_TICK": "\(tick.slot)",
            "SANBYO_SINCE": "\(since)",
            "SANBYO_REASON": reasons.joined(separator: "; "),
        ]
        if !isDown {
            let lasted = (tick.slot - since).seconds
            environment["SANBYO_LASTED_SECONDS"] = DecimalText.fixed(lasted, decimals: 0)
        }
        return HookRunner.Event(
            edge: isDown ? .start : .end,
            slot: tick.slot,
            begin: began,
            environment: environment
        )
    }

    private func write(_ line: String) {
        if let words = file.append(line) { progress.say(words) }
    }

    // MARK: The end

    /// Waits for the ticks under way; whoever sent SIGTERM will not wait long.
    private func drain(after signal: Int32) throws {
        progress.say("stopping (\(Signals.name(of: signal))); a second signal ends at once")
        let patience = signal == SIGINT ? terms.every : RunLoop.drainAfterTermination
        let deadline = MonotonicInstant.now + patience
        while !underWay.isEmpty, MonotonicInstant.now < deadline {
            try waitForSecondSignal()
            collect()
        }
    }

    private func waitForSecondSignal() throws {
        guard let signal = signals.wait(atMost: .milliseconds(20)) else { return }
        throw ToolFailure(
            message: "stopped at once by a second signal; `sanbyo probe status` judges the record",
            exitCode: ExitCodes.signal(signal)
        )
    }

    private func finish(why: String) throws {
        // A notice whose end is not waited for stands in the record as none.
        let usual = (ready.file.hook?.within ?? .zero) + .seconds(2)
        let isTerminated = why == Signals.name(of: SIGTERM)
        let deadline = MonotonicInstant.now + (isTerminated ? .seconds(10) : usual)
        while hook?.isBusy == true, MonotonicInstant.now < deadline { try waitForSecondSignal() }
        collect()
        write(ProbeLine.end(at: .now, why: why))
    }

    private func give() throws -> Int32 {
        defer { file.close() }
        let account = ProbeAccount(log, shownAs: log.path)
        let json = ProbeJson.document(account)
        var failure: ToolFailure?
        var files: [String] = []
        do {
            try ResultsDirectory(existing: ready.folder)
                .write(Array(json.text.utf8), to: ProbeFolder.summaryName)
            files = ["\(ready.folder)/\(ProbeFolder.summaryName)"]
        } catch let writing as ToolFailure {
            failure = writing
        }
        if let words = file.flush() { progress.say(words) }
        if file.unwritten > 0 {
            failure = ToolFailure(
                message: "\(file.unwritten) lines of \(log.path) could not be written and are lost",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
        ProbeOutput.show(
            account,
            json,
            files: files,
            asJson: arguments.output.json,
            in: arguments.output.languages.language,
            console
        )
        if let failure { throw failure }
        return account.verdict.exitCode
    }
}
