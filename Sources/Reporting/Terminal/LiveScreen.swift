import Timekeeping
import Verdicts

/// The screen shown while a run goes on: a pure function of one snapshot.
package enum LiveScreen {
    /// The lines of a frame, none wider than `width` columns.
    package static func frame(_ now: LiveSnapshot, width: Int, style: Style) -> [String] {
        let rows = [
            ("users", "\(now.users) of \(now.targetUsers)"),
            (
                "operations",
                "\(DecimalText.fixed(now.operationsPerSecond, decimals: 1))/s, "
                    + "\(Figures.count(now.planned)) so far"
            ),
            ("last 10 s", times(now.recent)),
            ("overall", times(now.overall)),
            ("service time", times(now.service)),
            ("late or failed", late(now)),
            ("in flight", inFlight(now)),
            ("episode", episode(now)),
            ("generator lag", "\(Figures.time(now.lag)) at most in the last 10 s"),
        ]
        let title =
            "\(now.scenario)  \(Ticks.clock(now.elapsed.seconds)) gone, "
            + "\(Ticks.clock(now.remaining.seconds)) left"
        let width = max(20, width)
        let head = style.bold(DisplayWidth.cut(title, to: width))
        return [head]
            + rows.map { name, value in
                let label = DisplayWidth.padded(name, to: 15, right: false)
                let isAlarming = name == "episode" && now.openEpisode != nil
                let line = DisplayWidth.cut("  " + label + value, to: width)
                return isAlarming ? style.colored(line, as: .fail) : line
            }
    }

    /// The same in one line, for output that is no terminal.
    package static func line(_ now: LiveSnapshot) -> String {
        [
            Ticks.clock(now.elapsed.seconds), "users \(now.users)/\(now.targetUsers)",
            "\(DecimalText.fixed(now.operationsPerSecond, decimals: 1)) operations/s",
            "last 10 s " + times(now.recent), "late or failed " + late(now),
            "oldest in flight " + Figures.time(now.oldestInFlight),
            now.openEpisode.map {
                "episode of \($0.subject) since \(Ticks.clock($0.since.seconds))"
            },
            "lag " + Figures.time(now.lag), "left " + Ticks.clock(now.remaining.seconds),
        ].compactMap(\.self).joined(separator: " · ")
    }

    private static func times(_ times: LiveSnapshot.Times) -> String {
        "p50 \(Figures.time(times.p50))  p95 \(Figures.time(times.p95))  "
            + "p99 \(Figures.time(times.p99))"
    }

    private static func late(_ now: LiveSnapshot) -> String {
        guard now.planned > 0 else { return "–" }
        let share = Double(now.violations) / Double(now.planned)
        return "\(ShareText.percent(share)) (\(Figures.count(now.failed)) failed)"
    }

    private static func inFlight(_ now: LiveSnapshot) -> String {
        now.inFlight == 0
            ? "none" : "\(now.inFlight), the oldest for \(Figures.time(now.oldestInFlight))"
    }

    private static func episode(_ now: LiveSnapshot) -> String {
        now.openEpisode.map {
            "\($0.subject), since \(Ticks.clock($0.since.seconds)) of the run"
        } ?? "none open"
    }
}
