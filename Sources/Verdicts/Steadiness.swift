import Measuring
import Statistics
import Timekeeping
import Wording
import Workload

/// Keeps a PASS from resting on the quick beginning of a service that was slower, or was getting
/// slower, later.
///
/// Warm-up and trend alone decide nothing: in milliseconds far below a limit both are found in
/// nearly every run. They count where they would change the verdict (Decision 0024).
struct Steadiness {
    let facts: RunFacts
    let steady: SteadyState?

    /// Windows of so many seconds make the trend of a percentile, at least so many of them.
    private static let window = 10
    private static let fewestWindows = 8

    /// The results with those kept no longer that do not hold once the service had settled, or
    /// would not after as long again; and with what a warm-up has to do with those broken.
    /// - Parameter judge: judges again without some seconds of the run.
    func checked(
        _ results: [GateResult],
        _ conditions: [Condition],
        judge: (Set<Int>) -> [GateResult]
    ) -> [GateResult] {
        let begin = facts.record.plan.judgedSpan.lowerBound.wholeSecond
        let warmUp = Set(begin..<(begin + (steady?.warmUp ?? 0))).subtracting(facts.leftOut)
        let settled = warmUp.isEmpty ? nil : judge(warmUp)
        return results.indices.map { index in
            var result = results[index]
            guard case .share(let badness, let allowed, _) = conditions[index].test,
                badness != .failed
            else { return result }
            let later = settled?[index].verdict
            let length = Bilingual(
                ja: "サービスが定常状態になる前の最初の\(warmUp.count)秒",
                en: "the first \(warmUp.count) s, in which the service had not settled"
            )
            if result.verdict == .pass, later == .fail {
                result.verdict = .inconclusive
                result.reason = result.reason.then(
                    Bilingual(ja: "\(length)を除くと基準を外れる", en: "broken without \(length)")
                )
            } else if result.verdict == .fail, later == .pass {
                result.reason = result.reason.then(
                    Bilingual(
                        ja: "\(length)を除くと基準を満たす(契約が許すなら load.warm-up で除ける)",
                        en:
                            "kept without \(length) (load.warm-up leaves it out, where the contract "
                            + "allows)"
                    )
                )
            }
            if result.verdict == .pass, let words = growth(conditions[index], badness, allowed) {
                result.verdict = .inconclusive
                result.reason = result.reason.then(words)
            }
            return result
        }
    }

    /// The remark that the judged percentile grows over its limit if the run goes on as long again.
    private func growth(
        _ condition: Condition,
        _ badness: Condition.Badness,
        _ allowed: Double
    ) -> Bilingual? {
        guard let limit = limit(of: condition, badness), allowed > 0 else { return nil }
        let values = SecondTimes(facts, operations: condition.operations)
            .values(atShare: 1 - allowed, every: Self.window)
        guard values.count >= Self.fewestWindows,
            let slope = TheilSen.interval(values), slope.lower > 0
        else { return nil }
        let growth = TheilSen.slope(values) * Double(values.count)
        let level = values.sorted()[values.count / 2]
        // From the middle of the run to the end of another one as long.
        let later = level + 1.5 * growth
        guard growth > 0.1 * level, later >= limit.seconds else { return nil }
        let (name, grown) = ("p" + percent(1 - allowed), Nanoseconds.seconds(growth))
        return Bilingual(
            ja: "\(name)は測定中に\(grown)伸びた。この調子なら同じ長さの測定を続けるうちに\(limit: limit)を超える",
            en: "\(name) grew by \(grown) over the run; at this pace it passes \(limit: limit) "
                + "within as long again"
        )
    }

    private func limit(of condition: Condition, _ badness: Condition.Badness) -> Nanoseconds? {
        switch badness {
        case .failed: nil
        case .over(let limit): limit
        case .lateOrFailed:
            condition.operations.compactMap {
                facts.terms.promise(for: facts.terms.operations[$0].operationClass)?.within
            }.min()
        }
    }

    private func percent(_ share: Double) -> String {
        String(ShareText.percent((share * 1e6).rounded() / 1e6).dropLast())
    }
}
