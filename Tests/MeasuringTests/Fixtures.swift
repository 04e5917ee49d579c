import Measuring
import Timekeeping

/// A plan with one online operation unless told otherwise, and samples for it.
enum Fixture {
    static let origin = MonotonicInstant(nanoseconds: 5_000_000_000_000)

    static func operation(
        _ name: String = "open form",
        className: String = "online",
        isJudged: Bool = true,
        target: Nanoseconds? = .seconds(3),
        limits: [Nanoseconds] = [.seconds(3)]
    ) -> MeasuringPlan.Operation {
        MeasuringPlan.Operation(
            name: name,
            className: className,
            isJudged: isJudged,
            target: target,
            limits: limits
        )
    }

    static func plan(
        _ operations: [MeasuringPlan.Operation] = [operation()],
        judged: Range<Nanoseconds> = .zero..<(.seconds(3_600))
    ) -> MeasuringPlan {
        MeasuringPlan(
            operations: operations,
            requests: [MeasuringPlan.Request(name: "GET /form", operation: 0)],
            judgedSpan: judged
        )
    }

    /// A sample planned at an offset that took some time and was dispatched and written at once.
    static func sample(
        at planned: Nanoseconds,
        took response: Nanoseconds,
        operation: Int = 0,
        user: Int = 0,
        outcome: Outcome = .succeeded,
        lag: Nanoseconds = .zero
    ) -> OperationSample {
        let start = origin + planned
        return OperationSample(
            operation: operation,
            user: user,
            outcome: outcome,
            stamps: Stamps(
                planned: start,
                dispatched: start + lag,
                written: start + lag,
                firstByte: start + response,
                done: start + response
            )
        )
    }

    static func record(
        _ samples: [OperationSample],
        plan: MeasuringPlan = plan(),
        inFlight: [InFlight] = [],
        users: Int = 0,
        now: Nanoseconds = .zero
    ) -> RunRecord {
        let recorder = ShardRecorder(plan: plan, origin: origin)
        for sample in samples { recorder.record(sample) }
        var record = RunRecord(plan: plan, origin: origin, shards: 1)
        record.merge(
            recorder.take(
                inFlight: inFlight,
                users: users,
                loop: LoopHealth(),
                at: origin + now
            ),
            shard: 0
        )
        return record
    }
}

/// SplitMix64, so that every run draws the same.
struct TestGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A time spread over all magnitudes from 0 to an hour and a bit.
    mutating func time() -> Nanoseconds {
        Nanoseconds(Int64(next() >> UInt64.random(in: 22...63, using: &self)))
    }
}
