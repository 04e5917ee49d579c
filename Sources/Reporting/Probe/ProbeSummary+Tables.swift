import Availability
import Timekeeping
import Verdicts

extension ProbeSummary {
    static func outages(_ report: AvailabilityReport, width: Int, style: Style) -> [String] {
        let all = report.observation.outages
        let title = style.bold("outages")
        guard !all.isEmpty else { return [title, "  none"] }
        let table = TextTable(
            [
                .init("first failed tick"), .init("ticks", right: true),
                .init("lasted", right: true), .init("between", right: true), .init("remarks"),
            ],
            rows: all.suffix(mostRows).map { outage in
                [
                    outage.first.dateAndTime, "\(outage.ticks)",
                    ProbeText.length(outage.measured), ProbeText.limits(outage),
                    ProbeText.remarks(outage).joined(separator: ", "),
                ]
            }
        )
        return [title] + table.lines(width: width) + more(all.count)
            + causes(all).flatMap { TerminalSummary.bullet($0, width: width) }
    }

    /// Each cause with the number of outages that began with it.
    private static func causes(_ outages: [Outage]) -> [String] {
        var counts: [String: Int] = [:]
        for outage in outages {
            for (kind, why) in outage.failures {
                counts["\(kind.rawValue): \(why)", default: 0] += 1
            }
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let most = 5
        let more = sorted.count > most ? ["and \(sorted.count - most) other causes"] : []
        return sorted.prefix(most).map { cause, count in
            count == 1 ? cause : "\(count) times \(cause)"
        } + more
    }

    static func gaps(_ report: AvailabilityReport, width: Int, style: Style) -> [String] {
        let all = report.observation.gaps
        guard !all.isEmpty else { return [] }
        let table = TextTable(
            [.init("first tick missing"), .init("ticks", right: true), .init("why")],
            rows: all.suffix(mostRows).map { gap in
                [
                    gap.range.lowerBound.dateAndTime, Figures.count(gap.slots),
                    gap.isOwnFault ? "the tool could not probe" : "nobody probed",
                ]
            }
        )
        return [style.bold("gaps (neither up nor down)")] + table.lines(width: width)
            + more(all.count)
    }

    private static func more(_ count: Int) -> [String] {
        count > mostRows ? ["  and \(Figures.count(count - mostRows)) before"] : []
    }

    static func terms(_ report: AvailabilityReport, width: Int, style: Style) -> [String] {
        let findings = report.findings
        let room = AvailabilityVerdict.allCases.map(\.rawValue.count).max() ?? 0
        let lines = findings.flatMap { finding -> [String] in
            let word = finding.verdict?.rawValue ?? "–"
            let verdict = finding.verdict.flatMap { Verdict(rawValue: $0.rawValue) }
            let text =
                "[\(finding.subject.item)] \(words(finding.subject)): "
                + finding.reasons.joined(separator: "; ")
            return DisplayWidth.wrapped(text, to: width - room - 4).enumerated().map {
                guard $0 == 0 else { return String(repeating: " ", count: room + 4) + $1 }
                let blanks = String(repeating: " ", count: room - word.count + 2)
                return "  " + (verdict.map(style.verdict) ?? word) + blanks + $1
            }
        }
        return [style.bold("terms [items of the checklist]")] + lines
    }

    static func words(_ subject: Finding.Subject) -> String {
        switch subject {
        case .serviceHours: "service hours"
        case .maintenance: "notice of planned stops"
        case .availability: "availability"
        case .repair: "mean time to repair"
        case .longOutages: "long outages"
        case .monitoring: "monitoring"
        case .notice: "notice of outages"
        case .interval: "distance between ticks"
        }
    }

    static func probes(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        guard !account.probes.isEmpty else { return [] }
        let table = TextTable(
            [
                .init("probe"), .init("n", right: true), .init("failed", right: true),
                .init("p50", right: true), .init("max", right: true),
            ],
            rows: account.probes.map { probe in
                [
                    probe.kind.rawValue, Figures.count(probe.count), Figures.count(probe.failed),
                    Figures.time(probe.median), Figures.time(probe.longest),
                ]
            }
        )
        return [style.bold("probes (response time of those that succeeded)")]
            + table.lines(width: width)
    }

    static func notes(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let terms = account.report.terms
        let windows = terms.windows.compactMap { window in
            window.flaw(notice: terms.notice)
                .map { "not taken out: " + ProbeText.flaw(window, $0, notice: terms.notice) }
        }
        let all = windows + account.clockSteps + account.faults.map { "not counted: \($0)" }
        guard !all.isEmpty else { return [] }
        return [style.bold("notes")] + all.flatMap { TerminalSummary.bullet($0, width: width) }
    }
}
