/// Reads CSV (RFC 4180) piece by piece, with the line each row begins in.
///
/// Fields are divided by commas; quoted fields may hold commas, doubled quotes and line ends.
/// Lines end with LF or CR LF. A byte order mark at the start is skipped, and so are empty lines.
package struct CSVParser {
    /// A row of a file.
    package struct Row: Equatable, Sendable {
        /// The line the row begins in, from 1.
        package var line: Int
        package var fields: [String]
    }

    /// Why a file is no CSV.
    package struct Problem: Error, Equatable, Sendable {
        package var line: Int
        package var problem: String
        package var remedy: String
    }

    private enum State {
        case fieldStart, unquoted, quoted, afterQuote, afterReturn
    }

    private var state = State.fieldStart
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var rows: [Row] = []
    private var skipped = 0

    package init() {}

    /// Takes more bytes of the file and returns the rows that are complete.
    package mutating func read(_ bytes: some Sequence<UInt8>) throws(Problem) -> [Row] {
        for byte in bytes {
            if skipped < 3 {
                let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
                if byte == mark[skipped] {
                    skipped += 1
                    continue
                }
                let held = mark[..<skipped]
                skipped = 3
                for early in held { try take(early) }
            }
            try take(byte)
        }
        defer { rows = [] }
        return rows
    }

    /// The last row, when the file does not end with a line end.
    package mutating func finish() throws(Problem) -> [Row] {
        switch state {
        case .quoted:
            throw Problem(
                line: quoteLine,
                problem: "a quoted field is never closed",
                remedy: "close it with “\"”, or double a quote that belongs to the text"
            )
        case .fieldStart where fields.isEmpty: break
        default: try endRow()
        }
        defer { rows = [] }
        return rows
    }

    private mutating func take(_ byte: UInt8) throws(Problem) {
        let (comma, quote, lineFeed, carriageReturn) =
            (UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        switch (state, byte) {
        case (.fieldStart, quote):
            state = .quoted
            quoteLine = line
        case (.quoted, quote): state = .afterQuote
        case (.quoted, _):
            if byte == lineFeed { line += 1 }
            field.append(byte)
        case (.afterQuote, quote):
            field.append(quote)
            state = .quoted
        case (.afterReturn, lineFeed), (.fieldStart, lineFeed), (.unquoted, lineFeed),
            (.afterQuote, lineFeed):
            try endRow()
            line += 1
            rowLine = line
        case (.afterReturn, _):
            throw Problem(
                line: line,
                problem: "a carriage return stands inside a line",
                remedy: "end lines with LF or CR LF, and quote fields that hold line ends"
            )
        case (_, comma):
            try endField()
            state = .fieldStart
        case (_, carriageReturn): state = .afterReturn
        case (.afterQuote, _):
            throw Problem(
                line: line,
                problem: "text follows the closing quote of a field",
                remedy: "put a comma after it, or double a quote that belongs to the text"
            )
        case (.unquoted, quote):
            throw Problem(
                line: line,
                problem: "a quote stands inside a field that is not quoted",
                remedy: "quote the whole field and double the quote"
            )
        default:
            field.append(byte)
            state = .unquoted
        }
    }

    private mutating func endField() throws(Problem) {
        guard let text = String(validating: field, as: UTF8.self) else {
            throw Problem(
                line: line,
                problem: "is not UTF-8 text",
                remedy: "save the file as UTF-8"
            )
        }
        fields.append(text)
        field.removeAll(keepingCapacity: true)
    }

    private mutating func endRow() throws(Problem) {
        let quoted = state == .afterQuote
        try endField()
        state = .fieldStart
        if fields != [""] || quoted { rows.append(Row(line: rowLine, fields: fields)) }
        fields = []
    }
}
