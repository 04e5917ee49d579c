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
        unsafe bytes.withUnsafeBytes { text in
            unsafe search.firstForeign(in: text, tenant: tenant).map {
                search.index.markers[$0.marker].text
            }
        }
    }

    @Test("a code counts where it is a word of its own, a canary anywhere")
    func boundaries() throws {
        let search = try Self.search()
        for text in [
            "beta22", "<td>beta22</td>", "会社beta22の記録", "a beta22", "beta22.", "-beta22-",
            "\"beta22\"", "/beta22/x", "=beta22&", "beta22\n",
        ] {
            #expect(Self.found(text, in: search) == "beta22", "\(text)")
        }
        for text in [
            "xbeta22", "beta220", "beta22_", "_beta22", "BETA22", "beta2", "0beta22", "beta 22", "",
        ] {
            #expect(Self.found(text, in: search) == nil, "\(text)")
        }
        #expect(Self.found("xcanary-bb22y", in: search) == "canary-bb22")
        #expect(Self.found("canary-bb2", in: search) == nil)
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
        #expect(Self.found("&#126481", in: search) == "126481")
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
            let converted = try #require(Answer.converted(body, head: head))
            #expect(Self.found(converted, in: search) == "東京支店", "\(name)")
            let meta = Array("<html><head><meta charset=\"\(name)\"></head>".utf8) + body
            let sniffed = try #require(Answer.converted(meta, head: []))
            #expect(Self.found(sniffed, in: search) == "東京支店", "\(name) by its meta")
        }
        let plain = Array("Content-Type: text/html; charset=UTF-8\r\n".utf8)
        #expect(Answer.converted(Array("<p>東京</p>".utf8), head: plain) == nil)
        #expect(Answer.converted(Array("<p>東京</p>".utf8), head: []) == nil)
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
