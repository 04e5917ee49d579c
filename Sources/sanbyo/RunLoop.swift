import Engine
import Glibc
import Timekeeping
import Verdicts

/// Drives a run from the main thread: collects reports every second, shows progress, takes
/// signals, ends the run.
struct RunLoop {
    let session: RunSession
    let origin: MonotonicInstant
    /// The length of the schedule.
    let duration: Nanoseconds
    /// How long operations in flight may go on after the schedule's end or a first signal.
    let drainLimit: Nanoseconds
    /// Who may end the run before its schedule does.
    var lookout: Lookout?
    /// After SIGTERM whoever sent it will not wait long (Slurm and Kubernetes: 5 to 30 s).
    static let drainAfterTermination = Nanoseconds.seconds(4)

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - progress: called about twice a second.
    ///   - onLook: called when a look has decided.
    /// - Throws: `ToolFailure` with 130 or 143 at a second signal: at once, nothing judged.
    mutating func run(
        signals: inout Signals,
        collector: inout RunCollector,
        progress: (PlayedRun, MonotonicInstant) -> Void,
        onFirstSignal: (Int32) -> Void,
        onLook: (Look, Verdict) -> Void
    ) throws {
        var deadline = origin + duration + drainLimit
        var nextReport = origin + Self.reportInterval
        var hasAborted = false
        session.start()
        while !session.isFinished {
            if let signal = signals.wait(atMost: Self.tick) {
                guard case .completed = collector.played.end else {
                    throw ToolFailure(
                        message: "stopped at once by a second signal; this run is not judged",
                        exitCode: ExitCodes.signal(signal)
                    )
                }
                collector.played.end = .interrupted(signal: Signals.name(of: signal))
                collector.played.stoppedAt = .now
                onFirstSignal(signal)
                session.stopNewWork()
                let patience = signal == SIGINT ? drainLimit : Self.drainAfterTermination
                deadline = min(deadline, MonotonicInstant.now + patience)
            }
            let now = MonotonicInstant.now
            if now >= nextReport {
                collector.request(at: now)
                while nextReport <= now { nextReport = nextReport + Self.reportInterval }
            }
            collector.collect()
            if collector.played.goesOn,
                let (look, verdict) = lookout?.decision(
                    on: collector.played,
                    now: now
                )
            {
                collector.played.look = look
                collector.played.stoppedAt = now
                onLook(look, verdict)
                session.stopNewWork()
                deadline = min(deadline, now + drainLimit)
            }
            progress(collector.played, now)
            guard now >= deadline else { continue }
            // A shard that does not end even then is our fault: what it reported is kept.
            guard !hasAborted else {
                collector.played.isComplete = false
                break
            }
            hasAborted = true
            session.abortInFlight()
            deadline = now + Self.abortPatience
        }
        collector.collectLast()
        if collector.played.goesOn { collector.played.look = lookout?.last }
    }

    private static let tick = Nanoseconds.milliseconds(100)
    private static let reportInterval = Nanoseconds.seconds(1)
    private static let abortPatience = Nanoseconds.seconds(10)
}
