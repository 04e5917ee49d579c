import ArgumentParser
import Engine
import HTTPLanes
import Measuring
import Reporting
import Responses
import ScenarioFiles
import Timekeeping
import Verdicts
import Workload

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what a run would do; sends nothing.",
        discussion: """
            The load over time, expected operations and what they can prove, rows of data needed, \
            hosts, memory and descriptors, and each setting with its origin.
            """
    )

    @OptionGroup var scenario: ScenarioArguments
    @OptionGroup var load: LoadArguments

    func run() throws {
        let console = Console()
        let ready = try ScenarioLoading.load(scenario, load)
        for warning in ready.loaded.warnings { console.note("warning: \(warning)") }
        let text = PlanText(ready).lines.joined(separator: "\n")
        console.output(Masker(secrets: ready.scenario.secrets).masked(text) + "\n")
    }
}

/// A plan as lines of text.
struct PlanText {
    /// One operation's second at a few operations a second: 0.5 kB and its buckets.
    private static let bytesPerWindow = 1024.0

    private let ready: ReadyScenario
    private let forecast: LoadForecast

    private var scenario: Scenario { ready.scenario }

    init(_ ready: ReadyScenario) {
        self.ready = ready
        forecast = LoadForecast(RunTerms(ready.scenario))
    }

    var lines: [String] {
        var lines = ["\(scenario.name): \(scenario.question ?? "no question is written down")"]
        lines += ["", "Load"] + load.map { "  " + $0 }
        lines += ["", "Operations expected in the judged span"] + operations.map { "  " + $0 }
        if !scenario.data.isEmpty || scenario.accounts != nil {
            lines += ["", "Data"] + data.map { "  " + $0 }
        }
        lines += ["", "Hosts"] + hosts.map { "  " + $0 }
        lines += ["", "Lane", "  \(ready.lane)"]
        lines += ["", "This machine"] + machine.map { "  " + $0 }
        lines += ["", "Settings"] + settings.map { "  " + $0 }
        return lines
    }

    // MARK: Parts

    private var load: [String] {
        var lines: [String] = []
        var at = Nanoseconds.zero
        func row(_ text: String, _ duration: Nanoseconds) {
            lines.append("\(time(at))–\(time(at + duration))  \(text)")
            at = at + duration
        }
        switch scenario.load {
        case .users(let stages):
            var before = 0
            for stage in stages {
                let moves = stage.target == before ? "\(before)" : "\(before) → \(stage.target)"
                if stage.duration > .zero { row("\(moves) users", stage.duration) }
                before = stage.target
            }
        case .arrivals(let load):
            if load.leadIn > .zero { row("\(load.users) users sign in", load.leadIn) }
            var before = 0.0
            for stage in load.stages {
                let to = number(stage.target)
                let moves = stage.target == before ? to : "\(number(before)) → \(to)"
                if stage.duration > .zero {
                    row("\(moves) arrivals a second, \(load.law.rawValue)", stage.duration)
                }
                before = stage.target
            }
        }
        let span = scenario.judgedSpan
        lines.append(
            "judged for compliance: \(time(span.lowerBound))–\(time(span.upperBound)); "
                + "latency-continuation periods: looked for in the whole run"
        )
        lines.append(
            "contract: \(scenario.contract.name) (\(scenario.contract.path ?? "built in"))"
        )
        return lines
    }

    private var operations: [String] {
        let table = TextTable(
            [.init("operation"), .init("expected", right: true), .init("what they can prove")],
            rows: forecast.operations.map {
                [$0.name, range($0.fewest, $0.most), proof($0)]
            }
        )
        return table.lines(width: .max) + [
            "(from \(DurationText.readable(LoadForecast.slowAnswer)) per answer to none; "
                + "dependent operations prove less)"
        ]
    }

    private func proof(_ operation: LoadForecast.Operation) -> String {
        guard let share = operation.share else { return "its class promises nothing: not judged" }
        let percent = ShareText.percent(share)
        guard let allowed = operation.violationsAllowed else {
            let needed = operation.fewestToProve.map { "at least \($0)" } ?? "more"
            return "too few to prove \(percent): \(needed) are needed"
        }
        return "proves \(percent) with up to \(allowed) late or failed"
    }

    private var data: [String] {
        var lines: [String] = []
        if let accounts = scenario.accounts {
            lines.append(
                "accounts: \(scenario.load.peakUsers) of \(accounts.rows.count) in \(accounts.path)"
            )
            lines += separation
        }
        for feed in scenario.data {
            let most = forecast.iterations.most
            let need =
                feed.order != .unique
                ? ""
                : most.isFinite
                    ? "; the run draws up to \(Int(most.rounded(.up))) rows, each once"
                    : "; without think time there is no bound on the rows the run draws"
            lines.append(
                "\(feed.name): \(feed.rows.count) rows, \(feed.order.rawValue)\(need) (\(feed.path))"
            )
        }
        return lines
    }

    /// What tells companies apart, and what searching for it takes.
    private var separation: [String] {
        guard let markers = scenario.tenantMarkers, let mix = scenario.accounts?.mix else {
            return []
        }
        let index = TenantIndex(markers)
        let kilobytes = index.memory / 1024 + 1
        return [
            "companies: \(markers.tenants.count), users \(mix.rawValue); every answer is searched "
                + "for \(markers.markers.count) texts of theirs (\(kilobytes) KiB)",
            "answers are kept whole while they are searched: up to "
                + "\(scenario.transport.largestBody >> 20) MiB for each in flight "
                + "(transport.largest-body)",
        ]
    }

    private var hosts: [String] {
        let own: String
        switch scenario.service {
        case .rehearsal: own = "rehearsal service, on a free port of 127.0.0.1"
        case .url(let address): own = address
        }
        return [own] + scenario.allowedHosts.sorted()
    }

    private var machine: [String] {
        let connections = Preflight.connections(of: scenario)
        let seconds = scenario.load.duration.seconds
        let cells = Double(scenario.operations.count) * seconds
        let forUsers = scenario.load.peakUsers * kilobytesPerUser / 1024 + 1
        return [
            "descriptors: \(connections + MachineLimits.descriptorsOfOurOwn)",
            "memory: about \(forUsers) MiB for users and up to "
                + "\(Int(cells * Self.bytesPerWindow / 1_048_576) + 1) MiB for "
                + "\(Int(cells)) one-second windows",
        ]
    }

    /// Of the whole process with 10,000 connected users, as measured by SelfBench.
    private var kilobytesPerUser: Int {
        let isSecure =
            if case .url(let url) = scenario.service { url.hasPrefix("https") } else { false }
        return switch ready.lane.lane {
        case .direct: isSecure ? 53 : 7
        case .curl: isSecure ? 61 : 26
        }
    }

    private var settings: [String] {
        TextTable(
            [.init("path"), .init("value"), .init("from")],
            rows: ready.loaded.settings.map { [$0.path, $0.value, "\($0.origin)"] }
        ).lines(width: .max)
    }

    // MARK: Words

    private func time(_ offset: Nanoseconds) -> String { DurationText.canonical(offset) }

    private func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : DecimalText.fixed(value, decimals: 2)
    }

    private func range(_ fewest: Double, _ most: Double) -> String {
        let low = String(Int(fewest))
        guard most.isFinite else { return "\(low) or more" }
        return Int(most) == Int(fewest) ? low : "\(low)–\(Int(most))"
    }
}
