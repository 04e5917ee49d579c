import Engine
import Testing
import Timekeeping
import Workload

@Suite("A request made ready to send")
struct RenderingTests {
    private let slot = Slot(index: 0)

    private func rendered(
        _ request: Request,
        value: String? = "点 検/a&b=c\"\\\n",
        base: String = "http://forms.test/app"
    ) throws -> OutgoingRequest {
        var transport = TransportSettings()
        transport.compression = false
        let base = try #require(AbsoluteURL(base))
        let template = RequestTemplate(
            request,
            base: base,
            hosts: HostPolicy(serviceURL: base.text, alsoAllowed: ["other.test"]),
            transport: transport,
            keeping: [],
            boundary: "BOUNDARY"
        )
        let rendered = try OutgoingRequest(method: "PUT", url: "http://x/", timeout: .zero)
        try template.render(into: rendered, values: [value])
        return rendered
    }

    private var variable: Template { Template(pieces: [.slot(slot)]) }

    private func text(_ body: ArraySlice<UInt8>) -> String {
        String(decoding: body, as: UTF8.self)
    }

    @Test(
        "values in a path are encoded as one component, a leading one keeps its structure",
        arguments: [
            ([.literal("/f/"), .slot(Slot(index: 0))], "a/b c?ü", "/f/a%2Fb%20c%3F%C3%BC"),
            ([.slot(Slot(index: 0))], "/f/1?a=b&c=d e", "/f/1?a=b&c=d%20e"),
            ([.slot(Slot(index: 0))], "f/1", "/f/1"),
            ([.literal("/点検?q=%41 |")], "", "/%E7%82%B9%E6%A4%9C?q=%41%20%7C"),
            ([.literal("/f?q="), .slot(Slot(index: 0))], "../&x=1#y", "/f?q=..%2F%26x%3D1%23y"),
            ([.literal("/"), .slot(Slot(index: 0))], "-._~aZ9", "/-._~aZ9"),
        ] as [([Template.Piece], String, String)]
    )
    func urls(pieces: [Template.Piece], value: String, expected: String) throws {
        let request = Request(target: Template(pieces: pieces))
        #expect(try rendered(request, value: value).url == "http://forms.test/app" + expected)
    }

    @Test("an absolute target stays as it is")
    func absolute() throws {
        let url = "https://other.test/x"
        #expect(try rendered(Request(target: variable), value: url).url == url)
    }

