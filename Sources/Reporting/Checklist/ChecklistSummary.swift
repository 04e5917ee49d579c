import Checklists
import Wording
import Workload

/// The items that were measured, for the terminal.
package enum ChecklistSummary {
    /// - Parameters:
    ///   - folder: where the files are.
    ///   - width: columns of the terminal.
    package static func lines(
        _ report: ChecklistReport,
        folder: String,
        width: Int,
        style: Style
    ) -> [String] {
        let language = report.language
        let title = "\(ChecklistReport.title[language]): \(report.checklist.contractName)"
        let head =
            [style.colored(report.word, as: report.checklist.verdict) + "  " + title]
            + ([report.tally] + report.remarks).flatMap {
                TerminalSummary.bullet($0, width: width)
            }
        let rows = report.checklist.rows.filter { !$0.findings.isEmpty }.flatMap {
            lines(of: $0, report, width: width, style: style)
        }
        let sources = report.sources.flatMap {
            hanging(report.mark($0) + " ", $0, indent: 2, width: width)
        }
        let written = TerminalSummary.written(
            report.files.map(\.name),
            to: folder,
            in: language,
            width: width,
            style: style
        )
        let evidence = style.bold(language(ja: "根拠", en: "evidence"))
        return Array([head, rows, [evidence] + sources, written].joined(separator: [""]))
    }

    private static func lines(
        of row: Checklist.Row,
        _ report: ChecklistReport,
        width: Int,
        style: Style
    ) -> [String] {
        let language = report.language
        let word = row.standing.word[language]
        var verdict = style.bold(word)
        if case .judged(let judged) = row.standing { verdict = style.colored(word, as: judged) }
        let contracted = language(ja: "契約", en: "contracted")
        let texts =
            ["\(contracted): \(row.contracted?[language] ?? "–")"]
            + row.findings.map { "\(report.mark($0.evidence)) \($0.measured[language])" }
            + row.missing.map { $0[language] }
        return ["  \(verdict)  \(row.item.number) \(row.item.name[language])"]
            + texts.flatMap { hanging("", $0, indent: 6, width: width) }
    }

    private static func hanging(
        _ mark: String,
        _ text: String,
        indent: Int,
        width: Int
    ) -> [String] {
        let blank = String(repeating: " ", count: indent)
        return DisplayWidth.wrapped(text, to: width - indent - mark.count).enumerated().map {
            blank + ($0 == 0 ? mark : String(repeating: " ", count: mark.count)) + $1
        }
    }
}
