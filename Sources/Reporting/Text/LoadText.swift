import Measuring
import Timekeeping
import Verdicts
import Workload

/// What the load came to, in sentences.
enum LoadText {
    static func lines(_ model: ReportModel) -> [String] {
        (model.facts.load.signedIn.map { [signedIn($0)] } ?? [])
            + (model.thinning.map { thinning($0) } ?? []) + delayed(model)
            + (model.judgement.steadyState.map { [steady($0)] } ?? [])
    }

    /// How many users the service itself counted (item 24).
    private static func signedIn(_ count: SignedInCount) -> String {
        let askings = count.failed == 1 ? "asking" : "askings"
        let failed = count.failed > 0 ? ", \(Figures.count(count.failed)) \(askings) failed" : ""
        guard let highest = count.highest else {
            return "users signed in at once: the service told no count in the judged span" + failed
        }
        return "users signed in at once: \(Figures.count(highest)) by the service's own count (the "
            + "highest of \(Figures.count(count.told)) in the judged span\(failed))"
    }

    /// Whether the judged part was steady.
    private static func steady(_ state: SteadyState) -> String {
        let warmUp =
            !state.isSettled
            ? "not settled within the first half of the judged span"
            : state.warmUp == 0
                ? "settled from the beginning of the judged span"
                : "settled after \(state.warmUp) s of the judged span"
        func percent(_ share: Double) -> String {
            (share < 0 ? "" : "+") + DecimalText.fixed(share * 100, decimals: 1) + "%"
        }
        let trend = state.trend.map { trend in
            "; over it the median response time changed by \(percent(trend.change)) "
                + "(\(percent(trend.lower)) to \(percent(trend.upper)))"
        }
        return "steady state: " + warmUp + (trend ?? "")
    }

    /// How far a closed load was thinned by the service's own slowness.
    private static func thinning(_ thinning: LoadThinning) -> [String] {
        let share = Double(thinning.achieved) / max(thinning.nominal, 1)
        let pace =
            "closed load: \(Figures.count(thinning.achieved)) operations were planned in the "
            + "judged span, \(DecimalText.fixed(share * 100, decimals: 1))% of the "
            + "\(Figures.count(Int(thinning.nominal.rounded()))) that so many users plan when "
            + "every answer takes its median"
        let delayed =
            thinning.delayedShare > 0
            ? "delayed time: \(ShareText.percent(thinning.delayedShare)) of the judged span lay "
                + "in latency-continuation periods" : nil
        let estimate = thinning.estimate.map { estimate in
            "estimate, not measured: had users gone on every "
                + "\(DurationText.readable(estimate.interval)) while they waited, "
                + "\(ShareText.percent(estimate.share)) of the online operations would have been "
                + "in time (measured \(ShareText.percent(estimate.measuredShare))) and p99 "
                + "\(DurationText.readable(estimate.p99)) "
                + "(measured \(DurationText.readable(estimate.measuredP99)))"
        }
        return [pace] + [delayed, estimate].compactMap(\.self)
    }

    /// Operations that could not begin when they were planned, and those that never did.
    private static func delayed(_ model: ReportModel) -> [String] {
        let rows = model.operations.filter(\.isJudged)
        let delayed = rows.reduce(0) { $0 + $1.gap.delayed }
        let waited = rows.reduce(Nanoseconds.zero) { $0 + $1.gap.busyUser }
        let missed = model.facts.record.totals(judgedOnly: false).missed
        let isOpen = if case .arrivals = model.terms.load { true } else { false }
        guard isOpen || delayed > 0 || missed > 0 else { return [] }
        let what = isOpen ? "arrivals that found no free user" : "cycles that were due too early"
        let mean =
            delayed > 0
            ? ", for \(DurationText.readable(Nanoseconds(waited.count / Int64(delayed)))) on "
                + "average" : ""
        return [
            "\(what): \(Figures.count(delayed)) began late\(mean) (in their response times), "
                + "\(Figures.count(missed)) never began (violations)"
        ]
    }
}
