import Testing
import Workload

@testable import Responses

@Suite("Searching answers for other tenants' data")
struct AnswerSearchTests {
    /// Companies with a user each, and a canary for each user.
    static let rows = [
        ["alpha1", "user01", "canary-aa11"], ["beta22", "user02", "canary-bb22"],
        ["東京支店", "user03", "鍵は内緒"],
    ]

    static func search(_ rows: [[String]] = rows) throws -> AnswerSearch {
        let tenancy = Tenancy(columns: [
            .init(name: "company", index: 0, kind: .code),
            .init(name: "user", index: 1, kind: .code),
            .init(name: "canary", index: 2, kind: .canary),
        ])
        let index = TenantIndex(TenantMarkers(rows: rows, tenancy: tenancy))
        return try #require(AnswerSearch(index))
    }

    static func found(_ text: String, tenant: Int32 = 0, in search: AnswerSearch) -> String? {
        found(Array(text.utf8), tenant: tenant, in: search)
    }

    static func found(_ bytes: [UInt8], tenant: Int32 = 0, in search: AnswerSearch) -> String? {
        find(bytes, tenant: tenant, in: search).flatMap {
            $0.isSure ? search.index.markers[$0.marker].text : nil
        }
    }

    static func find(
        _ bytes: [UInt8],
        tenant: Int32 = 0,
        in search: AnswerSearch
    ) -> AnswerSearch.Find? {
        unsafe bytes.withUnsafeBytes { text in
            unsafe search.firstForeign(in: text, tenant: tenant)
        }
    }

    @Test("a code counts where it is a word of its own, a canary anywhere")
    func boundaries() throws {
        let search = try Self.search()
        for text in [
            "beta22", "<td>beta22</td>", "会社beta22の記録", "a beta22", "beta22.", "-beta22-",
            "\"beta22\"", "/beta22/x", "=beta22&", "beta22\n",
            "beta22_", "_beta22", "export_beta22_2026.csv", "BETA22", "Beta22",
        ] {
            #expect(Self.found(text, in: search) == "beta22", "\(text)")
        }
        for text in [
            "xbeta22", "beta220", "beta2", "0beta22", "beta 22", "",
        ] {
            #expect(Self.found(text, in: search) == nil, "\(text)")
        }
        #expect(Self.found("xcanary-bb22y", in: search) == "canary-bb22")
        #expect(Self.found("xCANARY-BB22y", in: search) == "canary-bb22")
        #expect(Self.found("canary-bb2", in: search) == nil)
    }

    @Test("what may be an ordinary word or a colour is told apart from a leak")
    func alike() throws {
        let search = try Self.search([
            ["alpha1", "user01", "canary-1"], ["sales", "c0ffee", "canary-2"],
        ])
        for text in ["sales", "a sales.", "/sales/", "c0ffee", "C0FFEE", "x#sales"] {
            #expect(Self.find(Array(text.utf8), in: search)?.isSure == true, "\(text)")
        }
        for text in ["Sales", "SALES", "sales_total", "_sales", "color:#C0FFEE;", "#c0ffee"] {
            #expect(Self.find(Array(text.utf8), in: search)?.isSure == false, "\(text)")
        }
        for text in ["salesman", "presales", "sale"] {
            #expect(Self.find(Array(text.utf8), in: search) == nil, "\(text)")
        }
        #expect(Self.found("Sales and sales", in: search) == "sales", "the surer one counts")
        #expect(Self.found("Sales and %63anary-2", in: search) == "canary-2")
    }

    @Test("a marker within a longer one counts as the longer one")
    func nested() throws {
        let rows = (1...12).map {
            ["acme\($0 == 12 ? "1-eu" : "\($0)")", "u\($0)", "canary-\($0)"]
        }
        let search = try Self.search(rows)
        for text in ["canary-12", "%63anary-12", "acme1-eu", "&#97;cme1-eu"] {
            #expect(Self.found(text, tenant: 11, in: search) == nil, "\(text) is one's own")
            let expected = text.hasSuffix("eu") ? "acme1-eu" : "canary-12"
            #expect(Self.found(text, tenant: 3, in: search) == expected)
        }
        #expect(Self.found("canary-1", tenant: 11, in: search) == "canary-1")
        #expect(Self.found("canary-12 canary-1", tenant: 11, in: search) == "canary-1")
        #expect(Self.found("acme1-eux", tenant: 11, in: search) == "acme1")
        #expect(Self.found("canary-12", tenant: 0, in: search) == "canary-12")
    }

