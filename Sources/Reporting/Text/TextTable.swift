/// A table of plain text that fits a width.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package let title: String
        /// Figures stand at the right.
        package let right: Bool

        package init(_ title: String, right: Bool = false) {
            self.title = title
            self.right = right
        }
    }

    package let columns: [Column]
    package var rows: [[String]] = []

    package init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// The lines of the table, indented by two blanks.
    ///
    /// When the table is wider than `width`, the widest column that is not of figures is cut.
    package func lines(width: Int) -> [String] {
        var widths = columns.indices.map { index in
            ([columns[index].title] + rows.map { $0[index] }).map(DisplayWidth.of).max() ?? 0
        }
        let excess = 2 + widths.reduce(0, +) + 2 * (columns.count - 1) - width
        let texts = columns.indices.filter { !columns[$0].right }
        if excess > 0, let widest = texts.max(by: { widths[$0] < widths[$1] }) {
            widths[widest] = max(8, widths[widest] - excess)
        }
        return ([columns.map(\.title)] + rows).map { row in
            var line = "  "
            for index in columns.indices {
                let cell = DisplayWidth.cut(row[index], to: widths[index])
                line += DisplayWidth.padded(
                    cell,
                    to: widths[index],
                    right: columns[index].right
                )
                line += index < columns.count - 1 ? "  " : ""
            }
            return line.trimmedTrailingBlanks
        }
    }
}

extension String {
    /// The text without blanks at its end.
    var trimmedTrailingBlanks: String {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
