import Measuring
import Timekeeping
import Wording

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
                Bilingual(ja: "発行遅れ 最大", en: "scheduling lag max"),
                others.map(\.worstLag).max()
            ) {
                Bilingual(
                    ja: "最も遅れた操作は予定開始の\($0)後に発行された",
                    en: "the latest operation was dispatched \($0) after its planned start"
                )
            },
            time(
                Bilingual(ja: "イベントループ一巡 最大", en: "loop turn max"),
                others.map(\.loop.longestTurn).max()
            ) {
                Bilingual(
                    ja: "イベントループの一巡は最長\($0)",
                    en: "the longest turn of an event loop took \($0)"
                )
            },
            time(
                Bilingual(ja: "イベント待ち 最大", en: "event age max"),
                others.map(\.loop.oldestEvent).max()
            ) {
                Bilingual(
                    ja: "カーネルのイベントは、同時に通知されたほかのイベントを最長\($0)待った",
                    en: "an event of the kernel waited at most \($0) for others told with it"
                )
            },
            time(
                Bilingual(ja: "タイマー遅れ 最大", en: "timer lateness max"),
                others.map(\.loop.latestTimer).max()
            ) {
                Bilingual(
                    ja: "イベントループのタイマーは最大\($0)遅れた",
                    en: "a timer of an event loop fired \($0) late"
                )
            },
        ]
    }

    /// What 0.5 % of the shortest target allows, at least 15 ms.
    private static func lagLimit(_ shortestTarget: Nanoseconds) -> Nanoseconds {
        max(leastLagLimit, .seconds(shortestTarget.seconds * lagShareOfTarget))
    }

    private var lag: HealthFinding {
        time(
            Bilingual(ja: "発行遅れ p99.9", en: "scheduling lag p99.9"),
            facts.record.lag(without: hiccups.seconds).percentile(99.9),
            limit: Self.lagLimit(shortestTarget)
        ) {
            Bilingual(
                ja: "操作の99.9%は予定開始から\($0)以内に発行された",
                en: "99.9% of operations were dispatched at most \($0) after their planned start"
            )
        }
    }

    private func time(
        _ name: Bilingual,
        _ found: Nanoseconds?,
        limit: Nanoseconds = longestHoldUp,
        _ reason: (Nanoseconds) -> Bilingual
    ) -> HealthFinding {
        let found = found ?? .zero
        var finding = HealthFinding(
            name: name,
            isHealthy: found <= limit,
            value: .time(found),
            limit: .time(limit),
            reason: reason(found),
            remedy: Bilingual(
                ja: "このマシンでほかの作業をしない、ツールに専用のコアを与える、または利用者数を減らす",
                en: "keep other work off this machine, give the tool a core of its own, or ask "
                    + "for fewer users"
            )
        )
        finding.remark = hiccups.words
        return finding
    }

    private var faults: [HealthFinding] {
        facts.machine.faults.map {
            HealthFinding(
                name: Bilingual(ja: "マシン", en: "machine"),
                isHealthy: false,
                value: .count(1),
                limit: .count(0),
                reason: $0,
                remedy: Bilingual(
                    ja: "時計が補正で飛ばないマシンで測定し直す",
                    en: "play the run again on a machine whose clock is not stepped"
                )
            )
        }
    }
}
