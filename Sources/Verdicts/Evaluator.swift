import Measuring
import Statistics
import Timekeeping
import Wording
import Workload

/// Holds one condition against the figures of a run.
struct Evaluator {
    let figures: RunFigures
    /// The chance of a wrong verdict on a gate, at most.
    let alpha: Double
    let episodes: [Episode]
    /// The longest period that could have gone unseen; `nil` when none could.
    let longestUnseen: (Episode.Scope) -> UnseenPeriod?
    let dependence: Contract.Dependence
    let load: LoadFacts
    /// The error of a measured time on this run: §7.4 of the methodology.
    let errorBound: Nanoseconds
    /// By operation: the target that lateness was counted against, and the contract's.
    let recorded: [Nanoseconds?]
    let contracted: [Nanoseconds?]
    let isolation: LeakFindings
    /// By group, the names of ``TenantGroups``.
    let companies: [String]
    /// By index, as in the plan.
    let operations: [String]

    func result(of condition: Condition) -> GateResult {
        switch condition.test {
        case .share(let badness, let allowed, let strict):
            share(condition, badness, allowed: allowed, strict: strict)
        case .worst(let limit, let strict): worst(condition, limit, strict: strict)
        case .mean(let limit, let strict): mean(condition, limit, strict: strict)
        case .rate(let limit, let strict): rate(condition, limit, strict: strict)
        case .longestDelay(let limit, let strict): longest(condition, limit, strict: strict)
        case .delays(let limit, let strict): delays(condition, limit, strict: strict)
        case .completeness: completeness(condition)
        case .leaks: leaks(condition)
        case .usersReady(let share): usersReady(condition, share: share)
        case .waiting(let allowed, let userTime):
            waiting(condition, allowed: allowed, userTime: userTime)
        }
    }

    // MARK: Shares

    private func share(
        _ condition: Condition,
        _ badness: Condition.Badness,
        allowed: Double,
        strict: Bool
    ) -> GateResult {
        let tally = figures.tally(condition.operations, badness)
        guard tally.n > 0 else { return nothingMeasured(condition) }
        if badness == .lateOrFailed, condition.operations.allSatisfy({ contracted[$0] == nil }) {
            var result = outcome(condition, .inconclusive, n: tally.n)
            result.reason = Bilingual(
                ja: "契約はここに時間を定めていない",
                en: "the contract promises no time here"
            )
            return result
        }
        let sample = tally.weight(dependence)
        func test(_ bad: Int) -> ShareTest {
            ShareTest(
                n: tally.n,
                bad: bad,
                tau: sample.tau,
                allowed: allowed,
                strict: strict,
                alpha: alpha
            )
        }
        let atBest = test(tally.fewestBad)
        let isBroken = atBest.verdict == .fail
        // Kept must hold with as many bad ones as there can be, broken with as few.
        let test = isBroken ? atBest : test(tally.bad)
        var verdict = isBroken || test.verdict == .pass ? test.verdict : .inconclusive
        var remarks: [Bilingual] = []
        if verdict == .pass, !sample.isAssessed, allowed > 0 {
            verdict = .inconclusive
            remarks.append(
                Bilingual(
                    ja: "操作どうしの相関を見積もるには測定が短すぎる(16個の異なる秒またはその区分が必要、"
                        + "実際は\(sample.batches)個)",
                    en: "the run is too short to tell how far operations depend on each other "
                        + "(needs operations in 16 different seconds or batches of them; had "
                        + "\(sample.batches))"
                )
            )
        }
        if tally.fewestBad < tally.bad {
            let fewest = DecimalText.grouped(tally.fewestBad)
            let most = DecimalText.grouped(tally.bad)
            remarks.append(
                Bilingual(
                    ja: "測定時にはこの基準で数えていない。精度0.1%の時間から、遅延または失敗は"
                        + "\(fewest)~\(most)件",
                    en: "the run did not count this limit: \(fewest) to \(most) late or failed, "
                        + "by times known to 0.1%"
                )
            )
        }
        if let near = nearness(condition, badness, allowed: allowed), verdict != .inconclusive {
            verdict = .inconclusive
            remarks.append(near)
        }
        var result = outcome(condition, verdict, n: tally.n)
        let words = ShareWords(condition: condition, badness: badness, test: test)
        result.value = words.value(percentile: percentile(condition, allowed: allowed))
        result.interval = words.interval
        result.effectiveN = test.effectiveN
        result.pValue = allowed > 0 ? test.pValue : nil
        if verdict == .inconclusive, remarks.isEmpty { remarks += missing(test) }
        result.reason = ([words.sentence] + remarks).statements
        return result
    }

