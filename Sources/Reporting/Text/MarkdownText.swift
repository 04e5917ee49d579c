/// Text and tables in Markdown.
enum MarkdownText {
    /// The first two lines of a table.
    static func head(_ titles: [String]) -> [String] {
        [line(titles), line(titles.map { _ in "---" })]
    }

    /// A line of a table; cells stay on it.
    static func row(_ cells: [String]) -> String { line(cells.map(escaped)) }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }

    /// Keeps text from acting as markup, on one line.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "|", "*", "_", "`", "<", ">", "[", "]", "\\", "#": result += "\\\(character)"
            case "\n", "\r", "\r\n": result += " "
            default: result.append(character)
            }
        }
    }
}
