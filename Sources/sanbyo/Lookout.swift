import Measuring
import Timekeeping
import Verdicts
import Workload

/// Looks at a run under way and says when it has decided (`--inconclusive extend`).
///
/// A look is taken when everything planned before it has ended or is late already, so that slow
/// operations count in it as much as quick ones; users go on meanwhile.
struct Lookout {
    private let origin: MonotonicInstant
    private let looks: [Nanoseconds]
    private let judge: (PlayedRun, Look) -> Verdict
    private var next = 0

    /// - Parameters:
    ///   - looks: offsets from the origin at which the run may be enough, ascending.
    ///   - judge: the verdict of what has been played, by a look.
    init(
        origin: MonotonicInstant,
        looks: [Nanoseconds],
        judge: @escaping (PlayedRun, Look) -> Verdict
    ) {
        self.origin = origin
        self.looks = looks
        self.judge = judge
    }

    /// The last look: that of a run that went on to its end.
    var last: Look? {
        looks.last.map { Look(number: looks.count, most: looks.count, end: $0) }
    }

    /// Takes the next look if it is time for it.
    ///
    /// - Returns: the look and its verdict when that ends the run; `nil` while it is to go on.
    mutating func decision(on played: PlayedRun, now: MonotonicInstant) -> (Look, Verdict)? {
        // At the last one the schedule ends by itself.
        guard next < looks.count - 1 else { return nil }
        let end = looks[next]
        guard isTold(played.record, before: origin + end, now: now) else { return nil }
        next += 1
        let look = Look(number: next, most: looks.count, end: end)
        let verdict = judge(played, look)
        return verdict == .inconclusive ? nil : (look, verdict)
    }

    /// Whether nothing planned before an instant can still turn out either way.
    private func isTold(
        _ record: RunRecord,
        before end: MonotonicInstant,
        now: MonotonicInstant
    ) -> Bool {
        guard let complete = record.completeUpTo, complete >= end else { return false }
        return record.inFlight.allSatisfy { waiting in
            guard waiting.planned < end else { return true }
            guard let target = record.plan.operations[waiting.operation].target else {
                return false
            }
            return complete - waiting.planned > target
        }
    }
}
