import Checklists
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
        let checklist = report.checklist
        let measured = checklist.rows.filter { !$0.findings.isEmpty }
        var lines = [
            style.bold(
                "\(report.word)  \(ChecklistReport.title[language]): \(checklist.contractName)"
            ),
            "  · " + report.tally,
        ]
        lines += report.remarks.flatMap { remark in
            DisplayWidth.wrapped(remark, to: width - 4).enumerated().map { index, line in
                (index == 0 ? "  · " : "    ") + line
            }
        }
        lines.append("")
        for row in measured {
            let head = "\(row.item.number) \(row.item.name[language])"
            lines.append("  " + style.bold(row.standing.word[language]) + "  " + head)
            let contracted = Bilingual(ja: "契約", en: "contracted")[language]
            let texts =
                ["\(contracted): \(row.contracted?[language] ?? "–")"]
                + row.findings.map { "\($0.measured[language]) [\($0.evidence)]" }
                + row.missing.map { $0[language] }
            for text in texts {
                let wrapped = DisplayWidth.wrapped(text, to: width - 6)
                lines += wrapped.map { "      " + $0 }
            }
        }
        let names = report.files.map(\.name).joined(separator: ", ")
        return lines + ["", "→ \(folder)/", "  \(names)"]
    }
}
