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
    static let mostStarved = 0.2
    static let mostStolen = 0.1
    static let loadTolerance = 0.01
    static let lostArrivals = 0.001
    static let userTimeTolerance = 0.02
    /// Shares of a core are judged over so many seconds in a row.
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
            facts.record,
            lagLimit: Self.lagLimit(shortestTarget),
            holdUpLimit: Self.longestHoldUp
        )
    }

    var findings: [HealthFinding] { loop + machine + load + faults }

    // MARK: The loop

    private var loop: [HealthFinding] {
        let others = hiccups.others
        return [
            lag,
            time(
                "scheduling lag max",
                others.map(\.worstLag).max(),
                { "the latest operation was dispatched \($0) after its planned start" }
            ),
            time(
                "loop turn max",
                others.map(\.loop.longestTurn).max(),
                { "the longest turn of an event loop took \($0)" }
            ),
            time(
                "event age max",
                others.map(\.loop.oldestEvent).max(),
                { "an event of the kernel waited at most \($0) for others told with it" }
            ),
            time(
                "timer lateness max",
                others.map(\.loop.latestTimer).max(),
                { "a timer of an event loop fired \($0) late" }
            ),
        ]
    }

    /// What 0.5 % of the shortest target allows, at least 15 ms.
    private static func lagLimit(_ shortestTarget: Nanoseconds) -> Nanoseconds {
        max(leastLagLimit, .seconds(shortestTarget.seconds * lagShareOfTarget))
    }

    private var lag: HealthFinding {
        time(
            "scheduling lag p99.9",
            facts.record.lag(without: hiccups.seconds).percentile(99.9),
            limit: Self.lagLimit(shortestTarget),
            { "99.9% of operations were dispatched at most \($0) after their planned start" }
        )
    }

    private func time(
        _ name: String,
        _ found: Nanoseconds?,
        limit: Nanoseconds = longestHoldUp,
        _ reason: (String) -> String
    ) -> HealthFinding {
        let found = found ?? .zero
        var finding = HealthFinding(
            name: name,
            isHealthy: found <= limit,
            value: .time(found),
            limit: .time(limit),
            reason: reason(DurationText.readable(found)),
            remedy: "keep other work off this machine, give the tool a core of its own, or ask "
                + "for fewer users"
        )
        finding.remark = hiccups.words
        return finding
    }

    private var faults: [HealthFinding] {
        facts.machine.faults.map {
            HealthFinding(
                name: "machine",
                isHealthy: false,
                value: .count(1),
                limit: .count(0),
                reason: $0,
                remedy: "play the run again on a machine whose clock is not stepped"
            )
        }
    }
}
