package import Timekeeping

/// Records the samples of one shard; used on that shard's thread only.
///
/// Recording is the hot path: it takes some hundred machine instructions, and no memory once the
/// tables have grown. Memory is bounded by the most operations × seconds touched between two
/// ``take(inFlight:users:loop:at:)`` (see ``OpenHistogram``), plus 8 bytes per user up to the
/// highest number, never by the number of samples.
package final class ShardRecorder {
    // Nothing called while it changes can come back here, so checking that at run time, which
    // costs as much as the counting, is left out.
    @exclusivity(unchecked) private var open: OpenTally

    package init(plan: MeasuringPlan, origin: MonotonicInstant) {
        unsafe open = OpenTally(plan: plan, origin: origin)
    }

    /// Records an operation at its end (or at the drain's end, as unfinished).
    package func record(_ sample: OperationSample) {
        unsafe open.record(sample)
    }

    /// Records one HTTP exchange at its end.
    package func record(_ sample: RequestSample) {
        unsafe open.record(sample)
    }

    /// What came since the last call, with the state of the shard now.
    package func take(
        inFlight: [InFlight],
        users: Int,
        loop: LoopHealth,
        at now: MonotonicInstant
    ) -> RecorderDelta {
        unsafe RecorderDelta(
            at: now,
            inFlight: inFlight,
            users: users,
            loop: loop,
            tally: open.drain()
        )
    }
}
