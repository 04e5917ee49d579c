import Responses
import Testing
import Workload

@Suite("Expectations")
struct ExpectationTests {
    @Test("a status outside every range is named beside the ones expected")
    func status() throws {
        let expected = Expectation.status([303...303])
        #expect(try check([expected], status: 303).result == .succeeded)
        #expect(
            try check([expected], status: 200).result
                == .unexpectedStatus("expected status 303, got 200")
        )
        #expect(
            try check([.status([200...299, 304...304, 400...404])], status: 500).result
                == .unexpectedStatus("expected status 2xx or 304 or 400–404, got 500")
        )
    }

    @Test(
        "an error page is unexpected unless the scenario speaks of the status",
        arguments: [
            (200, true), (302, true), (399, true), (400, false), (404, false), (500, false),
        ]
    )
    func errorStatus(status: Int, succeeds: Bool) throws {
        let (result, _) = try check([.text(Template("ok"))], status: status, "ok")
        #expect((result == .succeeded) == succeeds)
        #expect(try check([.status([status...status])], status: status, "").result == .succeeded)
    }

    @Test("a wrong status is named before wrong content")
    func statusFirst() throws {
        let (result, _) = try check([.text(Template("x")), .status([200...200])], status: 500, "y")
        #expect(result == .unexpectedStatus("expected status 200, got 500"))
    }

    @Test("the first broken expectation is named, the later ones are not")
    func order() throws {
        let (result, _) = try check([.text(Template("a")), .text(Template("b"))], "c")
        #expect(
            result == .unexpectedContent("expected text \"a\", not found in 1 bytes \"c\"")
        )
    }

    @Test("text is found as bytes, Japanese too, and a variable stands for its value")
    func text() throws {
        #expect(try holds(.text(Template("点検表")), "<h1>日次点検表</h1>"))
        #expect(try !holds(.text(Template("点検表")), "<h1>点検</h1>"))
        #expect(try !holds(.text(Template("é")), "e\u{301}"), "no Unicode folding")
        #expect(try holds(.notText(Template("エラー")), "正常"))
        #expect(try !holds(.notText(Template("エラー")), "入力エラー"))
        let named = Expectation.text(
            Template(pieces: [.literal("Welcome, "), .slot(Slot(index: 0))])
        )
        #expect(try check([named], "Welcome, Sato!", values: ["Sato"]).result == .succeeded)
        #expect(try check([named], "Welcome, Ito!", values: ["Sato"]).result != .succeeded)
    }

    @Test("a variable without a value, or an expected text that becomes empty, never passes")
    func emptyText() throws {
        let bare = Template(pieces: [.slot(Slot(index: 0))])
        for value in [nil, ""] as [String?] {
            for expectation in [
                .text(bare), .notText(bare), .header(name: "A", contains: bare),
            ] as [Expectation] {
                let (result, _) = try check(
                    [expectation],
                    headers: [("A", "b")],
                    "body",
                    values: [value]
                )
                guard case .unexpectedContent = result else {
                    Issue.record("\(expectation) with \(value ?? "nil") gave \(result)")
                    continue
                }
            }
        }
        #expect(throws: CheckSyntaxError.self) {
            try CompiledChecks(expectations: [.text(Template(""))], takes: [])
        }
    }

    @Test("a header counts whatever its case, and any of several values may hold the text")
    func header() throws {
        let headers = [("content-TYPE", "text/csv"), ("Vary", "Cookie"), ("vary", "Accept")]
        #expect(try holds(.header(name: "Content-Type", contains: nil), headers: headers))
        #expect(try holds(.header(name: "Vary", contains: Template("Accept")), headers: headers))
        #expect(try !holds(.header(name: "Vary", contains: Template("Origin")), headers: headers))
        #expect(try !holds(.header(name: "Location", contains: nil), headers: headers))
    }

    @Test("a cookie counts when the answer sets it or the user holds it, not when it is deleted")
    func cookie() throws {
        let expected = Expectation.cookie(name: "session")
        #expect(try holds(expected, headers: [("set-cookie", "session=a1; Path=/; HttpOnly")]))
        #expect(try holds(expected, cookies: ["session": "a1"]))
        #expect(try !holds(expected, cookies: ["Session": "a1"]))
        let later = "session=a1; Expires=Fri, 31 Dec 2199 23:59:59 GMT"
        #expect(try holds(expected, headers: [("Set-Cookie", later)]))
        #expect(try !holds(expected, headers: [("Set-Cookie", "other=session=1")]))
        for deletion in [
            "session=; Path=/", "session=\"\"; Path=/", "session=x; Max-Age=0",
            "session=x; expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "session=x; Expires=Fri, 31-Dec-1999 23:59:59 GMT",
            "session=x; Expires=Sat, 01 Jan 2000 00:00:00 GMT; Path=/",
        ] {
            #expect(try !holds(expected, headers: [("Set-Cookie", deletion)]))
        }
    }

    @Test("the size is of the body in bytes")
    func size() throws {
        #expect(try holds(.size(9...9), "点検表"))
        #expect(try !holds(.size(10...Int.max), "点検表"))
        #expect(
            try check([.size(0...8)], "点検表").result
                == .unexpectedContent("expected a body of at most 8 bytes, got 9 bytes")
        )
    }

    @Test("only checks that look at the body ask for it")
    func neededBody() throws {
        func needed(_ expectations: [Expectation], _ takes: [Take.Source] = []) throws -> Bool {
            try CompiledChecks(
                expectations: expectations,
                takes: takes.map { Take(slot: Slot(index: 0), source: $0) }
            ).neededBody
        }
        #expect(
            try !needed(
                [.status([200...200]), .cookie(name: "a"), .header(name: "b", contains: nil)],
                [.cookie(name: "a"), .header(name: "b")]
            )
        )
        #expect(try needed([.text(Template("a"))]))
        #expect(try needed([.size(0...1)]))
        #expect(try needed([], [.input(name: "a")]))
        #expect(try needed([], [.json(path: "a")]))
    }

    @Test("an excerpt is one line of at most 80 characters that cannot steer a terminal")
    func excerpts() throws {
        let body = "\u{1B}[31m\n\n" + String(repeating: "ab ", count: 1000)
        guard case .unexpectedContent(let words) = try check([.text(Template("zz"))], body).result
        else {
            Issue.record("the text was not there")
            return
        }
        #expect(words.contains("\"·[31m ab ab"))
        #expect(!words.contains("\u{1B}") && !words.contains("\n"))
        #expect(words.count < 160)
    }

    @Test("a body that cannot be read as text is not said to be free of a text")
    func unreadable() throws {
        let checks = try CompiledChecks(expectations: [.notText(Template("error"))], takes: [])
        var values: [String?] = []
        let compressed = Answer(
            status: 200,
            headers: [.init(name: "Content-Encoding", value: "gzip")],
            body: [0x1F, 0x8B, 0x08, 0x00, 0xFF, 0x4B, 0x2D, 0x2A]
        )
        guard case .unexpectedContent(let words) = checks.evaluate(compressed, values: &values)
        else {
            Issue.record("a compressed body was taken for one without the text")
            return
        }
        #expect(words.contains("not readable as text"))
    }
}
