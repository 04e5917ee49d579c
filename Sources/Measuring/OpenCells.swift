import Timekeeping

/// The cells of a shard while operations are counted in them.
struct OpenCells: Sendable {
    private let origin: MonotonicInstant
    private let judgedSpan: Range<Nanoseconds>
    /// By operation.
    private let rules: [Rule]
    /// The limits of all operations, each one's together.
    private let limits: [Nanoseconds]
    private var table = OpenTable<OpenCell>()

    init(plan: MeasuringPlan, origin: MonotonicInstant) {
        self.origin = origin
        judgedSpan = plan.judgedSpan
        var limits: [Nanoseconds] = []
        rules = plan.operations.map { operation in
            limits += operation.limits
            return Rule(
                // Nothing is longer than the longest time there is.
                target: operation.target ?? Nanoseconds(.max),
                limits: (limits.count - operation.limits.count)..<limits.count
            )
        }
        self.limits = limits
    }

    /// What an operation is held against, without a list of its own: copying one for each sample
    /// would cost more than the comparison.
    private struct Rule: Sendable {
        let target: Nanoseconds
        let limits: Range<Int>
    }

    private func verdict(on sample: OperationSample) -> SampleVerdict {
        let rule = rules[sample.operation]
        let succeeded = sample.outcome == .succeeded
        let wasDispatched = sample.outcome.wasDispatched
        let response = sample.stamps.responseTime
        var exceeded = rule.limits.count
        if succeeded {
            // Ascending, so those exceeded stand first.
            exceeded = 0
            while exceeded < rule.limits.count,
                response > limits[rule.limits.lowerBound + exceeded]
            {
                exceeded += 1
            }
        }
        return SampleVerdict(
            succeeded: succeeded,
            wasDispatched: wasDispatched,
            // R equal to the target keeps it.
            isLate: wasDispatched && response > rule.target,
            limits: rule.limits.count,
            exceeded: exceeded
        )
    }

    /// Counts a finished operation in its cell, and how long it kept its user waiting.
    @discardableResult
    mutating func record(_ sample: OperationSample, start: SampleStart) -> SampleVerdict {
        let verdict = verdict(on: sample)
        let planned = sample.stamps.planned - origin
        let done = max(sample.stamps.done - origin, planned)
        let second = planned.wholeSecond
        let key = CellKey(
            operation: sample.operation,
            second: second,
            isJudged: judgedSpan.contains(planned)
        )
        let place = table.place(of: key)
        table.entries[place].record(
            sample,
            verdict,
            start: start,
            offset: planned - .seconds(second),
            done: done
        )
        if verdict.isLate { noteWaiting(from: planned, to: done, isJudged: key.isJudged, sample) }
        return verdict
    }

    /// Counts an operation in the whole tenths of a second that it waited through.
    private mutating func noteWaiting(
        from planned: Nanoseconds,
        to done: Nanoseconds,
        isJudged: Bool,
        _ sample: OperationSample
    ) {
        for change in WaitingChange.steps(from: planned, to: done) {
            let key = CellKey(
                operation: sample.operation,
                second: change.second,
                isJudged: isJudged
            )
            table.entries[table.place(of: key)].add(change)
        }
    }

    /// The cells since the last call.
    mutating func drain() -> [CellKey: Cell] {
        table.drain { $0.drain() }
    }
}

/// What an operation's start depended on beside its own stamps.
struct SampleStart {
    /// When its user had ended the operation before.
    var free = MonotonicInstant(nanoseconds: .min)
    /// The connection opened for its first request, if one was.
    var opening: ConnectionPhases?
}

/// What an operation's end means for the exact counters.
struct SampleVerdict {
    let succeeded: Bool
    let wasDispatched: Bool
    let isLate: Bool
    /// How many limits the operation has.
    let limits: Int
    /// How many of them, from the lowest, were exceeded; all by a failure, however quick.
    let exceeded: Int

    var isViolation: Bool { !succeeded || isLate }
}
