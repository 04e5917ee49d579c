import Measuring
import Statistics
import Timekeeping
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
            result.reason = "the contract promises no time here"
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
        var remarks: [String] = []
        if verdict == .pass, !sample.isAssessed, allowed > 0 {
            verdict = .inconclusive
            remarks.append(
                "the run is too short to tell how far operations depend on each other "
                    + "(needs operations in 16 different seconds or batches of them; had "
                    + "\(sample.batches))"
            )
        }
        if tally.fewestBad < tally.bad {
            remarks.append(
                "the run did not count this limit: \(Words.figure(tally.fewestBad)) to "
                    + "\(Words.figure(tally.bad)) late or failed, by times known to 0.1%"
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
        result.reason = ([words.sentence] + remarks).joined(separator: "; ")
        return result
    }

    /// What it would take to decide.
    private func missing(_ test: ShareTest) -> [String] {
        guard let needed = test.needed else {
            return ["so close to the limit that no number of operations tells"]
        }
        guard needed > test.n else { return [] }
        let length = figures.judgedLength * Double(needed) / Double(test.n)
        return [
            "needs about \(Words.figure(needed)) operations like these, "
                + "\(DurationText.readable(.seconds(length))) at this load; had "
                + "\(Words.figure(test.n))"
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
    ) -> String? {
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
    func nearness(of time: Nanoseconds, to limit: Nanoseconds) -> String? {
        guard abs((limit - time).count) < errorBound.count else { return nil }
        return "\(DurationText.readable(time)) lies within the measuring error "
            + "\(DurationText.readable(errorBound)) of \(DurationText.canonical(limit))"
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
        var reason =
            "the longest of \(Words.operations(found.planned)) took "
            + DurationText.readable(most)
        if open > 0, verdict == .pass {
            verdict = .inconclusive
            reason += "; \(open) never ended, so the longest is not known"
        }
        if found.givenUp == 0, let near = nearness(of: most, to: limit) {
            verdict = .inconclusive
            reason += "; \(near)"
        }
        var result = outcome(condition, verdict, n: found.planned)
        result.value = .time(most)
        result.reason = reason + "; the limit is \(DurationText.canonical(limit))"
        return result
    }

    /// The mean response time; a failed operation is charged the limit on top, so that answering
    /// errors quickly never keeps the gate.
    private func mean(_ condition: Condition, _ limit: Nanoseconds, strict: Bool) -> GateResult {
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
        result.reason =
            "the mean is \(DurationText.readable(.seconds(batches.mean))), with \(confidence) "
            + "at most \(DurationText.readable(.seconds(upper)))"
            + (found.failed > 0 ? " (\(found.failed) failed, each charged the limit)" : "")
            + (near.map { "; \($0)" } ?? "")
            + "; the limit is \(DurationText.canonical(limit))" + missing(batches, verdict)
        return result
    }

    /// What a mean that stays open lacks, when its batches depend on each other.
    private func missing(_ batches: BatchMeans, _ verdict: Verdict) -> String {
        guard verdict == .inconclusive, batches.isDependent else { return "" }
        return "; the \(BatchMeans.batches) parts of the run depend on each other (correlation "
            + "\(DecimalText.fixed(batches.correlation, decimals: 2))): it takes a longer run to tell"
    }

    private func rate(_ condition: Condition, _ limit: Double, strict: Bool) -> GateResult {
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
        result.reason =
            "\(Quantity.rate(batches.mean)) succeeded, with \(confidence) "
            + "\(Quantity.rate(max(0, batches.lower))) to \(Quantity.rate(batches.upper)); the "
            + "limit is \(Quantity.rate(limit))" + missing(batches, verdict)
        return result
    }

    // MARK: Common

    /// "95% confidence".
    var confidence: String { ShareText.percent(1 - alpha) + " confidence" }

    func outcome(_ condition: Condition, _ verdict: Verdict, n: Int) -> GateResult {
        GateResult(
            id: condition.id,
            text: condition.text,
            subject: condition.subject,
            scope: condition.scope,
            kind: condition.kind,
            verdict: verdict,
            relation: condition.relation,
            limit: condition.limit,
            n: n,
            reason: ""
        )
    }

    func nothingMeasured(_ condition: Condition) -> GateResult {
        var result = outcome(condition, .inconclusive, n: 0)
        result.reason = "nothing was measured"
        return result
    }

    func tooShort(_ condition: Condition, n: Int) -> GateResult {
        var result = outcome(condition, .inconclusive, n: n)
        result.reason =
            "fewer than \(BatchMeans.batches) seconds were measured: too short for an interval"
        return result
    }
}
