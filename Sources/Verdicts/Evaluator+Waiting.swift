import Measuring
import Timekeeping
import Wording

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
        let percent = ShareText.percent(min(1, share))
        result.reason = Bilingual(
            ja: "利用者は時間の\(percent)を目標時間を超えた待ちに費やした",
            en: "users spent \(percent) of their time waiting beyond the target"
        )
        if share > allowed {
            result.reason = result.reason.then(
                Bilingual(
                    ja: "待っている利用者は、どれだけ長く待っても遅延一件と数えられるため、遅延の割合だけでは"
                        + "サービスが実際より良く見える",
                    en: "a user that waits counts as one late operation however long it waits, so "
                        + "the share of late operations makes the service look better than it was"
                )
            )
        }
        return result
    }
}

extension RunFigures {
    /// How long operations took beyond their targets, all added up, over the whole run.
    ///
    /// Read from histogram buckets and the exact sum: to 0.1 %.
    func timeBeyondTarget(_ operations: [Int]) -> Nanoseconds {
        operations.reduce(into: Nanoseconds.zero) { sum, index in
            guard let target = target(of: index) else { return }
            let response = wholeRun([index]).response
            for bucket in response.buckets where bucket.lowest > target {
                sum += (bucket.lowest - target) * Int(bucket.count)
            }
            sum += .seconds(response.clippedBeyond(target))
        }
    }
}

extension LatencyHistogram {
    /// The seconds that times over an hour took beyond a target, all added up, and beyond what the
    /// last bucket tells of them.
    ///
    /// What they took in all is known from the exact sum, to 0.1 % of it. Of a target above an
    /// hour it is not known how many of them exceeded it: as if all had taken the longest time, so
    /// never too little.
    fileprivate func clippedBeyond(_ target: Nanoseconds) -> Double {
        guard clipped > 0, let last = buckets.last, let longest = max else { return 0 }
        guard target < last.lowest else {
            return Swift.max(0, (longest - target).seconds * Double(clipped))
        }
        let told = buckets.reduce(0.0) { $0 + $1.lowest.seconds * Double($1.count) }
        return Swift.max(0, Double(extent.sum) / 1e9 - told)
    }
}
