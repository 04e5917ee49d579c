import Responses
import Testing

@Suite("Check syntax")
struct CheckSyntaxTests {
    @Test(
        "a well-formed regular expression has no fault",
        arguments: [
            #"\d+"#, "(a|b)+", #"(\w+,)+"#, "(?:ab*c)+", "点検(.+?)表", "[(+]+", #"\(a+\)+"#,
            "(a{2})+",
            "(?i)token=([0-9a-f]{32})", "(a+)+", "^$", #"^\s*$"#, "(?<id>[^\"]+)", "(?im-s:a)b",
            #"[^\]a]"#,
            #"[\]\-\\]x"#, #"\u70B9\x41"#,
        ]
    )
    func regex(pattern: String) {
        #expect(CheckSyntax.regexFault(pattern) == nil)
    }

    @Test(
        "a regular expression that is malformed, not supported, or matches anything is faulty",
        arguments: [
            "", "(", ")", "a)", "[a", "[", "[]", "[z-a]", "[[a]]", "*a", "a**", "a{2", "a{3,2}",
            "a{9999}",
            "a{99999999999999999999}", "(?:a{1000}){1000}", "a++", "(?>a)", "(?=a)", "(?<=a)",
            #"(a)\1"#,
            #"\q"#, #"\"#, #"\x4"#, "(?", "(?i", "(?<x", "(?x)a", "a*", "(a|)", "x?|y", ".{0,3}",
        ]
    )
    func faultyRegex(pattern: String) throws {
        let fault = try #require(CheckSyntax.regexFault(pattern))
        #expect(!fault.isEmpty)
    }

    @Test(
        "an XPath is compiled, and its fault says where",
        arguments: [("//input/@value", true), ("//a[", false), ("", false), ("//a]", false)]
    )
    func xpath(expression: String, isFine: Bool) {
        #expect((CheckSyntax.xpathFault(expression) == nil) == isFine)
    }

    @Test(
        "a JSON path's fault names the character",
        arguments: [
            ("", nil), ("a..b", 3), ("a.", 3), (".a", 1), ("a[x]", 3), ("a[-1]", 3), ("a[1", 4),
            ("a['b]", 6), ("$a", 2), ("a b", 2), ("[0]b", 4), ("a[0]]", 5),
        ] as [(String, Int?)]
    )
    func jsonPath(path: String, character: Int?) throws {
        let fault = try #require(CheckSyntax.jsonPathFault(path))
        if let character { #expect(fault.contains("character \(character):"), "\(fault)") }
    }

    @Test(
        "well-formed JSON paths have no fault",
        arguments: ["$", "a", "a.b[0].c", "$.a", "$[0]", "[0][1].x", #"["a \" key"].b"#, "a-b.点検"]
    )
    func goodJSONPath(path: String) {
        #expect(CheckSyntax.jsonPathFault(path) == nil)
    }
}
