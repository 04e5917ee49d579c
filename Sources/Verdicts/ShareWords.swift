import Timekeeping
import Wording

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

    var sentence: Bilingual {
        let good = isPercentile || speaksOfGood
        let count = DecimalText.grouped(good ? test.n - test.bad : test.bad)
        let share = ShareText.percent(good ? 1 - test.share : test.share)
        let limit = ShareText.percent(rounded(good ? 1 - test.allowed : test.allowed))
        let all = Words.operations(test.n)
        let predicate = predicate(good: good)
        let found = Bilingual(
            ja: "\(all)のうち\(count)件(\(share))が\(predicate)",
            en: "\(count) of \(all) (\(share)) \(predicate)"
        )
        return [found, bound(good: good), Words.limit(Bilingual(limit))].statements.then(weight)
    }

    private func predicate(good: Bool) -> Bilingual {
        switch badness {
        case .failed:
            good ? Bilingual(ja: "成功", en: "succeeded") : Bilingual(ja: "失敗", en: "failed")
        case .lateOrFailed:
            good
                ? Bilingual(ja: "時間内に成功", en: "succeeded in time")
                : Bilingual(ja: "遅延または失敗", en: "were late or failed")
        case .over:
            Bilingual(
                ja: "\(condition.limit.words)以内に成功",
                en: "succeeded within \(condition.limit.words)"
            )
        }
    }

    /// The 95 % limit that decides.
    private func bound(good: Bool) -> Bilingual {
        let breaks = test.lower > test.allowed
        let confidence = ShareText.percent(1 - test.alpha)
        let least = ShareText.percent(good ? 1 - test.upper : test.lower)
        let most = ShareText.percent(good ? 1 - test.lower : test.upper)
        return breaks == good
            ? Bilingual(
                ja: "\(confidence)信頼上限 \(most)",
                en: "with \(confidence) confidence at most \(most)"
            )
            : Bilingual(
                ja: "\(confidence)信頼下限 \(least)",
                en: "with \(confidence) confidence at least \(least)"
            )
    }

    private var weight: Bilingual {
        guard test.tau > 1.05 else { return .none }
        let effective = DecimalText.fixed(test.effectiveN, decimals: 0)
        return Bilingual(
            ja: "操作どうしに相関があり、実効標本数は\(effective)件",
            en: "operations depend on each other and weigh as \(effective) independent ones"
        )
    }

    /// 1 − 0.9 is not quite 0.1 in binary; shown limits are rounded to a millionth.
    private func rounded(_ share: Double) -> Double { (share * 1e6).rounded() / 1e6 }
}
