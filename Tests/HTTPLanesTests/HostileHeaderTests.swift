import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("A server whose headers are odd, or none", .timeLimit(.minutes(2)))
struct HostileHeaderTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let rest = "Content-Length: 5\r\n\r\nhello"

    private static func refused(_ name: String, _ text: String) -> Hostility {
        .refused(name) { $0.send(text) }
    }

    private static func taken(_ name: String, _ text: String) -> Hostility {
        .taken(name, "hello") { $0.send(text) }
    }

    private static let fields: [Hostility] = [
        taken("a folded field", ok + "X-Folded: a\r\n b\r\n\tc\r\n" + rest),
        taken("bare line feeds", "HTTP/1.1 200 OK\nX-A: 1\nContent-Length: 5\n\nhello"),
        taken("line ends of both kinds", "HTTP/1.1 200 OK\nX-A: 1\r\nContent-Length: 5\r\n\nhello"),
        taken("no reason phrase", "HTTP/1.1 200 \r\n" + rest),
        taken("no reason phrase and no blank", "HTTP/1.1 200\r\n" + rest),
        taken("bytes above 127", ok + "X-Name: 三秒 \u{ff}\r\n" + rest),
        taken("names in any case", ok + "CONTENT-length: 5\r\n\r\nhello"),
        refused("a NUL in a value", ok + "X-A: a\0b\r\n" + rest),
        refused("a NUL in a name", ok + "X\0A: 1\r\n" + rest),
        refused("a NUL in the status line", "HTTP/1.1 200 O\0K\r\n" + rest),
        refused("a line without a colon", ok + "nonsense\r\n" + rest),
        refused("a blank before the colon", ok + "Content-Length : 5\r\n\r\nhello"),
        refused("a field without a name", ok + ": 1\r\n" + rest),
    ]

    // libcurl 7.88.1 joins such a line to the last field of the answer before, whose memory it has
    // given back: the process may be lost. Nothing of the lane's is called before that.
    @Test(
        "a fold that continues nothing is malformed",
        arguments: [Lane.direct]
    )
    func strayFold(lane: Lane) async throws {
        try await meet(
            Self.refused("a fold that continues nothing", Self.ok + " X-A: 1\r\n" + Self.rest),
            lane
        )
    }

    private static let beginnings: [Hostility] =
        [
            "HTTP/2 200 OK\r\n", "HTTP/1.2 200 OK\r\n", "HTTP/1.1 20 OK\r\n",
            "HTTP/1.1 2000 OK\r\n",
            "HTTP/1.1 099 OK\r\n", "HTTP/1.1  200 OK\r\n", "HTTP/1.1 -20 OK\r\n",
            "http/1.1 200 OK\r\n",
            "ICY 200 OK\r\n", "HTTP /1.1 200 OK\r\n", "\0\0\0\0", "\r\n\r\nHTTP/1.1 200 OK\r\n",
        ].map { refused("an answer that begins \($0.debugDescription)", $0 + rest) } + [
            refused("HTTP/0.9", "<html>hello</html>\r\n"),
            Hostility(
                name: "garbage and a close",
                outcomes: [.malformedAnswer],
                play: {
                    $0.send([0xff, 0xfe, 0x00, 0x80, 0x0d, 0x0a, 0x16, 0x03, 0x01])
                    $0.close()
                }
            ),
            refused(
                "other protocols without being asked",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u{81}\u{05}hello"
            ),
        ]

    private static func interim(_ count: Int) -> String {
        String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: count)
    }

    private static let storms: [Hostility] = [
        taken("fifty interim answers", interim(50) + ok + rest),
        refused("a hundred and one interim answers", interim(101) + ok + rest),
        .refused("interim answers without end") { while $0.send(interim(10)) {} },
        .refused("fields without end", .answerTooLarge) {
            $0.send(ok)
            while $0.send("X-More: \(String(repeating: "x", count: 1_000))\r\n") {}
        },
        .refused("one field without end", .answerTooLarge) {
            $0.send(ok + "X-More: ")
            while $0.send(String(repeating: "x", count: 1_000)) {}
        },
        .refused("interim answers with large fields", .answerTooLarge) {
            let field = "X-More: \(String(repeating: "x", count: 9_000))\r\n"
            $0.send(String(repeating: "HTTP/1.1 102 Processing\r\n\(field)\r\n", count: 60))
            $0.send(ok + rest)
        },
        .refused("trailers without end", .answerTooLarge) {
            $0.send(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")
            while $0.send("X-More: \(String(repeating: "x", count: 1_000))\r\n") {}
        },
        Hostility(
            name: "a chunk extension without end",
            timeout: .seconds(1),
            outcomes: [.answerTooLarge],
            curlIssue: "libcurl skips extensions of chunks without telling and without a limit; "
                + "the exchange ends by its time-out"
        ) {
            $0.send(ok + "Transfer-Encoding: chunked\r\n\r\n5;")
            while $0.send(String(repeating: "x", count: 1_000)) {}
        },
    ]

    private static let sizes: [Hostility] = [
        .refused("a promise of too large a body, and nothing of it", .answerTooLarge) {
            $0.send(ok + "Content-Length: 100001\r\n\r\n")
            $0.hold()
        },
        .refused("a body without end", .answerTooLarge) {
            $0.send(ok + "\r\n")
            while $0.send(String(repeating: "x", count: 10_000)) {}
        },
        .refused("chunks without end", .answerTooLarge) {
            $0.send(ok + "Transfer-Encoding: chunked\r\n\r\n")
            while $0.send("400\r\n\(String(repeating: "x", count: 1_024))\r\n") {}
        },
    ]

    @Test(
        "odd headers are taken where they are clear, and refused where they are not",
        arguments: Lane.allCases,
        fields + beginnings
    )
    func headers(lane: Lane, hostility: Hostility) async throws {
        try await meet(hostility, lane)
    }

    @Test(
        "what has no end is cut off at its limit",
        arguments: Lane.allCases,
        storms + sizes
    )
    func limits(lane: Lane, hostility: Hostility) async throws {
        var transport = TransportSettings()
        transport.largestBody = 100_000
        try await meet(hostility, lane, transport: transport)
    }

    @Test("a folded value is read as one, with single blanks", arguments: Lane.allCases)
    func folded(lane: Lane) async throws {
        let server = try StubServer { connection in
            while connection.readRequest() != nil {
                connection.answer(headers: ["X-Folded: a\r\n \t b\r\n\tc"])
            }
        }
        defer { server.stop() }
        let exchange = try #require(try await perform(lane, [get(server.url)]).first)
        #expect(exchange.header("X-Folded") == "a b c")
    }
}
