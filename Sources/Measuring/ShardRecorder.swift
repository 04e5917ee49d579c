package import Timekeeping

/// Records the samples of one shard; used on that shard's thread only.
///
/// Memory between two ``take(inFlight:users:loop:at:)`` is bounded by operations × seconds
/// touched (see ``RunRecord``), plus 16 bytes or so per user, never by the number of samples.
package final class ShardRecorder {
    private let plan: MeasuringPlan
    private let origin: MonotonicInstant
    private var tally = ShardTally()
    /// When each user's newest operation ended: until then the user could start nothing.
    private var busyUntil: [Int: MonotonicInstant] = [:]

    package init(plan: MeasuringPlan, origin: MonotonicInstant) {
        self.plan = plan
        self.origin = origin
    }

    /// Records an operation at its end (or at the drain's end, as unfinished).
    package func record(_ sample: OperationSample) {
        tally.record(sample, plan: plan, origin: origin)
        let stamps = sample.stamps
        var ended = SecondTally()
        ended.finished = 1
        ended.violations =
            SampleVerdict(sample, of: plan.operations[sample.operation]).isViolation ? 1 : 0
        tally.seconds[second(stamps.done), default: SecondTally()].merge(ended)
        guard sample.outcome.wasDispatched else { return }
        tally.seconds[second(stamps.dispatched), default: SecondTally()].started += 1
        tally.seconds[second(stamps.planned), default: SecondTally()].lag.record(ownLag(sample))
        busyUntil[sample.user] = max(stamps.done, busyUntil[sample.user] ?? stamps.done)
    }

    /// Records one HTTP exchange at its end.
    package func record(_ sample: RequestSample) {
        tally.requests[sample.request, default: RequestTally()].record(sample)
    }

    /// What came since the last call, with the state of the shard now.
    package func take(
        inFlight: [InFlight],
        users: Int,
        loop: LoopHealth,
        at now: MonotonicInstant
    ) -> RecorderDelta {
        defer { tally = ShardTally() }
        return RecorderDelta(
            at: now,
            inFlight: inFlight,
            users: users,
            loop: loop,
            tally: tally
        )
    }

    /// The generator's own delay: a user kept busy by the service cannot start on time, and that
    /// delay counts in R but not against the generator.
    private func ownLag(_ sample: OperationSample) -> Nanoseconds {
        let stamps = sample.stamps
        let free = busyUntil[sample.user].map { max($0, stamps.planned) } ?? stamps.planned
        return max(.zero, stamps.dispatched - free)
    }

    private func second(_ instant: MonotonicInstant) -> Int {
        (instant - origin).wholeSecond
    }
}
