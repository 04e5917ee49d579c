import Timekeeping

/// How a share gate's finding is shown: as the share, its complement, or a percentile.
struct ShareWords {
    let condition: Condition
    let badness: Condition.Badness
    let test: ShareTest

    /// Compliance gates speak of the good share, the others of the bad one.
    private var speaksOfGood: Bool {
        condition.relation == .atLeast || condition.relation == .above
    }

    private var isPercentile: Bool {
        if case .over = badness { return true }
        return false
    }

    func value(percentile: Nanoseconds?) -> Quantity? {
        if isPercentile { return percentile.map(Quantity.time) }
        return .share(speaksOfGood ? 1 - test.share : test.share)
    }

    /// Of the share; a percentile gate is judged by the share within its limit.
    var interval: GateResult.Interval {
        isPercentile || speaksOfGood
            ? GateResult.Interval(lower: .share(1 - test.upper), upper: .share(1 - test.lower))
            : GateResult.Interval(lower: .share(test.lower), upper: .share(test.upper))
    }

    var sentence: String {
        let good = isPercentile || speaksOfGood
        let count = good ? test.n - test.bad : test.bad
        let share = good ? 1 - test.share : test.share
        let bound = bound(good: good)
        let limit = good ? 1 - test.allowed : test.allowed
        return "\(Words.figure(count)) of \(Words.operations(test.n)) "
            + "(\(ShareText.percent(share))) \(predicate(good: good)); "
            + "with \(ShareText.percent(1 - test.alpha)) confidence \(bound); the limit is \(ShareText.percent(rounded(limit)))"
            + weight
    }

    private func predicate(good: Bool) -> String {
        switch badness {
        case .failed: good ? "succeeded" : "failed"
        case .lateOrFailed: good ? "succeeded in time" : "were late or failed"
        case .over: "succeeded within \(condition.limit)"
        }
    }

    private func bound(good: Bool) -> String {
        let breaks = test.lower > test.allowed
        let least = good ? 1 - test.upper : test.lower
        let most = good ? 1 - test.lower : test.upper
        return breaks == good
            ? "at most \(ShareText.percent(most))" : "at least \(ShareText.percent(least))"
    }

    private var weight: String {
        test.tau > 1.05
            ? "; operations depend on each other and weigh as "
                + "\(DecimalText.fixed(test.effectiveN, decimals: 0)) independent ones" : ""
    }

    /// 1 − 0.9 is not quite 0.1 in binary; shown limits are rounded to a millionth.
    private func rounded(_ share: Double) -> Double { (share * 1e6).rounded() / 1e6 }
}