    @Test("what is one's own is no leak, nor what all have")
    func own() throws {
        let search = try Self.search()
        #expect(Self.found("alpha1 user01 canary-aa11", in: search) == nil)
        #expect(Self.found("alpha1 user01", tenant: 1, in: search) == "alpha1")
        let shared = try Self.search([
            ["alpha1", "admin", "canary-1"], ["beta22", "admin", "canary-2"],
            ["gamma3", "admin", "canary-3"],
        ])
        #expect(Self.found("admin", in: shared) == nil, "everybody has it")
        let some = try Self.search([
            ["alpha1", "admin", "canary-1"], ["beta22", "admin", "canary-2"],
            ["gamma3", "other", "canary-3"],
        ])
        #expect(Self.found("admin", tenant: 0, in: some) == nil)
        #expect(Self.found("admin", tenant: 1, in: some) == nil)
        #expect(Self.found("admin", tenant: 2, in: some) == "admin")
    }

    @Test(
        "a marker is found as HTML, JSON, scripts and addresses write it",
        arguments: [
            "東京支店", "%E6%9D%B1%E4%BA%AC%E6%94%AF%E5%BA%97",
            "%e6%9d%b1%e4%ba%ac%e6%94%af%e5%ba%97",
            "\\u6771\\u4eac\\u652f\\u5E97", "\"name\":\"\\u6771\\u4eac\\u652f\\u5e97\"",
            "&#26481;&#20140;&#25903;&#24215;", "&#x6771;&#x4EAC;&#x652f;&#x5e97;",
            "東&#20140;%E6%94%AF\\u5e97", "100% of & \\東京支店",
        ]
    )
    func escapes(text: String) throws {
        let search = try Self.search()
        #expect(Self.found(text, in: search) == "東京支店")
        #expect(Self.found("<p>" + text + "</p>", in: search) == "東京支店")
        #expect(Self.found(text, tenant: 2, in: search) == nil)
    }

