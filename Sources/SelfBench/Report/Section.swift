import Reporting

/// One part of the result: a table with what is to be known about it, and its raw figures.
struct Section {
    let title: String
    let notes: [String]
    let table: TextTable
    let raw: Json

    /// Aligned text for a terminal.
    var text: String {
        ([title, ""] + table.lines(width: 200) + [""] + notes.map { "  " + $0 })
            .joined(separator: "\n") + "\n"
    }

    var markdown: String {
        let titles = table.columns.map(\.title)
        let rules = table.columns.map { $0.right ? "---:" : "---" }
        let rows = ([titles, rules] + table.rows).map { "| " + $0.joined(separator: " | ") + " |" }
        return (["### \(title)", ""] + rows + [""] + notes).joined(separator: "\n") + "\n"
    }
}
