import Timekeeping

/// A ``ShardTally`` while samples are counted in it.
struct OpenTally: Sendable {
    private let origin: MonotonicInstant
    private var cells: OpenCells
    private var seconds = OpenTable<OpenSecond>()
    /// When the second found last began, and its place: most instants are in it too.
    private var latest = (start: MonotonicInstant(nanoseconds: .min), place: 0)
    private var requests = OpenTable<OpenRequest>()
    /// By user from -1, when the newest operation ended: until then the user could start nothing.
    private var busyUntil: [MonotonicInstant] = []

    init(plan: MeasuringPlan, origin: MonotonicInstant) {
        self.origin = origin
        cells = OpenCells(plan: plan, origin: origin)
    }

    mutating func record(_ sample: OperationSample) {
        let verdict = cells.record(sample)
        let stamps = sample.stamps
        let ended = place(of: stamps.done)
        seconds.entries[ended].finished += 1
        if verdict.isViolation { seconds.entries[ended].violations += 1 }
        guard verdict.wasDispatched else { return }
        seconds.entries[place(of: stamps.dispatched)].started += 1
        let free = becomeBusy(sample.user, until: stamps.done)
        // A user kept busy by the service cannot start on time; that delay counts in R but not
        // against the generator.
        let lag = max(.zero, stamps.dispatched - max(free, stamps.planned))
        seconds.entries[place(of: stamps.planned)].record(lag: lag)
    }

    mutating func record(_ sample: RequestSample) {
        requests.entries[requests.place(of: sample.request)].record(sample)
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> ShardTally {
        latest.start = MonotonicInstant(nanoseconds: .min)
        return ShardTally(
            cells: cells.drain(),
            requests: requests.drain { $0.drain() },
            seconds: seconds.drain { $0.drain() }
        )
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