    @Test("what stands beside a code counts with escapes undone, too")
    func escapedNeighbours() throws {
        let search = try Self.search()
        for text in [
            "x%2Fbeta22%2F", "a\\nbeta22\\tb", "a&amp;beta22&lt;", "%62eta22", "\\x62eta22",
        ] {
            #expect(Self.found(text, in: search) == "beta22", "\(text)")
        }
        for text in ["%78beta22", "\\u0061beta22", "beta22&#97;", "beta22%5F"] {
            #expect(
                Self.found(text, in: search) == (text.hasPrefix("beta") ? "beta22" : nil),
                "\(text): behind it stands an escape as it is written"
            )
        }
    }

    @Test("the number of a character is no code")
    func characterNumbers() throws {
        let search = try Self.search([
            ["265810", "user01", "canary-1"], ["126481", "user02", "canary-2"],
        ])
        #expect(Self.found("x &#126481; y", in: search) == nil)
        #expect(Self.found("id 126481; y", in: search) == "126481")
        #expect(Self.find(Array("&#126481".utf8), in: search)?.isSure == false, "a colour?")
    }

    @Test("pages in Japanese encodings are searched as what they say")
    func charsets() throws {
        let search = try Self.search()
        // 東京支店 in Shift_JIS and EUC-JP.
        let encoded: [(String, [UInt8])] = [
            ("shift_jis", [0x93, 0x8C, 0x8B, 0x9E, 0x8E, 0x78, 0x93, 0x58]),
            ("EUC-JP", [0xC5, 0xEC, 0xB5, 0xFE, 0xBB, 0xD9, 0xC5, 0xB9]),
        ]
        for (name, bytes) in encoded {
            let body = Array("<p>".utf8) + bytes + Array("</p>".utf8)
            let head = Array("Content-Type: text/html; charset=\(name)\r\n".utf8)
            #expect(Self.found(body, in: search) == nil)
            let converted = try #require(Answer.searchable(body, head: head).conversions.first)
            #expect(Self.found(converted, in: search) == "東京支店", "\(name)")
            let meta = Array("<html><head><meta charset=\"\(name)\"></head>".utf8) + body
            let sniffed = try #require(Answer.searchable(meta, head: []).conversions.first)
            #expect(Self.found(sniffed, in: search) == "東京支店", "\(name) by its meta")
        }
        let plain = Array("Content-Type: text/html; charset=UTF-8\r\n".utf8)
        #expect(Answer.searchable(Array("<p>東京</p>".utf8), head: plain).conversions == [])
        #expect(Answer.searchable(Array("<p>東京</p>".utf8), head: []).conversions == [])
    }

    @Test("UTF-16 is read by its mark, or by where its zeros stand")
    func wide() throws {
        let search = try Self.search()
        let head = Array("Content-Type: text/csv; charset=UTF-16\r\n".utf8)
        let text = "会社,beta22\r\n"
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let little = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        for body in [[0xFE, 0xFF] + big, [0xFF, 0xFE] + little, big, little] {
            let read = Answer.searchable(body, head: head)
            #expect(read.form == .text)
            #expect(Self.found(try #require(read.conversions.first), in: search) == "beta22")
        }
        for body in [[0xFE, 0xFF] + big, [0xFF, 0xFE] + little] {
            #expect(Answer.searchable(body, head: []).conversions.count == 1)
        }
        #expect(Answer.searchable(big, head: []).form == .packed, "nothing says what it is")
    }

    @Test("Japanese files that say nothing of their encoding are read as the usual ones")
    func unlabelled() throws {
        let search = try Self.search()
        for bytes: [UInt8] in [
            [0x93, 0x8C, 0x8B, 0x9E, 0x8E, 0x78, 0x93, 0x58],
            [0xC5, 0xEC, 0xB5, 0xFE, 0xBB, 0xD9, 0xC5, 0xB9],
        ] {
            let read = Answer.searchable(Array("1,".utf8) + bytes, head: [])
            #expect(read.form == .text)
            #expect(read.conversions.contains { Self.found($0, in: search) == "東京支店" })
        }
    }

    @Test("what says UTF-8, or another charset than it is in, is searched as the usual ones too")
    func mislabelled() throws {
        let search = try Self.search()
        let shiftJIS: [UInt8] = [0x93, 0x8C, 0x8B, 0x9E, 0x8E, 0x78, 0x93, 0x58]
        for label in ["utf-8", "euc-jp"] {
            let head = Array("Content-Type: text/csv; charset=\(label)\r\n".utf8)
            let read = Answer.searchable(Array("1,".utf8) + shiftJIS, head: head)
            #expect(read.form == .text)
            #expect(read.conversions.contains { Self.found($0, in: search) == "東京支店" }, "\(label)")
        }
        // 東京支店 as ISO-2022-JP has it, in seven bits.
        let escaped = Array("1,\u{1B}$BEl5~;YE9\u{1B}(B\r\n".utf8)
        for head in ["", "Content-Type: text/csv; charset=UTF-8\r\n"] {
            let read = Answer.searchable(escaped, head: Array(head.utf8))
            #expect(read.conversions.contains { Self.found($0, in: search) == "東京支店" })
        }
    }

    @Test("what is packed in a way that nobody knows is not taken for text, whatever it says")
    func unknownPacking() {
        var random = SystemRandomNumberGenerator()
        for type in ["", "application/octet-stream", "text/csv; charset=utf-8", "text/csv"] {
            let body =
                [0x78, 0x9C] + (0..<2_000).map { _ in UInt8.random(in: 1...255, using: &random) }
            let head = Array("Content-Type: \(type)\r\n".utf8)
            #expect(Answer.searchable(body, head: head).form == .packed, "\(type)")
        }
    }

    @Test(
        "bodies whose texts cannot be seen are told from images and from texts",
        arguments: [
            ("PK\u{3}\u{4}...", "application/octet-stream", SearchableBody.Form.packed),
            ("%PDF-1.7\n", "application/pdf", .packed), ("%PDF-1.7\n", "image/png", .packed),
            ("plain", "text/plain; charset=x-klingon", .packed),
            ("a\0b\0c", "application/octet-stream", .packed), ("a\0b\0c", "image/avif", .media),
            ("no zeros", "image/png", .packed), ("GIF89a", "image/gif", .media),
            ("wOF2", "font/woff2", .media), ("<svg>", "image/svg+xml", .text),
            ("beta22", "text/html; charset=utf-8", .text),
            ("{\"a\": 1}", "application/json", .text),
            ("PK is short for Peter Kay", "text/plain", .text), ("", "application/pdf", .text),
        ]
    )
    func forms(body: String, type: String, form: SearchableBody.Form) {
        let head = Array("Content-Type: \(type)\r\n".utf8)
        #expect(Answer.searchable(Array(body.utf8), head: head).form == form)
    }

    @Test("evidence shows what stands around a marker, escapes undone where it was written so")
    func context() throws {
        let search = try Self.search()
        for (text, before, after) in [
            ("<p>点検 beta22 済</p>", "<p>点検 ", " 済</p>"),
            ("a%20b%20%62eta22%20c", "a b ", " c"),
            ("\\u70b9\\u691c \\u0062eta22!", "点検 ", "!"),
        ] {
            let bytes = Array(text.utf8)
            let context = unsafe try bytes.withUnsafeBytes { text in
                let find = unsafe try #require(search.firstForeign(in: text, tenant: 0))
                return unsafe search.context(of: find, in: text)
            }
            #expect(context.text == before + "beta22" + after)
            let part = Array(context.text.utf8)[context.place]
            #expect(String(decoding: part, as: UTF8.self) == "beta22")
        }
    }
}
