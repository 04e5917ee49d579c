import Measuring
import Statistics
import Timekeeping
import Workload

// Whether the load was as asked, and all of it recorded.
extension HealthChecks {
    var load: [HealthFinding] {
        [users, samples, userTime, arrivals, gaps, data].compactMap(\.self)
    }

    /// Users missing for reasons of the service (it did not let them in) are judged by a gate of
    /// its own; a run that was stopped never reached its peak and is INCONCLUSIVE for that.
    private var users: HealthFinding {
        let load = facts.load
        let refused = max(0, load.usersStarted - load.usersReady)
        let short = max(0, load.plannedPeakUsers - load.achievedPeakUsers - refused)
        let over = max(0, load.achievedPeakUsers - load.plannedPeakUsers)
        let planned = max(load.plannedPeakUsers, 1)
        let deviation = Double(max(short, over)) / Double(planned)
        let isCutShort = facts.ended != .completed && over == 0
        return HealthFinding(
            name: "users",
            isHealthy: deviation <= Self.loadTolerance || isCutShort,
            value: .share(deviation),
            limit: .share(Self.loadTolerance),
            reason: "\(load.achievedPeakUsers) of \(load.plannedPeakUsers) users were active at "
                + "the peak" + (isCutShort ? " before the run was stopped" : ""),
            remedy: "look at why users did not come in time: the scheduling lag above tells"
        )
    }

    /// Every operation that a user ended or gave up is in the record, once.
    ///
    /// A run that broke off is not asked: its record has operations in flight as well.
    private var samples: HealthFinding? {
        if case .stopped = facts.ended { return nil }
        guard let ended = facts.load.operationsEnded, facts.leftOut.isEmpty else { return nil }
        let recorded = facts.record.cells.values.reduce(0) { $0 + $1.planned }
        return HealthFinding(
            name: "samples recorded",
            isHealthy: recorded == ended,
            value: .count(abs(recorded - ended)),
            limit: .count(0),
            reason: "users ended \(Words.figure(ended)) operations, \(Words.figure(recorded)) "
                + "were recorded",
            remedy: Self.lostSamples
        )
    }

    private static let lostSamples =
        "operations were lost or counted twice: please report this run's directory"

    /// Little's law with users as what is in the system: N̄ = X · (R̄ + Z̄), methodology §5.1.
    ///
    /// When users came and went and how long they had nothing to do is measured beside the
    /// recorder. What is left, N̄ − X · Z̄, they were at operations: the response times recorded
    /// must add up to it, X · R̄. The residual is a share of that time, since pauses, which are
    /// most of a user's time, would hide it.
    private var userTime: HealthFinding? {
        let present = facts.load.timePresent.seconds
        guard present > 0, facts.leftOut.isEmpty else { return nil }
        let busy = present - facts.load.timeIdle.seconds
        let told = facts.record.cells.values.reduce(0.0) { sum, cell in
            sum + Double(cell.response.extent.sum) / 1e9 - cell.gap.busyUser.seconds
        }
        // Below a millionth of all time the sums themselves are rounded.
        let difference = abs(busy - told) > 1e-6 * present ? abs(busy - told) : 0
        let residual = difference == 0 ? 0 : min(1, difference / max(busy, told))
        return HealthFinding(
            name: "user time (Little's law)",
            isHealthy: residual <= Self.userTimeTolerance,
            value: .share((residual * 1e6).rounded() / 1e6),
            limit: .share(Self.userTimeTolerance),
            reason: "users were at operations for \(DurationText.readable(.seconds(busy))) of "
                + "\(DurationText.readable(.seconds(present))) in all; the times recorded add up "
                + "to " + DurationText.readable(.seconds(told)),
            remedy: Self.lostSamples
        )
    }

    private var arrivals: HealthFinding {
        let load = facts.load
        let lost = Double(load.arrivalsLostByGenerator) / Double(max(load.plannedArrivals, 1))
        return HealthFinding(
            name: "arrivals lost",
            isHealthy: lost <= Self.lostArrivals,
            value: .share(lost),
            limit: .share(Self.lostArrivals),
            reason: "\(load.arrivalsLostByGenerator) arrivals were not played by the "
                + "generator's own fault",
            remedy: "play on more threads (--shards) or at a lower rate"
        )
    }

    /// Whether arrivals really began at the distances of a Poisson process.
    ///
    /// With few of them chance alone moves the coefficient of variation by 1 ÷ √n, so the limit
    /// of 5 % is widened by three times that. The Anderson–Darling statistic looks at the shape
    /// too, down to distances that no timer keeps: it is judged only where arrivals of a shard
    /// are 10 ms apart on average, and shown otherwise.
    private var gaps: HealthFinding? {
        guard case .arrivals(let load) = facts.terms.load, load.law == .poisson,
            let tally = facts.load.arrivalGaps, tally.count >= 100,
            let found = tally.coefficientOfVariation, let shape = tally.andersonDarling
        else { return nil }
        let shards = facts.record.shardCount
        let deviation = abs(found / GapTally.expectedVariation(shape: shards) - 1)
        let limit = 0.05 + 3 / Double(tally.count).squareRoot()
        let expected = RateCurve(load.stages).total / max(load.duration.seconds, 1e-9)
        let isCoarse = Double(shards) / max(expected, 1e-9) >= 0.01
        let isShaped = shape < 2 * AndersonDarling.critical1Percent || !isCoarse
        return HealthFinding(
            name: "arrival gaps",
            isHealthy: deviation <= limit && isShaped,
            value: .share(deviation),
            limit: .share(limit),
            reason: "the variation of \(Words.figure(tally.count)) distances between arrivals "
                + "differs by \(ShareText.percent(deviation)) from a Poisson process's; "
                + "Anderson–Darling \(DecimalText.fixed(shape, decimals: 2))"
                + (isCoarse ? " of at most 7.71" : " (not judged: too close together)"),
            remedy: "the load was not as random as asked: look at the scheduling lag and the "
                + "timers above"
        )
    }

    private var data: HealthFinding {
        let exhausted = facts.load.dataExhausted
        return HealthFinding(
            name: "data",
            isHealthy: !exhausted,
            value: .count(exhausted ? 1 : 0),
            limit: .count(0),
            reason: exhausted
                ? "rows of a feed with unique rows ran out, so the load was not as asked"
                : "no feed ran out of rows",
            remedy: "add rows to the feed, or let it start over (each: cycle)"
        )
    }
}
