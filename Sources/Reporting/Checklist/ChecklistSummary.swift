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
        let checklist = report.checklist
        let measured = checklist.rows.filter { !$0.findings.isEmpty }
        let word = ChecklistStanding.judged(checklist.verdict).word[language]
        var lines = [
            style.bold("\(word)  \(ChecklistReport.title[language]): \(checklist.contractName)"),
            "  · " + report.tally, "",
        ]
        for row in measured {
            let head = "\(row.item.number) \(row.item.name[language])"
            lines.append("  " + style.bold(row.standing.word[language]) + "  " + head)
            let contracted = Bilingual(ja: "契約", en: "contracted")[language]
            let texts =
                ["\(contracted): \(row.contracted?[language] ?? "–")"]
                + row.findings.map { "\($0.measured[language]) [\($0.evidence)]" }
            for text in texts {
                let wrapped = DisplayWidth.wrapped(text, to: width - 6)
                lines += wrapped.map { "      " + $0 }
            }
        }
        let missing = checklist.rows.filter { $0.standing == .notMeasured }.map(\.item.number)
        if !missing.isEmpty {
            let word = Bilingual(ja: "未測定の項目", en: "not measured")[language]
            let list = missing.map(String.init).joined(separator: ", ")
            lines += ["", "\(word): \(list)"]
        }
        let names = report.files.map(\.name).joined(separator: ", ")
        return lines + ["", "→ \(folder)/", "  \(names)"]
    }
}
