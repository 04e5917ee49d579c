import Engine
import Glibc
import Measuring
import Timekeeping
import Verdicts
import Workload

/// What came of playing a scenario, before it is judged.
struct PlayedRun {
    var record: RunRecord
    var failures: [FailureExample] = []
    var end: RunEnd = .completed
    var attendance = AttendanceFigures()
    /// Arrivals of an open load played or given up as missed.
    var arrivalsHandled = 0
    var ranOutOfData = false
    /// Whether every shard gave its last report; without it some seconds are missing.
    var isComplete = true
}

/// Drives a run from the main thread: collects reports every second, shows progress, takes
/// signals, ends the run.
struct RunLoop {
    let session: RunSession
    let origin: MonotonicInstant
    /// The length of the schedule.
    let duration: Nanoseconds
    /// How long operations in flight may go on after the schedule's end or a first signal.
    let drainLimit: Nanoseconds
    /// After SIGTERM whoever sent it will not wait long (Slurm and Kubernetes: 5 to 30 s).
    static let drainAfterTermination = Nanoseconds.seconds(4)

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - progress: called about twice a second.
    /// - Throws: `ToolFailure` with 130 or 143 at a second signal: at once, nothing judged.
    func run(
        signals: inout Signals,
        record: RunRecord,
        progress: (PlayedRun, MonotonicInstant) -> Void,
        onFirstSignal: (Int32) -> Void
    ) throws -> PlayedRun {
        var played = PlayedRun(record: record)
        var tallies: [Int: ShardReport] = [:]
        var deadline = origin + duration + drainLimit
        var nextReport = origin + Self.reportInterval
        var hasAborted = false
        session.start()
        while !session.isFinished {
            if let signal = signals.wait(atMost: Self.tick) {
                guard case .completed = played.end else {
                    throw ToolFailure(
                        message: "stopped at once by a second signal; this run is not judged",
                        exitCode: ExitCodes.signal(signal)
                    )
                }
                played.end = .interrupted(signal: Signals.name(of: signal))
                onFirstSignal(signal)
                session.stopNewWork()
                let patience = signal == SIGINT ? drainLimit : Self.drainAfterTermination
                deadline = min(deadline, MonotonicInstant.now + patience)
            }
            let now = MonotonicInstant.now
            if now >= nextReport {
                session.requestReports()
                while nextReport <= now { nextReport = nextReport + Self.reportInterval }
            }
            merge(into: &played, tallies: &tallies)
            progress(played, now)
            guard now >= deadline else { continue }
            // A shard that does not end even then is our fault: what it reported is kept.
            guard !hasAborted else {
                played.isComplete = false
                break
            }
            hasAborted = true
            session.abortInFlight()
            deadline = now + Self.abortPatience
        }
        collectLast(into: &played, tallies: &tallies)
        return played
    }

    private func collectLast(into played: inout PlayedRun, tallies: inout [Int: ShardReport]) {
        session.requestReports()
        let giveUp = MonotonicInstant.now + .seconds(3)
        while !session.hasAllReports, MonotonicInstant.now < giveUp { usleep(2_000) }
        if !session.hasAllReports { played.isComplete = false }
        merge(into: &played, tallies: &tallies)
    }

    private func merge(into played: inout PlayedRun, tallies: inout [Int: ShardReport]) {
        for report in session.takeReports() {
            played.record.merge(report.delta, shard: report.shard)
            played.failures += report.failures
            tallies[report.shard] = report
        }
        played.attendance = AttendanceFigures()
        for report in tallies.values { played.attendance.add(report.attendance) }
        played.arrivalsHandled = tallies.values.reduce(0) { $0 + $1.arrivalsHandled }
        played.ranOutOfData = tallies.values.contains { $0.ranOutOfData }
    }

    private static let tick = Nanoseconds.milliseconds(100)
    private static let reportInterval = Nanoseconds.seconds(1)
    private static let abortPatience = Nanoseconds.seconds(10)
}
