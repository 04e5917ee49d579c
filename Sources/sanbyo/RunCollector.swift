import Engine
import Glibc
import Journaling
import Measuring
import Statistics
import Timekeeping
import Verdicts
import Workload

/// What came of playing a scenario, before it is judged.
struct PlayedRun {
    var record: RunRecord
    var failures: [FailureExample] = []
    /// The first answers that held another tenant's data, at most ``LeakEvidence/most``.
    var leaks: [LeakEvidence] = []
    var end: RunEnd = .completed
    var attendance = AttendanceFigures()
    /// Arrivals of an open load played or given up as missed.
    var arrivalsHandled = 0
    var arrivalGaps = GapTally()
    var ranOutOfData = false
    /// What the service said of users signed in so far; `nil` = it is not asked.
    var signedIn: SignedInCount?
    /// Whether every shard gave its last report; without it some seconds are missing.
    var isComplete = true
    /// The look that ended the run; `nil` for a run of fixed length.
    var look: Look?
    /// When a look or a signal stopped new work; `nil` when the schedule came to its end.
    var stoppedAt: MonotonicInstant?

    /// Whether nothing has ended it before its schedule.
    var goesOn: Bool { end == .completed && look == nil }
}

/// Takes in what the shards report and hands it on to the journal.
struct RunCollector {
    var played: PlayedRun
    private let session: RunSession
    private let scenario: Scenario
    private let journal: (JournalTick) -> Void
    private let excerpts: LeakExcerpts
    private let signedIn: () -> SignedInCount?
    /// The newest report of each shard, for what shards count since the run's start.
    private var newest: [Int: ShardReport] = [:]
    private var meter = MachineMeter()
    private var readings: [JournalTick.MachineReading] = []

    init(
        session: RunSession,
        scenario: Scenario,
        record: RunRecord,
        excerpts: LeakExcerpts,
        signedIn: @escaping () -> SignedInCount? = { nil },
        journal: @escaping (JournalTick) -> Void
    ) {
        self.session = session
        self.scenario = scenario
        self.journal = journal
        self.excerpts = excerpts
        self.signedIn = signedIn
        played = PlayedRun(record: record)
    }

    /// Asks the shards for reports and reads the machine's meters.
    mutating func request(at now: MonotonicInstant) {
        session.requestReports()
        // Read about the stretch before, as with deltas.
        let second = (now - played.record.origin - Nanoseconds(1)).wholeSecond
        readings.append(JournalTick.MachineReading(second: second, figures: meter.read()))
    }

    /// Takes in the reports that have come.
    mutating func collect() {
        let reports = session.takeReports()
        guard !reports.isEmpty else { return }
        for report in reports {
            played.record.merge(report.delta, shard: report.shard)
            played.failures += report.failures
            newest[report.shard] = report
        }
        played.signedIn = signedIn()
        let leaks = excerpts.evidence(
            of: reports.flatMap(\.leaks),
            atMost: LeakEvidence.most - played.leaks.count
        )
        played.leaks += leaks
        for reading in readings { played.record.add(reading.figures, second: reading.second) }
        played.attendance = AttendanceFigures()
        for report in newest.values { played.attendance.add(report.attendance) }
        played.arrivalsHandled = newest.values.reduce(0) { $0 + $1.arrivalsHandled }
        played.arrivalGaps = newest.values.reduce(into: GapTally()) { $0.merge($1.arrivalGaps) }
        played.ranOutOfData = newest.values.contains { $0.ranOutOfData }
        journal(
            JournalTick(
                deltas: reports.map { ($0.shard, $0.delta) },
                state: JournalTick.State(
                    load: LoadFacts(played, scenario: scenario),
                    failures: reports.flatMap(\.failures),
                    machine: readings,
                    leaks: leaks
                )
            )
        )
        readings = []
    }

    /// Takes in one last report of every shard, waiting for it as long as makes sense.
    mutating func collectLast() {
        request(at: .now)
        let giveUp = MonotonicInstant.now + .seconds(3)
        while !session.hasAllReports, MonotonicInstant.now < giveUp { usleep(2_000) }
        if !session.hasAllReports { played.isComplete = false }
        collect()
    }
}
