import Foundation
import Glibc
import HTTPLanes
import Measuring
import Reporting
import Timekeeping
import Verdicts
import Workload

/// What the user sees while a run is going on.
final class Progress {
    private let console: Console
    private let options: RunArguments
    private let scenario: Scenario
    private let terms: RunTerms
    private let gates: [Gate]
    private let origin: MonotonicInstant
    private var writer: ProgressWriter

    init(
        console: Console,
        options: RunArguments,
        scenario: Scenario,
        gates: [Gate],
        origin: MonotonicInstant
    ) {
        self.console = console
        self.options = options
        self.scenario = scenario
        terms = RunTerms(scenario)
        self.gates = gates
        self.origin = origin
        let style: ProgressWriter.Style =
            options.quiet ? .none : console.drawsLiveScreen ? .screen : .line
        let first = style == .screen ? origin : origin + .seconds(10)
        writer = ProgressWriter(console: console, style: style, start: first)
    }

    func begin(target: String, seed: UInt64, shards: Int, lane: LaneChoice) {
        guard !options.quiet else { return }
        let users = scenario.load.peakUsers
        let length = DurationText.canonical(scenario.load.duration)
        console.note(
            "\(scenario.name): up to \(users) users for \(length) on \(target) (seed \(seed))"
        )
        console.note("lane: \(lane)")
        if options.verbose { console.note("playing on \(shards) shards, pid \(getpid())") }
        if scenario.contract.path == nil {
            console.note(
                "no contract is named: judged by the default, 3 s for 90 % of each online operation"
            )
        }
    }

    func update(_ played: PlayedRun, now: MonotonicInstant) {
        guard now >= origin else { return }
        let style = Style(isColoured: console.drawsLiveScreen && console.allowsColor)
        writer.update(
            now: now,
            frame: { LiveScreen.frame(snapshot(played, now), width: $0, style: style) },
            line: { LiveScreen.line(snapshot(played, now)) }
        )
    }

    private func snapshot(_ played: PlayedRun, _ now: MonotonicInstant) -> LiveSnapshot {
        LiveSnapshot(
            scenario: scenario.name,
            record: played.record,
            episodes: played.record.provisional(now: now).allEpisodes(for: terms).told,
            now: now,
            targetUsers: targetUsers(at: now - origin),
            length: scenario.load.duration
        )
    }

    private var lastMoment: Nanoseconds { scenario.load.duration - Nanoseconds(1) }

    private func targetUsers(at offset: Nanoseconds) -> Int {
        switch scenario.load {
        case .users(let stages):
            Int(UserSchedule(stages).target(at: min(offset, lastMoment)).rounded(.up))
        case .arrivals(let load): load.users
        }
    }

    /// Says something out of turn.
    func warn(_ text: String) {
        writer.clear()
        console.note("warning: \(text)")
    }

    /// Says that the run ends before its schedule because it has decided.
    func decided(at look: Look, _ verdict: Verdict) {
        writer.clear()
        guard !options.quiet else { return }
        console.note(
            "look \(look.number) of at most \(look.most): \(verdict.rawValue); no new operations"
        )
    }

    func interrupted(by signal: Int32) {
        writer.clear()
        let name = signal == SIGINT ? "Ctrl-C" : Signals.name(of: signal)
        console.note(
            "\(name): no new operations; waiting for those in flight (once more ends at once)"
        )
    }

    func end() { writer.clear() }
}
