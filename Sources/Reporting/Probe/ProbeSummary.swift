import Availability
import Timekeeping
import Verdicts

/// A probe's record as text: verdict, terms, availability, outages, gaps.
package enum ProbeSummary {
    /// More outages or gaps than this are counted and not listed; `probe.json` has them all.
    static let mostRows = 20

    /// The lines of the summary.
    ///
    /// - Parameters:
    ///   - files: names of what was written beside the log.
    ///   - width: columns of the terminal, at least 40.
    package static func lines(
        _ account: ProbeAccount,
        files: [String],
        width: Int,
        style: Style
    ) -> [String] {
        let width = max(40, width)
        let parts = [
            head(account, width: width, style: style),
            availability(account, width: width, style: style),
            outages(account.report, width: width, style: style),
            gaps(account.report, width: width, style: style),
            terms(account.report, width: width, style: style),
            probes(account, width: width, style: style),
            notes(account, width: width, style: style),
            [style.bold("record")] + ([account.log] + files).map { "  " + $0 },
        ]
        return Array(parts.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private static func head(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let verdict = account.verdict
        let question = account.question.map { " — \($0)" } ?? ""
        let titles = DisplayWidth.wrapped(
            account.name + question,
            to: width - verdict.rawValue.count - 2
        )
        let terms = account.report.terms
        let promise =
            terms.share.map { share in
                "\(ProbeText.share(share)) available"
                    + (terms.over.map { " over \(ProbeText.length($0))" } ?? "")
            } ?? "no availability promised"
        let by =
            "judged by \(account.contract.map { "contract \($0)" } ?? "no contract"): \(promise);"
            + " a tick every \(DurationText.canonical(terms.every)), down when \(terms.rule == .any ? "any of its probes fails" : "all of its probes fail")"
        return [style.verdict(verdict) + "  " + (titles.first ?? "")]
            + titles.dropFirst().map { "  " + $0 }
            + (account.report.reasons + [by]).flatMap { TerminalSummary.bullet($0, width: width) }
    }

    private static func availability(
        _ account: ProbeAccount,
        width: Int,
        style: Style
    ) -> [String] {
        let rows = figures(account.report)
        let label = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
        let lines = rows.flatMap { name, text in
            DisplayWidth.wrapped(text, to: width - label - 4).enumerated().map { index, line in
                "  " + DisplayWidth.padded(index == 0 ? name : "", to: label, right: false) + "  "
                    + line
            }
        }
        return [style.bold("availability (times in UTC)")] + lines
    }

    private static func figures(_ report: AvailabilityReport) -> [(String, String)] {
        let seen = report.observation
        let range = report.range
        var rows = [
            (
                "watched",
                "\(range.lowerBound.dateAndTime) … \(range.upperBound.dateAndTime),"
                    + " \(ProbeText.length(range.upperBound - range.lowerBound))"
                    + period(report)
            ),
            (
                "ticks",
                "\(Figures.count(seen.planned)): \(Figures.count(seen.up)) up,"
                    + " \(Figures.count(seen.down)) down, \(Figures.count(seen.unknown)) not probed"
                    + (seen.forgiven > 0 ? ", \(seen.forgiven) too short to count" : "")
                    + (seen.excluded > 0
                        ? "; \(Figures.count(seen.excluded)) more in planned stops" : "")
            ),
            ("availability", ProbeText.share(report.availability) + bounds(report)),
        ]
        if let budget = report.budget {
            let left = budget.left(after: report.downtime)
            rows.append(
                (
                    "downtime",
                    "\(ProbeText.length(report.downtime)) of \(ProbeText.length(budget.total))"
                        + " allowed (\(Figures.count(budget.ticks)) ticks)\(worst(report)); "
                        + (left < .zero
                            ? "overdrawn by \(ProbeText.length(Nanoseconds(-left.count)))"
                            : "\(ProbeText.length(left)) left")
                )
            )
            rows.append(
                (
                    "burn",
                    "\(ProbeText.times(report.burn)) as fast as allowed; in the last hour"
                        + " \(ProbeText.times(report.burnOfLastHour))"
                )
            )
        } else {
            rows.append(("downtime", ProbeText.length(report.downtime)))
        }
        return rows + repair(report)
    }

    private static func period(_ report: AvailabilityReport) -> String {
        guard let over = report.terms.over, !report.isPeriodOver else { return "" }
        return " of \(ProbeText.length(over))"
    }

    private static func worst(_ report: AvailabilityReport) -> String {
        guard report.hasSeveralPeriods, let over = report.terms.over else { return "" }
        return
            " in the worst \(ProbeText.length(over)), from \(report.period.lowerBound.dateAndTime)"
    }

    private static func bounds(_ report: AvailabilityReport) -> String {
        guard report.observation.unknown > 0, let bounds = report.availabilityBounds else {
            return ""
        }
        return " of the ticks probed; between \(ProbeText.share(bounds.lowerBound)) and"
            + " \(ProbeText.share(bounds.upperBound)) by what the gaps hide"
    }

    private static func repair(_ report: AvailabilityReport) -> [(String, String)] {
        guard let mean = report.repair.mean, let longest = report.repair.longest else {
            return [("repair", "no outage")]
        }
        let between = report.repair.between.map { "; up for \(ProbeText.length($0)) between" } ?? ""
        return [
            (
                "repair",
                "mean \(report.repair.isLowerBound ? "at least " : "")\(ProbeText.length(mean)) of"
                    + " \(report.repair.count == 1 ? "1 outage" : "\(report.repair.count) outages"),"
                    + " the longest \(ProbeText.length(longest.measured))\(between)"
            )
        ]
    }
}
