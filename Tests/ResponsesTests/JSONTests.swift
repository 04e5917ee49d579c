import Responses
import Testing
import Workload

@Suite("JSON")
struct JSONTests {
    private static let body = #"""
        { "items": [ { "id": 1.50, "名": "点検 \"A\"\n", "ok": true, "none": null },
                     [ 10, 20, [ ] ] ],
          "a key": { "b.c": "x" }, "twice": 1, "twice": 2, "big": 9007199254740993,
          "huge": 1e400, "half": "\ud83d-\ude00", "pair": "\uD83D\uDE00", "empty": {} }
        """#

    @Test(
        "a path leads to a value, printed as the service wrote it",
        arguments: [
            ("items[0].id", "1.50"), ("$.items[0].id", "1.50"), ("items[0].名", "点検 \"A\"\n"),
            ("items[0].ok", "true"), ("items[1]", "[ 10, 20, [ ] ]"), ("items[1][1]", "20"),
            (#"["a key"]["b.c"]"#, "x"), ("$['a key']['b.c']", "x"), ("twice", "2"),
            ("big", "9007199254740993"), ("huge", "1e400"), ("half", "\u{FFFD}-\u{FFFD}"),
            ("pair", "😀"), ("empty", "{}"),
        ]
    )
    func path(path: String, value: String) throws {
        #expect(try taken(.json(path: path), from: Self.body) == value)
        #expect(try holds(.json(path: path, equals: Template(value)), Self.body))
        #expect(try !holds(.json(path: path, equals: Template(value + "0")), Self.body))
        #expect(try holds(.json(path: path, equals: nil), Self.body))
    }

    @Test(
        "a path that leaves the text finds nothing",
        arguments: [
            "absent", "items.id", "items[2]", "items[0].id.x", "items[0][0]", "empty.x",
            "items[1][2][0]", "items[99999999999]",
        ]
    )
    func absent(path: String) throws {
        #expect(try taken(.json(path: path), from: Self.body) == nil)
        #expect(try !holds(.json(path: path, equals: nil), Self.body))
    }

    @Test("a null exists and equals null, and is nothing to take")
    func null() throws {
        #expect(try holds(.json(path: "items[0].none", equals: nil), Self.body))
        #expect(try holds(.json(path: "items[0].none", equals: Template("null")), Self.body))
        #expect(try taken(.json(path: "items[0].none"), from: Self.body) == nil)
    }

    @Test("any JSON value may be the whole text", arguments: ["7", "\"a\"", "[ ]", "true", " 0 "])
    func whole(text: String) throws {
        #expect(try holds(.json(path: "$", equals: nil), text))
    }

    @Test(
        "what is not JSON is refused as a whole",
        arguments: [
            "", " ", "{", "[", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
            "{a:1}", "{'a':1}", "01", "1.", ".5", "-", "+1", "1e", "0x10", "NaN", "tru", "nul",
            "truely", "\"", "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "[1]]", "{}{}", "[1}", "{\"a\":1]",
            "<html>", "// x\n1",
        ]
    )
    func malformed(text: String) throws {
        #expect(try !holds(.json(path: "$", equals: nil), text))
    }

    @Test("bytes that are not UTF-8 inside a string are replaced")
    func invalidBytes() throws {
        let body = Array("{\"a\": \"x".utf8) + [0xFF] + Array("y\"}".utf8)
        #expect(try check(take: .json(path: "a"), body: body).values == ["x\u{FFFD}y"])
    }

    @Test("nesting as deep as the body is long is refused, not followed")
    func deep() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(try !holds(.json(path: "$", equals: nil), deep))
        let allowed = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(try holds(.json(path: "$", equals: nil), allowed))
        #expect(try !holds(.json(path: "$", equals: nil), "[" + allowed + "]"))
    }

    @Test("a wrong value is named beside the expected one")
    func words() throws {
        let (result, _) = try check(
            [.json(path: "state", equals: Template("done"))],
            #"{"state": "waiting"}"#
        )
        #expect(
            result
                == .unexpectedContent(#"expected JSON state = "done", got "waiting""#)
        )
    }
}
