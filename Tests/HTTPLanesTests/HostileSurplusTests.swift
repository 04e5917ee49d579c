import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("A server that sends more than one answer", .timeLimit(.minutes(2)))
struct HostileSurplusTests {
    private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    private static let surprise = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsurprise"
    private static let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"

    /// What comes after the answer's end, in the same write and while the user thinks.
    private static func followed(
        _ name: String,
        _ answer: String,
        by surplus: String,
        text: String = "hello",
        method: String = "GET"
    ) -> [Hostility] {
        [
            .taken("\(name), in the same write", text, method: method) {
                $0.send(answer + surplus)
            },
            .taken("\(name), 20 ms later", text, method: method) {
                $0.send(answer)
                $0.wait(milliseconds: 20)
                $0.send(surplus)
            },
        ]
    }

    private static let cases: [[Hostility]] = [
        followed("a second answer", hello, by: surprise),
        followed("a second answer after chunks", chunked, by: surprise),
        followed("bytes that are no answer", hello, by: "SURPLUS"),
        followed("bytes that are no answer, after chunks", chunked, by: "SURPLUS"),
        followed("an interim answer", hello, by: "HTTP/1.1 103 Early Hints\r\n\r\n"),
        followed("one line end too many", hello, by: "\r\n"),
        followed("half an answer", hello, by: "HTTP/1.1 200 OK\r\nContent-Le"),
        followed("many answers", hello, by: String(repeating: surprise, count: 2_000)),
        followed(
            "a body behind the header that HEAD asked for",
            "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n",
            by: "surprise",
            text: "",
            method: "HEAD"
        ),
        followed(
            "a second answer to HEAD",
            "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n",
            by: surprise,
            text: "",
            method: "HEAD"
        ),
        followed(
            "a body that 204 cannot have",
            "HTTP/1.1 204 No Content\r\nContent-Length: 8\r\n\r\n",
            by: "surprise",
            text: ""
        ),
        followed(
            "a second answer after 204",
            "HTTP/1.1 204 No Content\r\n\r\n",
            by: surprise,
            text: ""
        ),
        followed(
            "a body that 304 cannot have",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 8\r\n\r\n",
            by: "surprise",
            text: ""
        ),
        followed(
            "a second answer after an empty one",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            by: surprise,
            text: ""
        ),
    ]

    @Test(
        "not a byte after an answer's end becomes part of another answer",
        arguments: Lane.allCases,
        cases.flatMap(\.self)
    )
    func surplus(lane: Lane, hostility: Hostility) async throws {
        try await meet(hostility, lane)
    }

    @Test("what comes unasked costs one connection and is no failure", arguments: Lane.allCases)
    func replaced(lane: Lane) async throws {
        let server = try StubServer { connection in
            while connection.readRequest() != nil {
                connection.answer()
                guard connection.number == 0 else { continue }
                connection.wait(milliseconds: 100)
                connection.answer(body: "surprise")
            }
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            [get(server.url), get(server.url), get(server.url)],
            pause: .milliseconds(300)
        )
        #expect(exchanges.map(\.text) == ["ok", "ok", "ok"])
        #expect(server.connectionCount == 2)
        #expect(exchanges.map { $0.connection?.isReconnect } == [false, true, nil])
    }
}
