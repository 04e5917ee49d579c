import Timekeeping

/// The cells of a shard while operations are counted in them.
struct OpenCells: Sendable {
    private let origin: MonotonicInstant
    private let judgedSpan: Range<Nanoseconds>
    /// By operation; own copies, so that shards share no reference count.
    private let targets: [Nanoseconds]
    private let limits: [[Nanoseconds]]
    private var table = OpenTable<OpenCell>()

    init(plan: MeasuringPlan, origin: MonotonicInstant) {
        self.origin = origin
        judgedSpan = plan.judgedSpan
        targets = plan.operations.map { $0.target ?? Nanoseconds(.max) }
        limits = plan.operations.map { $0.limits.map(\.self) }
    }

    /// Counts a finished operation in its cell, and how long it kept its user waiting.
    @discardableResult
    mutating func record(_ sample: OperationSample) -> SampleVerdict {
        let verdict = SampleVerdict(sample, target: targets[sample.operation])
        let planned = sample.stamps.planned - origin
        let done = max(sample.stamps.done - origin, planned)
        let second = planned.wholeSecond
        var key = CellKey(
            operation: sample.operation,
            second: second,
            isJudged: judgedSpan.contains(planned)
        )
        let place = table.place(of: key)
        table.entries[place].record(
            sample,
            verdict,
            limits: limits[sample.operation],
            offset: planned - .seconds(second),
            done: done
        )
        guard verdict.isLate, done.wholeSecond > second + 1 else { return verdict }
        key.second = second + 1
        table.entries[table.place(of: key)].addWaiting(1)
        key.second = done.wholeSecond
        table.entries[table.place(of: key)].addWaiting(-1)
        return verdict
    }

    /// The cells since the last call.
    mutating func drain() -> [CellKey: Cell] {
        table.drain { $0.drain() }
    }
}

/// What an operation's end means for the exact counters.
struct SampleVerdict {
    let succeeded: Bool
    let wasDispatched: Bool
    let isLate: Bool
    let response: Nanoseconds

    var isViolation: Bool { !succeeded || isLate }

    /// - Parameter target: the longest time there is when the class promises nothing.
    init(_ sample: OperationSample, target: Nanoseconds) {
        succeeded = sample.outcome == .succeeded
        wasDispatched = sample.outcome.wasDispatched
        response = sample.stamps.responseTime
        // R equal to the target keeps it.
        isLate = wasDispatched && response > target
    }

    /// A failed operation exceeds every limit, however quick it failed.
    func exceeds(_ limit: Nanoseconds) -> Bool {
        !succeeded || response > limit
    }
}