    @Test("a form is URL-encoded, a blank as a plus")
    func form() throws {
        let request = Request(
            method: "POST",
            target: Template("/"),
            body: .form([
                .init(name: "a b", value: variable), .init(name: "c", value: Template("*")),
            ])
        )
        let sent = try rendered(request)
        #expect(text(sent.body) == "a+b=%E7%82%B9+%E6%A4%9C%2Fa%26b%3Dc%22%5C%0A&c=*")
        #expect(
            sent.headers.contains(
                .init(
                    name: "Content-Type",
                    value: "application/x-www-form-urlencoded"
                )
            )
        )
    }

    @Test("values inside JSON are escaped as JSON strings")
    func json() throws {
        let template = Template(pieces: [.literal(#"{"a":""#), .slot(slot), .literal(#""}"#)])
        let sent = try rendered(
            Request(method: "POST", target: Template("/"), body: .json(template)),
            value: "\"\\\n\r\t\u{1}点"
        )
        #expect(text(sent.body) == #"{"a":"\"\\\n\r\t\u0001点"}"#)
        #expect(sent.headers.contains(.init(name: "Content-Type", value: "application/json")))
    }

    @Test("text, files and parts go out as they are, and a written Content-Type stays")
    func others() throws {
        var request = Request(
            method: "PUT",
            target: Template("/"),
            headers: [Header(name: "content-type", value: Template("text/x"))],
            body: .text(variable, contentType: "text/plain")
        )
        var sent = try rendered(request)
        #expect(text(sent.body) == "点 検/a&b=c\"\\\n")
        #expect(
            sent.headers.filter { $0.name.lowercased() == "content-type" }.map(\.value) == [
                "text/x"
            ]
        )
        request.headers = []
        request.body = .file(path: "p", bytes: [0, 255], contentType: "image/png")
        sent = try rendered(request)
        #expect(Array(sent.body) == [0, 255])
        #expect(sent.headers.first == .init(name: "Content-Type", value: "image/png"))
    }

    @Test("a form of parts has every part with its name, file name, type and bytes")
    func parts() throws {
        let body = Body.multipart([
            .init(name: "t\"\r\n", content: .text(variable)),
            .init(
                name: "f",
                content: .file(path: "p", fileName: "点.png", bytes: [1], contentType: "image/png")
            ),
        ])
        let sent = try rendered(
            Request(method: "POST", target: Template("/"), body: body),
            value: "v\r\n"
        )
        #expect(
            text(sent.body) == """
                --BOUNDARY\r
                Content-Disposition: form-data; name="t%22%0D%0A"\r
                \r
                v\r
                \r
                --BOUNDARY\r
                Content-Disposition: form-data; name="f"; filename="点.png"\r
                Content-Type: image/png\r
                \r
                \u{1}\r
                --BOUNDARY--\r

                """
        )
        #expect(
            sent.headers.first
                == .init(name: "Content-Type", value: "multipart/form-data; boundary=BOUNDARY")
        )
    }

    @Test("credentials become one Authorization header")
    func basic() throws {
        let request = Request(
            target: Template("/"),
            basicAuth: BasicCredentials(user: Template("Aladdin"), password: variable)
        )
        let sent = try rendered(request, value: "open sesame")
        #expect(
            sent.headers == [
                .init(name: "User-Agent", value: "sanbyo"), .init(name: "Accept", value: "*/*"),
                .init(name: "Authorization", value: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ]
        )
        #expect(sent.timeout == .seconds(300))
    }

    @Test("a variable without a value anywhere is named, and nothing is sent")
    func missing() throws {
        let requests = [
            Request(target: variable),
            Request(target: Template("/"), headers: [Header(name: "X", value: variable)]),
            Request(target: Template("/"), body: .form([.init(name: "a", value: variable)])),
            Request(target: Template("/"), body: .json(variable)),
            Request(
                target: Template("/"),
                body: .multipart([.init(name: "a", content: .text(variable))])
            ),
        ]
        for request in requests {
            #expect(request.slots == [slot])
            #expect(throws: RequestTemplate.Refusal.missing(slot)) {
                try rendered(request, value: nil)
            }
        }
    }

    @Test(
        "what would add a header or a request of its own is refused",
        arguments: [
            ("GET", "X-A", "1\r\nX-B: 2", "the header X-A"),
            ("GET", "X-A", "1\nX-B: 2", "the header X-A"),
            ("GET", "X-A\r\nX-B", "1", "header's name"), ("GET", "X A", "1", "header's name"),
            ("GET", "", "1", "header's name"), ("GET", "X-A", "nul\u{0}", "the header X-A"),
            ("GET / HTTP/1.1\r\nX: 1\r\n\r\nGET", "X-A", "1", "method"), ("", "X", "1", "method"),
        ]
    )
    func injection(method: String, name: String, value: String, words: String) throws {
        for template in [Template(value), variable] {
            let headers = [
                Header(name: "X-0", value: Template("0")), Header(name: name, value: template),
            ]
            let request = Request(method: method, target: Template("/"), headers: headers)
            do {
                _ = try rendered(request, value: value)
                Issue.record("rendered")
            } catch RequestTemplate.Refusal.notPlayable(let why) {
                #expect(why.contains(words), "\(why)")
            }
        }
    }

    @Test(
        "a request made of parts is refused for what would break out of its line",
        arguments: [
            ("GET", "/a b", "X-A", "1"), ("GET", "/a", "X-A\r\nB", "1"), ("GET", "/a", "X", "\r\n"),
            ("GE T", "/a", "X", "1"), ("GET", "\u{0}", "X", "1"),
        ]
    )
    func partsRefused(method: String, path: String, name: String, value: String) throws {
        let url = "http://forms.test" + path
        let request = try? OutgoingRequest(
            method: method,
            url: url,
            headers: [.init(name: name, value: value)],
            timeout: .zero
        )
        if let request { #expect(!request.url.utf8.contains { $0 <= 0x20 }) }
        #expect((request == nil) == (path != "/a b"))
    }

    @Test("credentials of the service's address go with its paths and with nothing else, once")
    func addressCredentials() throws {
        let base = "http://u:p%40@forms.test"
        func authorizations(_ request: Request, value: String = "/x") throws -> [String] {
            try rendered(request, value: value, base: base).headers
                .filter { $0.name == "Authorization" }.map(\.value)
        }
        #expect(try authorizations(Request(target: Template("/a"))) == ["Basic dTpwQA=="])
        #expect(try authorizations(Request(target: variable)) == ["Basic dTpwQA=="])
        let elsewhere = try authorizations(Request(target: variable), value: "http://other.test/")
        #expect(elsewhere.isEmpty)
        let own = BasicCredentials(user: variable, password: Template("w"))
        #expect(try authorizations(Request(target: Template("/a"), basicAuth: own)).count == 1)
    }

    @Test("a target whose host depends on a value goes nowhere but to allowed hosts")
    func openTargets() throws {
        let pieces: [Template.Piece] = [.literal("http://"), .slot(slot), .literal("/x")]
        let request = Request(target: Template(pieces: pieces))
        #expect(try rendered(request, value: "forms.test").url == "http://forms.test/x")
        for value in ["evil.test", "forms.test@evil.test", "", "a/b"] {
            #expect(throws: RequestTemplate.Refusal.self) { try rendered(request, value: value) }
        }
    }

    @Test(
        "only the service's own host and named ones are allowed",
        arguments: [
            ("http://forms.test/a", true), ("HTTPS://FORMS.test:8443", true),
            ("http://user:pass@forms.test/", true), ("http://cdn.test?x", true),
            ("http://forms.test.evil/", false), ("http://evil/forms.test", false),
            ("http://forms.test@evil/", false), ("http://forms.test\\@evil/", false),
            ("http://forms.test\t/", false), ("http:///a", false), ("//forms.test/", false),
            ("file://forms.test/etc", false), ("ftp://forms.test/", false), ("/a", false),
            ("http://%66orms.test/", false), ("http://forms.test./", false),
            ("http://[::1]:80/", true), ("http://[::2]/", false), ("http://[::1", false),
            ("http://o\u{212A}.test/", false), ("http://ok.test/", true), ("", false),
        ]
    )
    func hosts(url: String, isAllowed: Bool) {
        let policy = HostPolicy(
            serviceURL: "https://forms.test/app",
            alsoAllowed: ["CDN.test", "[::1]", "ok.test"]
        )
        #expect(policy.allows(url: url) == isAllowed)
    }
}
