import Measuring
import Timekeeping

// What a closed load hides: a user that waits for minutes counts as one late operation.
extension Evaluator {
    /// Holds the time that users waited beyond the target against the share the contract allows.
    ///
    /// A closed load is thinned by the service's own slowness: while it stalls, each user has one
    /// operation under way and plans no others, so the share of late operations can look good
    /// although users did little but wait (methodology §1.3). Time is not thinned. More waiting
    /// than the contract allows in operations does not prove it broken, but no PASS rests on it.
    func waiting(_ condition: Condition, allowed: Double, userTime: Nanoseconds) -> GateResult {
        let sums = figures.wholeRun(condition.operations)
        guard sums.planned > 0, userTime > .zero else { return nothingMeasured(condition) }
        let share = figures.timeBeyondTarget(condition.operations).seconds / userTime.seconds
        var result = outcome(condition, share <= allowed ? .pass : .inconclusive, n: sums.planned)
        result.value = .share(min(1, share))
        result.reason =
            "users spent \(ShareText.percent(min(1, share))) of their time waiting beyond the target"
        if share > allowed {
            result.reason +=
                "; a user that waits counts as one late operation however long it waits, so the "
                + "share of late operations makes the service look better than it was"
        }
        return result
    }
}

extension RunFigures {
    /// How long operations took beyond their targets, all added up, over the whole run.
    ///
    /// Read from histogram buckets: exact to 0.1 %.
    func timeBeyondTarget(_ operations: [Int]) -> Nanoseconds {
        operations.reduce(into: Nanoseconds.zero) { sum, index in
            guard let target = target(of: index) else { return }
            for bucket in wholeRun([index]).response.buckets where bucket.lowest > target {
                sum += (bucket.lowest - target) * Int(bucket.count)
            }
        }
    }
}
