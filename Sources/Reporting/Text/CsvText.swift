/// Lines of comma-separated values (RFC 4180).
enum CsvText {
    /// A line without its end.
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") }

    /// Quotes where RFC 4180 asks for it, and defuses what a spreadsheet would run as a formula.
    private static func quoted(_ cell: String) -> String {
        let isFormula = cell.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + cell : cell
        guard safe.contains(where: { "\",\r\n".contains($0) || $0 == "\r\n" }) else { return safe }
        return "\""
            + safe.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
