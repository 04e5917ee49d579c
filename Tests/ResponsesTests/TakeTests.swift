import Responses
import Testing
import Workload

@Suite("Takes")
struct TakeTests {
    @Test("a take fills its slot and no other")
    func slot() throws {
        let (result, values) = try check(
            take: .header(name: "location"),
            headers: [("Location", "/ticket/7")],
            values: ["kept"]
        )
        #expect(result == .succeeded)
        #expect(values == ["kept", "/ticket/7"])
    }

    @Test("a take that finds nothing empties its slot and names what was looked for")
    func nothing() throws {
        let (result, values) = try check(take: .input(name: "csrf"), "<form></form>")
        #expect(
            result == .nothingToTake("no form control \"csrf\" in 13 bytes \"<form></form>\"")
        )
        #expect(values == [nil])
    }

    @Test("an unexpected answer gives no value, and the earlier value is gone")
    func unexpected() throws {
        let body = "<input name=csrf value=1>"
        #expect(try check([], take: .input(name: "csrf"), status: 500, body).values == [nil])
        let (result, values) = try check(
            [.text(Template("absent"))],
            take: .input(name: "csrf"),
            body
        )
        guard case .unexpectedContent = result else {
            Issue.record("the text is not there")
            return
        }
        #expect(values == [nil])
    }

    @Test("every take is tried, also after one that found nothing")
    func several() throws {
        let checks = try CompiledChecks(
            expectations: [],
            takes: [
                Take(slot: Slot(index: 0), source: .json(path: "absent")),
                Take(slot: Slot(index: 1), source: .json(path: "id")),
            ]
        )
        var values: [String?] = ["old", "old"]
        let result = checks.evaluate(
            Answer(status: 200, body: Array(#"{"id": 7}"#.utf8)),
            values: &values
        )
        #expect(
            result
                == .nothingToTake(
                    #"no JSON value absent: no member "absent" in {"id": 7}"#
                )
        )
        #expect(values == [nil, "7"])
    }

    @Test("a cookie of the answer comes before one the user holds")
    func cookie() throws {
        let set = ("Set-Cookie", "token=new; Path=/")
        let held = ["token": "old"]
        #expect(
            try check(take: .cookie(name: "token"), headers: [set], cookies: held).values == ["new"]
        )
        #expect(try check(take: .cookie(name: "token"), cookies: held).values == ["old"])
        #expect(try check(take: .cookie(name: "token")).values == [nil])
    }

    @Test("a regular expression gives its first group, or the whole match")
    func regex() throws {
        #expect(try taken(.regex(#"no\. (\d+)"#), from: "ticket no. 42 filed") == "42")
        #expect(try taken(.regex(#"\d+"#), from: "ticket no. 42 filed") == "42")
        #expect(try taken(.regex(#"番号は(.+?)です"#), from: "番号は点検-7です。です") == "点検-7")
        #expect(try taken(.regex(#"a(b)?"#), from: "a") == nil, "a group without part in the match")
        #expect(try taken(.regex(#"x"#), from: "abc") == nil)
        #expect(try taken(.regex(#"a\r\nb"#), from: "a\r\nb") == "a\r\nb")
    }
}
