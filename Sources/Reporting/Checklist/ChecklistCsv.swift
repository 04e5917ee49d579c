import Checklists
import Wording
import Workload

/// The checklist for spreadsheets (RFC 4180).
///
/// It begins with a byte order mark: without one Excel takes UTF-8 for the code page of the
/// machine and Japanese is lost.
enum ChecklistCsv {
    static func text(_ report: ChecklistReport) -> String {
        let head = ChecklistReport.columns.map { $0[report.language] }
        let rows = report.checklist.rows.map { report.cells($0, separator: "\n", evidence: \.self) }
        return "\u{FEFF}" + ([head] + rows).map { CsvText.line($0) + "\r\n" }.joined()
    }
}