    /// What it would take to decide.
    private func missing(_ test: ShareTest) -> [Bilingual] {
        guard let needed = test.needed else {
            return [
                Bilingual(
                    ja: "基準に近すぎて、何件測定しても判定できない",
                    en: "so close to the limit that no number of operations tells"
                )
            ]
        }
        guard needed > test.n else { return [] }
        let length = Nanoseconds.seconds(
            figures.judgedLength * Double(needed) / Double(test.n)
        )
        let (all, had) = (DecimalText.grouped(needed), DecimalText.grouped(test.n))
        return [
            Bilingual(
                ja: "判定には同様の操作が約\(all)件、この負荷で\(length)必要(実際は\(had)件)",
                en: "needs about \(all) operations like these, \(length) at this load; had \(had)"
            )
        ]
    }

    /// The response time that the share to be kept does not exceed.
    ///
    /// 1 − 0.05 is a little above 0.95 in binary, which would be one rank too high.
    private func percentile(_ condition: Condition, allowed: Double) -> Nanoseconds? {
        let share = ((1 - allowed) * 1e9).rounded() / 1e9
        return figures.percentile(condition.operations, share: share)
    }

    /// The remark that the judged percentile lies within the error of measuring, if it does.
    private func nearness(
        _ condition: Condition,
        _ badness: Condition.Badness,
        allowed: Double
    ) -> Bilingual? {
        let limits: [Nanoseconds]
        switch badness {
        case .failed: return nil
        case .over(let limit): limits = [limit]
        case .lateOrFailed: limits = condition.operations.compactMap { contracted[$0] }
        }
        guard
            let time = percentile(condition, allowed: allowed)
        else { return nil }
        return limits.compactMap { nearness(of: time, to: $0) }.first
    }

    /// The remark that a time lies within the error of measuring of its limit, if it does.
    func nearness(of time: Nanoseconds, to limit: Nanoseconds) -> Bilingual? {
        guard abs((limit - time).count) < errorBound.count else { return nil }
        return Bilingual(
            ja: "\(time)は基準\(limit: limit)との差が測定誤差\(errorBound)以内",
            en: "\(time) lies within the measuring error \(errorBound) of \(limit: limit)"
        )
    }

    // MARK: Times

    /// The longest response time of any operation that has one, over the whole run.
    private func worst(
        _ condition: Condition,
        _ limit: Nanoseconds,
        strict: Bool
    ) -> GateResult {
        let found = figures.wholeRun(condition.operations)
        guard found.planned > 0, let most = found.response.max else {
            return nothingMeasured(condition)
        }
        // A time-out says that the answer takes longer than the time it was given.
        let isBroken = strict || found.givenUp > 0 ? most >= limit : most > limit
        let open = found.missed + found.unfinished + found.givenUp
        var verdict: Verdict = isBroken ? .fail : .pass
        let all = Words.operations(found.planned)
        var reason = Bilingual(
            ja: "\(all)のうち最長は\(most)",
            en: "the longest of \(all) took \(most)"
        )
        if open > 0, verdict == .pass {
            verdict = .inconclusive
            reason = reason.then(
                Bilingual(
                    ja: "\(open)件は終わらず、最長はわからない",
                    en: "\(open) never ended, so the longest is not known"
                )
            )
        }
        if found.givenUp == 0, let near = nearness(of: most, to: limit) {
            verdict = .inconclusive
            reason = reason.then(near)
        }
        var result = outcome(condition, verdict, n: found.planned)
        result.value = .time(most)
        result.reason = reason.then(Words.limit(Lengths.limit(limit)))
        return result
    }

    // MARK: Common

    /// "95%".
    var confidence: String { ShareText.percent(1 - alpha) }

    func outcome(_ condition: Condition, _ verdict: Verdict, n: Int) -> GateResult {
        GateResult(
            id: condition.id,
            text: condition.text,
            subject: condition.scope.plainName,
            scope: condition.scope,
            kind: condition.kind,
            verdict: verdict,
            relation: condition.relation,
            limit: condition.limit,
            n: n,
            reason: .none
        )
    }

    func nothingMeasured(_ condition: Condition) -> GateResult {
        var result = outcome(condition, .inconclusive, n: 0)
        result.reason = Bilingual(ja: "測定値がない", en: "nothing was measured")
        return result
    }

    func tooShort(_ condition: Condition, n: Int) -> GateResult {
        var result = outcome(condition, .inconclusive, n: n)
        result.reason = Bilingual(
            ja: "測定が\(BatchMeans.batches)秒に満たず、信頼区間を求めるには短すぎる",
            en: "fewer than \(BatchMeans.batches) seconds were measured: too short for an interval"
        )
        return result
    }
}
