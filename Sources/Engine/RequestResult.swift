import Measuring
import Timekeeping

/// The part of a request that the operation's stamps are made of.
struct RequestResult: Sendable {
    var outcome: Outcome
    var dispatched: MonotonicInstant
    var written: MonotonicInstant
    var firstByte: MonotonicInstant
    var done: MonotonicInstant

    /// Nothing sent is nothing proven.
    static func nothing(at now: MonotonicInstant) -> RequestResult {
        RequestResult(
            outcome: .notPlayable,
            dispatched: now,
            written: now,
            firstByte: now,
            done: now
        )
    }

    /// Takes in a request of the same operation that was dispatched no sooner.
    mutating func add(_ next: RequestResult) {
        if outcome == .succeeded { outcome = next.outcome }
        done = max(done, next.done)
    }
}
