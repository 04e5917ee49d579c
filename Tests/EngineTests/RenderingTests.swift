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
        try RequestRendering.render(
            request,
            baseURL: base,
            values: [value],
            transport: TransportSettings(),
            keepsBody: false
        ).get()
    }

    private var variable: Template { Template(pieces: [.slot(slot)]) }

    private func text(_ body: OutgoingRequest.Body) -> String? {
        guard case .bytes(let bytes) = body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
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
        #expect(sent.body == .bytes([0, 255]))
        #expect(sent.headers.first == .init(name: "Content-Type", value: "image/png"))
        request.body = .multipart([
            .init(name: "t", content: .text(variable)),
            .init(
                name: "f",
                content: .file(path: "p", fileName: "p.png", bytes: [1], contentType: "image/png")
            ),
        ])
        sent = try rendered(request, value: "v")
        #expect(
            sent.body
                == .multipart([
                    .init(name: "t", fileName: nil, contentType: nil, bytes: Array("v".utf8)),
                    .init(name: "f", fileName: "p.png", contentType: "image/png", bytes: [1]),
                ])
        )
        #expect(
            !sent.headers.contains { $0.name == "Content-Type" },
            "the lane writes the boundary"
        )
    }

    @Test("credentials become one Authorization header")
    func basic() throws {
        let request = Request(
            target: Template("/"),
            basicAuth: BasicCredentials(user: Template("Aladdin"), password: variable)
        )
        let sent = try rendered(request, value: "open sesame")
        #expect(sent.headers.first?.value == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(sent.headers.last == .init(name: "User-Agent", value: "sanbyo"))
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
            #expect(throws: MissingValue.self) { try rendered(request, value: nil) }
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
