package import Availability
package import Timekeeping
package import Verdicts

/// A probe's record and its judgement, ready to be shown.
package struct ProbeAccount: Sendable {
    package var name: String
    package var question: String?
    package var service: String
    /// The contract's name; `nil` = none was named.
    package var contract: String?
    package var report: AvailabilityReport
    /// Times of the single probes.
    package var probes: [ProbeFigures]
    /// Steps of the wall clock while the probe ran, in words.
    package var clockSteps: [String]
    /// Lines of the record that could not be read, and what else is wrong with it.
    package var faults: [String]
    /// Where the record is, as shown to the user.
    package var log: String

    package init(
        name: String,
        question: String?,
        service: String,
        contract: String?,
        report: AvailabilityReport,
        ticks: [Tick],
        clockSteps: [(at: UTCInstant, by: Nanoseconds)],
        faults: [String],
        log: String
    ) {
        self.name = name
        self.question = question
        self.service = service
        self.contract = contract
        self.report = report
        let judged = ticks.filter { report.range.contains($0.slot) }
        probes = ProbeKind.allCases.compactMap { ProbeFigures($0, judged) }
        self.clockSteps = clockSteps.map { step in
            let way = step.by < .zero ? "back" : "forward"
            let by = Nanoseconds(step.by.count.magnitude > 0 ? abs(step.by.count) : 0)
            return "the clock was put \(way) by \(DurationText.readable(by)) to \(step.at)"
        }
        self.faults = faults
        self.log = log
    }

    package var verdict: Verdict { Verdict(rawValue: report.verdict.rawValue) ?? .inconclusive }
}

/// What one kind of probe found.
package struct ProbeFigures: Sendable, Hashable {
    package let kind: ProbeKind
    package let count: Int
    package let failed: Int
    package let unknown: Int
    /// Of the answers that were as expected; `nil` without one.
    package let median: Nanoseconds?
    package let longest: Nanoseconds?

    /// `nil` when no tick has this probe.
    init?(_ kind: ProbeKind, _ ticks: [Tick]) {
        let results = ticks.flatMap(\.results).filter { $0.kind == kind }
        guard !results.isEmpty else { return nil }
        self.kind = kind
        count = results.count
        failed = results.filter(\.isFailed).count
        unknown = results.filter { !$0.isKnown }.count
        let times = results.filter { $0.outcome == .ok }.compactMap(\.time).sorted(by: <)
        median = times.isEmpty ? nil : times[(times.count - 1) / 2]
        longest = times.last
    }
}
