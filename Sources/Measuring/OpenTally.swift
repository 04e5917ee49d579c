import Timekeeping

/// A ``ShardTally`` while samples are counted in it.
struct OpenTally: Sendable {
    private let origin: MonotonicInstant
    private var cells: OpenCells
    private var seconds = OpenTable<OpenSecond>()
    /// When the second found last began, and its place: most instants are in it too.
    private var latest = (start: MonotonicInstant(nanoseconds: .min), place: 0)
    private var requests = OpenTable<OpenRequest>()
    /// `nil` when the scenario does not keep tenants apart.
    private var isolation: OpenIsolation?
    private let judgedSpan: Range<Nanoseconds>
    /// By user from -1, when the newest operation ended: until then the user could start nothing.
    private var busyUntil: [MonotonicInstant] = []
    /// Connections opened by users for the operation they are at; nearly always empty.
    private var opened: [Int: [(written: MonotonicInstant, phases: ConnectionPhases)]] = [:]

    init(plan: MeasuringPlan, origin: MonotonicInstant) {
        self.origin = origin
        cells = OpenCells(plan: plan, origin: origin)
        isolation = OpenIsolation(plan: plan)
        judgedSpan = plan.judgedSpan
    }

    mutating func record(_ sample: OperationSample) {
        let stamps = sample.stamps
        let start = start(of: sample)
        let verdict = cells.record(sample, start: start)
        if isolation != nil {
            let planned = stamps.planned - origin
            isolation?.record(
                sample,
                verdict,
                planned: planned,
                done: max(stamps.done - origin, planned),
                isJudged: judgedSpan.contains(planned)
            )
        }
        let ended = place(of: stamps.done)
        seconds.entries[ended].finished += 1
        if verdict.isViolation { seconds.entries[ended].violations += 1 }
        guard verdict.wasDispatched else { return }
        seconds.entries[place(of: stamps.dispatched)].started += 1
        // A user kept busy by the service cannot start on time; that delay counts in R but not
        // against the generator.
        let lag = max(.zero, stamps.dispatched - max(start.free, stamps.planned))
        seconds.entries[place(of: stamps.planned)].record(
            lag: lag,
            blocked: stamps.written - stamps.dispatched
        )
    }

    mutating func record(_ sample: RequestSample) {
        if let phases = sample.connection {
            opened[sample.user, default: []].append((sample.stamps.written, phases))
        }
        requests.entries[requests.place(of: sample.request)].record(sample)
        isolation?.record(sample, second: (sample.stamps.done - origin).wholeSecond)
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> ShardTally {
        latest.start = MonotonicInstant(nanoseconds: .min)
        return ShardTally(
            cells: cells.drain(),
            requests: requests.drain { $0.drain() },
            seconds: seconds.drain { $0.drain() },
            isolation: isolation?.drain()
        )
    }

    /// What an operation that ended waited for before it began.
    private mutating func start(of sample: OperationSample) -> SampleStart {
        var start = SampleStart()
        guard sample.outcome.wasDispatched else { return start }
        start.free = becomeBusy(sample.user, until: sample.stamps.done)
        if !opened.isEmpty, let openings = opened.removeValue(forKey: sample.user) {
            // Only the first request's connection kept the operation waiting for its start.
            start.opening = openings.first { $0.written == sample.stamps.written }?.phases
        }
        return start
    }

    /// Notes until when a user is busy, and answers until when it was before.
    private mutating func becomeBusy(
        _ user: Int,
        until end: MonotonicInstant
    ) -> MonotonicInstant {
        let place = user + 1
        while place >= busyUntil.count { busyUntil.append(MonotonicInstant(nanoseconds: .min)) }
        let before = busyUntil[place]
        busyUntil[place] = max(before, end)
        return before
    }

    private mutating func place(of instant: MonotonicInstant) -> Int {
        let since = instant.nanoseconds.subtractingReportingOverflow(latest.start.nanoseconds)
        if !since.overflow, (0..<1_000_000_000).contains(since.partialValue) {
            return latest.place
        }
        let second = (instant - origin).wholeSecond
        latest = (origin + .seconds(second), seconds.place(of: second))
        return latest.place
    }
}
