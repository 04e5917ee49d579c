import Responses
import Testing
import Workload

@Suite("Regular expressions")
struct PatternTests {
    @Test(
        "what a pattern finds",
        arguments: [
            ("a|ab", "xab", "a"), ("ab|a", "xab", "ab"), ("a+?", "aaa", "a"),
            ("a{2,3}", "aaaa", "aaa"),
            ("a{2,}?b", "aaab", "aaab"), ("(a)(b)", "ab", "a"), ("(?:a)(b)", "ab", "b"),
            ("(a|(b))c", "bc", "b"), ("(?<n>b+)c", "abbc", "bb"),
            (#"\bcat\b"#, "concat cat", "cat"),
            ("^b", "a\nb", nil), ("(?m)^b$", "a\nb\nc", "b"), ("a.b", "a\nb", nil),
            ("(?s)a.b", "a\nb", "a\nb"), ("(?i)straße|点", "STRAßE", "STRAßE"),
            ("(?i:a)b", "AB", nil),
            ("[^a-c]+", "abcdef", "def"), (#"[\w-]+"#, "点検-7!", "点検-7"), (#"\D+"#, "12ab34", "ab"),
            (#"\u70B9"#, "点", "点"), (#"a\.b"#, "axb a.b", "a.b"), ("(a)?b", "b", nil),
            (#""csrf":"([^"]+)""#, #"{"csrf":"t0k","x":"y"}"#, "t0k"), ("^$", "", ""),

        ] as [(String, String, String?)]
    )
    func found(pattern: String, text: String, expected: String?) throws {
        #expect(try taken(.regex(pattern), from: text) == expected)
    }

    @Test("random patterns find what the standard library's expressions find")
    func oracle() throws {
        var generator = SeededGenerator(seed: 3, stream: .dataRow)
        var compared = 0
        for _ in 0..<1500 {
            let pattern = Self.pattern(depth: 3, &generator)
            guard
                let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar)
                    .wordBoundaryKind(.simple),
                CheckSyntax.regexFault(pattern) == nil
            else { continue }
            for _ in 0..<4 {
                let text = String(
                    (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                        Self.pick(["a", "b", "c", "点"], &generator)
                    }
                )
                let match = try regex.firstMatch(in: text)
                let expected = match.flatMap { match in
                    match.output.count > 1
                        ? match.output[1].substring.map(String.init) : String(text[match.range])
                }
                #expect(
                    try taken(.regex(pattern), from: text) == expected,
                    "/\(pattern)/ in \(text)"
                )
                #expect(
                    try holds(.regex(pattern), text) == (match != nil),
                    "/\(pattern)/ in \(text)"
                )
                compared += 1
            }
        }
        #expect(compared > 1000)
    }

    private static func pick<Element>(
        _ choices: [Element],
        _ generator: inout SeededGenerator
    ) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &generator)]
    }

    /// A pattern of the common syntax; only single characters are repeated without limit, as what
    /// an empty round of a repeated group captures differs between engines.
    private static func pattern(depth: Int, _ generator: inout SeededGenerator) -> String {
        let one = pick(["a", "b", ".", "[ab]", "[^a]", "点", #"\w"#, "c"], &generator)
        guard depth > 0 else { return one }
        func inner(_ generator: inout SeededGenerator) -> String {
            pattern(depth: depth - 1, &generator)
        }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            return one
                + pick(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{1,}?"], &generator)
        case 1: return "(" + inner(&generator) + ")"
        case 2: return "(?:" + inner(&generator) + "|" + inner(&generator) + ")"
        case 3:
            return "(?:" + one + inner(&generator) + ")"
                + pick(["+", "*", "{0,2}", "+?"], &generator)
        case 4:
            return pick(["^", #"\b"#, ""], &generator) + inner(&generator)
                + pick(["$", ""], &generator)
        default: return inner(&generator) + inner(&generator)
        }
    }

    @Test(
        "patterns on which a backtracking search takes forever end at once",
        arguments: [
            ("(a+)+$", 20_000), ("(a|aa)+$", 20_000), ("a+z", 100_000), ("(.*)*x", 20_000),
            ("(a?){30}a{30}b", 2_000),
        ]
    )
    func linear(pattern: String, length: Int) throws {
        let text = String(repeating: "a", count: length) + "!"
        var found = true
        let time = try ContinuousClock().measure { found = try holds(.regex(pattern), text) }
        #expect(!found)
        #expect(time < .seconds(10), "\(time)")
    }
}
