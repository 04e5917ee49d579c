import Testing

@testable import ScenarioFiles

@Suite("CSV")
struct CSVParserTests {
    /// Rows of a text, read in pieces of a given size.
    static func rows(
        _ bytes: [UInt8],
        piece: Int = 1_000
    ) throws(CSVParser.Problem) -> [CSVParser.Row] {
        var parser = CSVParser()
        var rows: [CSVParser.Row] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            rows += try parser.read(rest.prefix(piece))
            rest = rest.dropFirst(piece)
        }
        return try rows + parser.finish()
    }

    static func fields(_ text: String) throws(CSVParser.Problem) -> [[String]] {
        try rows(Array(text.utf8)).map(\.fields)
    }

    @Test(
        "fields are read as RFC 4180 says",
        arguments: [
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
            ("\"a\",\"b,c\"\n", [["a", "b,c"]]),
            ("\"say \"\"hi\"\"\",x\n", [["say \"hi\"", "x"]]),
            ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
            ("\"two\r\nlines\"\r\n", [["two\r\nlines"]]),
            ("a,,c\n,,\n", [["a", "", "c"], ["", "", ""]]),
            (" a , b \n", [[" a ", " b "]]),
            ("a\n\n\nb\n", [["a"], ["b"]]),
            ("a\n\"\"\nb", [["a"], [""], ["b"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]),
            ("点検,表\n", [["点検", "表"]]),
            ("a,", [["a", ""]]),
            ("", []),
        ]
    )
    func reads(text: String, expected: [[String]]) throws {
        #expect(try Self.fields(text) == expected)
    }

    @Test("rows know the line they begin in, across quoted line ends and empty lines")
    func lines() throws {
        let rows = try Self.rows(Array("a\n\"x\ny\"\n\nb\r\nc".utf8))
        #expect(rows.map(\.line) == [1, 2, 5, 6])
    }

    @Test("it makes no difference how the bytes are cut into pieces")
    func pieces() throws {
        let bytes = Array("\u{FEFF}a,\"b\"\"\r\n点\",c\r\nd,\"\",f\n".utf8)
        let whole = try Self.rows(bytes)
        #expect(whole.count == 2)
        for piece in 1...bytes.count { #expect(try Self.rows(bytes, piece: piece) == whole) }
    }

    @Test(
        "what is no CSV is a problem with its line",
        arguments: [
            ("a\n\"b\n", 2, "a quoted field is never closed"),
            ("a\nb\"c\n", 2, "a quote stands inside a field that is not quoted"),
            ("\"a\"b\n", 1, "text follows the closing quote of a field"),
            ("a\rb\n", 1, "a carriage return stands inside a line"),
        ]
    )
    func problems(text: String, line: Int, problem: String) throws {
        let found = #expect(throws: CSVParser.Problem.self) { try Self.fields(text) }
        #expect(found?.line == line)
        #expect(found?.problem == problem)
    }

    @Test("bytes that are not UTF-8 are a problem with their line")
    func notUnicode() throws {
        let found = #expect(throws: CSVParser.Problem.self) {
            try Self.rows([0x61, 0x0A, 0xFF, 0x0A])
        }
        #expect(found?.line == 2)
    }
}
