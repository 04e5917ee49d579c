import Responses
import Testing
import Workload

/// A seeded generator, so that a failing case can be played again.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

@Suite("Hostile answers")
struct HostileAnswerTests {
    private static let seeds = [
        #"<html><form><input name=t value="a"><select name=s><option>x</select></form></html>"#,
        "<?xml version='1.0'?><a xmlns:b='urn:b'><b:c d='e'>f</b:c><![CDATA[g]]></a>",
        #"{"a":[1,2.5e3,{"b":"\ud83d\ude00"}],"c":null,"d":"\\"}"#,
        "<meta charset=shift_jis><textarea name=t>\u{0}</textarea>",
    ]

    /// Every check that reads a body.
    private static func everything() throws -> CompiledChecks {
        let sources: [Take.Source] = [
            .input(name: "t"), .input(name: "s"), .json(path: "a[2].b"), .json(path: "$"),
            .regex("v(.)"), .xpath("//*[@d]"), .xpath("count(//@*)"), .cookie(name: "t"),
        ]
        return try CompiledChecks(
            expectations: [],
            takes: sources.enumerated().map { Take(slot: Slot(index: $0), source: $1) }
        )
    }

    @Test("random bytes never trap, whatever the content type says")
    func randomBytes() throws {
        let checks = try Self.everything()
        var generator = Seeded(state: 1)
        for round in 0..<400 {
            let body = (0..<Int.random(in: 0...600, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            Self.apply(checks, to: body, round)
        }
    }

    @Test("mutated pages and JSON never trap")
    func mutated() throws {
        let checks = try Self.everything()
        var generator = Seeded(state: 2)
        for round in 0..<1500 {
            var body = Array(Self.seeds[round % Self.seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<body.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: body[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: body.removeSubrange(place..<min(place + 3, body.count))
                case 2: body.insert(contentsOf: body[place...].prefix(20), at: place)
                default: body.removeLast(min(place, body.count - 1))
                }
                if body.isEmpty { body = [0x3C] }
            }
            Self.apply(checks, to: body, round)
        }
    }

    private static func apply(_ checks: CompiledChecks, to body: [UInt8], _ round: Int) {
        let types = [
            "text/html", "text/xml; charset=euc-jp", "application/json",
            "text/html; charset=utf-16",
            "a/b; charset=", "text/html; charset=Shift_JIS", "text/html; charset=ISO-2022-JP",
        ]
        var values = [String?](repeating: nil, count: 8)
        let answer = Answer(
            status: 200,
            headers: [
                Answer.Header(name: "Content-Type", value: types[round % types.count]),
                Answer.Header(
                    name: "Set-Cookie",
                    value: String(decoding: body.prefix(40), as: UTF8.self)
                ),
            ],
            body: body
        )
        let result = checks.evaluate(answer, values: &values)
        #expect(result == .succeeded || values.contains(nil))
    }

    @Test(
        "pages of 5 MB are read in bounded time",
        .timeLimit(.minutes(1)),
        arguments: [
            "<tr><td class=a>cell &amp; text</td></tr>", "<b>", "<p></b>", "<a b=c d=e ", "<",
            "<!--", "&#x41;", "<input name=u value=1>", "<body a=b>", "<table><p>", "\u{0}",
        ]
    )
    func largePage(unit: String) throws {
        let page = String(repeating: unit, count: 5_000_000 / unit.utf8.count)
        let clock = ContinuousClock()
        var found: String?
        let time = try clock.measure {
            let page = "<input name=t value=1>" + page
            found = try check(take: .input(name: "t"), page).values[0]
        }
        #expect(found == "1")
        #expect(time < .seconds(15), "\(unit): \(time)")
    }

    @Test("JSON and texts of 5 MB are searched in bounded time", .timeLimit(.minutes(1)))
    func largeText() throws {
        let clock = ContinuousClock()
        let json = "[" + String(repeating: "{\"a\":1},", count: 600_000) + "{\"a\":2}]"
        let body = Array(json.utf8)
        func time(_ expectation: Expectation, succeeds: Bool) throws -> Duration {
            var result = CheckResult.succeeded
            let time = try clock.measure { result = try check([expectation], body: body).result }
            #expect((result == .succeeded) == succeeds)
            return time
        }
        let jsonTime = try time(.json(path: "[600000].a", equals: Template("2")), succeeds: true)
        let textTime = try time(.text(Template("\"a\":2}]")), succeeds: true)
        let regexTime = try time(.regex("\"b\":(\\d+)"), succeeds: false)
        #expect(max(jsonTime, textTime, regexTime) < .seconds(15))
    }

    @Test("an XPath that would take the square of the page gives up", .timeLimit(.minutes(1)))
    func costlyXPath() throws {
        let page = String(repeating: "<i></i>", count: 50_000)
        let time = try ContinuousClock().measure {
            _ = try check(take: .xpath("//i[count(//i[count(//i) > 1]) = 0]"), page)
        }
        #expect(time < .seconds(15), "\(time)")
    }

    @Test("a regular expression does not see beyond the first MiB, and fails there")
    func boundedSearch() throws {
        let body = String(repeating: "a", count: 1 << 20) + "b"
        #expect(try !holds(.regex("b"), body))
        #expect(try holds(.text(Template("b")), body))
    }

    @Test("one compiled check serves several threads at once")
    func threads() async throws {
        let checks = try CompiledChecks(
            expectations: [.regex(#"点検(\d+)"#), .json(path: "a", equals: Template("1"))],
            takes: [
                Take(slot: Slot(index: 0), source: .regex(#"点検(\d+)"#)),
                Take(slot: Slot(index: 1), source: .input(name: "t")),
                Take(slot: Slot(index: 2), source: .xpath("//input/@value")),
            ]
        )
        let right = await withTaskGroup(of: Int.self) { group in
            for task in 0..<4 {
                group.addTask {
                    (0..<300).count { round in
                        let number = task * 1000 + round
                        let page = "{\"a\":1, \"b\":\"点検\(number)<input name=t value=\(number)>\"}"
                        var values: [String?] = [nil, nil, nil]
                        let result = checks.evaluate(
                            Answer(status: 200, body: Array(page.utf8)),
                            values: &values
                        )
                        return result == .succeeded
                            && values == ["\(number)", "\(number)", "\(number)"]
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(right == 1200)
    }
}
