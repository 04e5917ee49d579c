import Checklists
import Wording
import Workload

/// The checklist as a table in Markdown.
enum ChecklistMarkdown {
    static func text(_ report: ChecklistReport) -> String {
        let language = report.language
        let name = MarkdownText.escaped(report.checklist.contractName)
        var lines = [
            "# \(ChecklistReport.title[language]): \(name)", "",
            "**\(report.word)** · \(report.date) · \(report.tally)", "",
        ]
        lines += report.remarks.map { "- " + MarkdownText.escaped($0) }
        lines += report.remarks.isEmpty ? [] : [""]
        lines += MarkdownText.head(ChecklistReport.columns.map { $0[language] })
        lines += report.checklist.rows.map { row in
            MarkdownText.row(report.cells(row, separator: " / ", evidence: report.mark))
        }
        lines += [""] + report.legend + [""]
        lines += report.markedSources.map { "- " + MarkdownText.escaped($0) }
        return lines.joined(separator: "\n") + "\n"
    }
}
