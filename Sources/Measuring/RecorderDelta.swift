package import Timekeeping

/// What one shard recorded since its last delta; sent off the shard's thread as a value.
package struct RecorderDelta: Sendable {
    /// When it was taken.
    package let at: MonotonicInstant
    package let inFlight: [InFlight]
    /// The most users that were in session at one time since the last delta.
    package let users: Int
    package let loop: LoopHealth
    var tally: ShardTally
}

/// The part of a delta that adds up.
struct ShardTally: Sendable, Equatable {
    var cells: [CellKey: Cell] = [:]
    var requests: [Int: RequestTally] = [:]
    var seconds: [Int: SecondTally] = [:]

    mutating func merge(_ other: ShardTally) {
        cells.merge(other.cells) { mine, theirs in
            var merged = mine
            merged.merge(theirs)
            return merged
        }
        requests.merge(other.requests) { mine, theirs in
            var merged = mine
            merged.merge(theirs)
            return merged
        }
        seconds.merge(other.seconds) { mine, theirs in
            var merged = mine
            merged.merge(theirs)
            return merged
        }
    }

    /// Counts a finished operation in its cell, and how long it kept its user waiting.
    mutating func record(
        _ sample: OperationSample,
        plan: MeasuringPlan,
        origin: MonotonicInstant
    ) {
        let operation = plan.operations[sample.operation]
        let planned = sample.stamps.planned - origin
        let done = max(sample.stamps.done - origin, planned)
        let second = planned.wholeSecond
        var key = CellKey(
            operation: sample.operation,
            second: second,
            isJudged: plan.judgedSpan.contains(planned)
        )
        cells[key, default: Cell()].record(
            sample,
            of: operation,
            offset: planned - .seconds(second),
            done: done
        )
        let verdict = SampleVerdict(sample, of: operation)
        guard verdict.isLate, done.wholeSecond > second + 1 else { return }
        key.second = second + 1
        cells[key, default: Cell()].addWaiting(1)
        key.second = done.wholeSecond
        cells[key, default: Cell()].addWaiting(-1)
    }
}

extension Nanoseconds {
    /// Whole seconds, rounded down also below zero.
    package var wholeSecond: Int {
        let (quotient, remainder) = count.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int(remainder < 0 ? quotient - 1 : quotient)
    }
}
