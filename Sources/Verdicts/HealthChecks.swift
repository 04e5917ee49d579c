import Measuring
import Timekeeping

/// The checks of the load generator itself: any that fails makes a run INVALID.
///
/// Limits: methodology §7.2. They are engineering choices informed by its sources.
struct HealthChecks {
    static let lagShareOfTarget = 0.005
    static let leastLagLimit = Nanoseconds.milliseconds(15)
    static let longestHoldUp = Nanoseconds.milliseconds(100)
    static let busiest = 0.8
    static let loadTolerance = 0.01
    static let lostArrivals = 0.001
    static let cpuWindow = 5

    let facts: RunFacts
    /// The shortest response time that is judged.
    let shortestTarget: Nanoseconds
    /// Seconds with a passing hold-up; everything else about the loop is told without them.
    private let hiccups: Hiccups

    init(facts: RunFacts, shortestTarget: Nanoseconds) {
        self.facts = facts
        self.shortestTarget = shortestTarget
        hiccups = Hiccups(
            facts.record.timeline,
            lagLimit: Self.lagLimit(shortestTarget),
            holdUpLimit: Self.longestHoldUp
        )
    }

    var findings: [HealthFinding] {
        [lag, worstLag, turns, timers, cpu, users, arrivals, data] + faults
    }

    // MARK: The loop

    /// What 0.5 % of the shortest target allows, at least 15 ms.
    private static func lagLimit(_ shortestTarget: Nanoseconds) -> Nanoseconds {
        max(leastLagLimit, .seconds(shortestTarget.seconds * lagShareOfTarget))
    }

    private var lag: HealthFinding {
        let found = facts.record.lag(without: hiccups.seconds).percentile(99.9) ?? .zero
        return time(
            "scheduling lag p99.9",
            found,
            limit: Self.lagLimit(shortestTarget),
            "99.9% of operations were dispatched at most \(DurationText.readable(found)) after "
                + "their planned start"
        )
    }

    private var worstLag: HealthFinding {
        let found = hiccups.others.map(\.worstLag).max() ?? .zero
        return time(
            "scheduling lag max",
            found,
            limit: Self.longestHoldUp,
            "the latest operation was dispatched \(DurationText.readable(found)) after its "
                + "planned start"
        )
    }

    private var turns: HealthFinding {
        let found = hiccups.others.map(\.loop.longestTurn).max() ?? .zero
        return time(
            "loop turn max",
            found,
            limit: Self.longestHoldUp,
            "the longest turn of an event loop took \(DurationText.readable(found))"
        )
    }

    private var timers: HealthFinding {
        let found = hiccups.others.map(\.loop.latestTimer).max() ?? .zero
        return time(
            "timer lateness max",
            found,
            limit: Self.longestHoldUp,
            "a timer of an event loop fired \(DurationText.readable(found)) late"
        )
    }

    private var cpu: HealthFinding {
        let found = facts.record.busiestShare(over: Self.cpuWindow)
        return HealthFinding(
            name: "CPU per core",
            isHealthy: found < Self.busiest,
            value: .share(found),
            limit: .share(Self.busiest),
            reason: "the busiest \(Self.cpuWindow) s of a core used \(ShareText.percent(found)) "
                + "of it"
        )
    }

    private func time(
        _ name: String,
        _ found: Nanoseconds,
        limit: Nanoseconds,
        _ reason: String
    ) -> HealthFinding {
        HealthFinding(
            name: name,
            isHealthy: found <= limit,
            value: .time(found),
            limit: .time(limit),
            reason: reason + hiccups.words
        )
    }

    // MARK: The load

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
                + "the peak" + (isCutShort ? " before the run was stopped" : "")
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
                + "generator's own fault"
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
                : "no feed ran out of rows"
        )
    }

    private var faults: [HealthFinding] {
        facts.machine.faults.map {
            HealthFinding(
                name: "machine",
                isHealthy: false,
                value: .count(1),
                limit: .count(0),
                reason: $0
            )
        }
    }
}
