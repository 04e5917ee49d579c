import Measuring
import Timekeeping
import Wording
import Workload

/// Mean times and rates, by batch means.
extension Evaluator {
    /// The mean response time; a failed operation is charged the limit on top, so that answering
    /// errors quickly never keeps the gate.
    func mean(_ condition: Condition, _ limit: Nanoseconds, strict: Bool) -> GateResult {
        let found = figures.judged(condition.operations)
        guard found.planned > 0 else { return nothingMeasured(condition) }
        guard let batches = BatchMeans(figures.meanSeries(condition.operations), alpha: alpha)
        else {
            return tooShort(condition, n: found.planned)
        }
        let charge = limit.seconds * Double(found.failed) / Double(found.planned)
        let upper = batches.upper + charge
        let isKept = strict ? upper < limit.seconds : upper <= limit.seconds
        let isBroken = strict ? batches.lower >= limit.seconds : batches.lower > limit.seconds
        let open = found.missed + found.unfinished
        let near =
            nearness(of: .seconds(upper), to: limit)
            ?? nearness(of: .seconds(batches.lower), to: limit)
        let verdict: Verdict =
            near != nil
            ? .inconclusive
            : isBroken
                ? .fail
                : isKept && open == 0
                    ? .pass : .inconclusive
        var result = outcome(condition, verdict, n: found.planned)
        result.value = .time(.seconds(batches.mean))
        result.interval = GateResult.Interval(
            lower: .time(.seconds(batches.lower)),
            upper: .time(.seconds(upper))
        )
        let mean = Nanoseconds.seconds(batches.mean)
        let charged =
            found.failed > 0
            ? Bilingual(
                ja: "(失敗\(found.failed)件には基準値を加算)",
                en: " (\(found.failed) failed, each charged the limit)"
            ) : .none
        let figures = Bilingual(
            ja: "平均は\(mean)、\(confidence)信頼上限 \(Nanoseconds.seconds(upper))\(charged)",
            en: "the mean is \(mean), with \(confidence) confidence at most "
                + "\(Nanoseconds.seconds(upper))\(charged)"
        )
        result.reason = figures.then(near ?? .none).then(Words.limit(Lengths.limit(limit)))
            .then(missing(batches, verdict))
        return result
    }

    /// What a mean that stays open lacks, when its batches depend on each other.
    private func missing(_ batches: BatchMeans, _ verdict: Verdict) -> Bilingual {
        guard verdict == .inconclusive, batches.isDependent else { return .none }
        let correlation = DecimalText.fixed(batches.correlation, decimals: 2)
        return Bilingual(
            ja: "測定を分けた\(BatchMeans.batches)区分に相関があり(相関係数\(correlation))、判定には"
                + "より長い測定が必要",
            en: "the \(BatchMeans.batches) parts of the run depend on each other (correlation "
                + "\(correlation)): it takes a longer run to tell"
        )
    }

    func rate(_ condition: Condition, _ limit: Double, strict: Bool) -> GateResult {
        let found = figures.judged(condition.operations)
        guard found.planned > 0 else { return nothingMeasured(condition) }
        guard let batches = BatchMeans(figures.successSeries(condition.operations), alpha: alpha)
        else {
            return tooShort(condition, n: found.planned)
        }
        let isKept = strict ? batches.lower > limit : batches.lower >= limit
        let isBroken = strict ? batches.upper <= limit : batches.upper < limit
        let verdict: Verdict = isKept ? .pass : isBroken ? .fail : .inconclusive
        var result = outcome(condition, verdict, n: found.planned)
        result.value = .rate(batches.mean)
        result.interval = GateResult.Interval(
            lower: .rate(batches.lower),
            upper: .rate(batches.upper)
        )
        let (mean, least, most) = (
            Quantity.rate(batches.mean).words, Quantity.rate(max(0, batches.lower)).words,
            Quantity.rate(batches.upper).words
        )
        result.reason = Bilingual(
            ja: "成功は\(mean)、\(confidence)の信頼度で\(least)〜\(most)",
            en: "\(mean) succeeded, with \(confidence) confidence \(least) to \(most)"
        ).then(Words.limit(Quantity.rate(limit).words)).then(missing(batches, verdict))
        return result
    }
}
