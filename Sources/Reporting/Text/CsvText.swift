/// Lines of comma-separated values (RFC 4180).
enum CsvText {
    /// A line without its end.
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") }

    /// Quotes where RFC 4180 asks for it, and defuses what a spreadsheet would run as a formula.
    ///
    /// By Unicode scalars, as spreadsheets read: to Swift a quote with a combining mark behind it
    /// is another character than a quote.
    private static func quoted(_ cell: String) -> String {
        let isFormula = cell.unicodeScalars.first.map { formulaStarts.contains($0) } ?? false
        let safe = isFormula ? "'" + cell : cell
        guard safe.unicodeScalars.contains(where: { quotedFor.contains($0) }) else { return safe }
        var text = String.UnicodeScalarView()
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { text.append(scalar) }
            text.append(scalar)
        }
        return "\"" + String(text) + "\""
    }

    private static let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r"]
    private static let quotedFor: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n"]
}
