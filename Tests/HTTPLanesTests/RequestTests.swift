import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("What is sent", .timeLimit(.minutes(1)))
struct RequestTests {
    @Test(
        "nothing of one request leaks into the next on the same handle and connection",
        arguments: Lane.allCases
    )
    func nothingLeaks(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let url = server.url
        let header = OutgoingRequest.Header(name: "X-One", value: "1")
        let type = OutgoingRequest.Header(name: "Content-Type", value: "image/png")
        let exchanges = try await perform(
            lane,
            [
                request("GET", url + "/1", headers: [header]),
                request("PUT", url + "/2", body: [7, 0, 8]),
                request("GET", url + "/3"),
                request("POST", url + "/4", headers: [type], body: [0, 1, 2]),
                request("GET", url + "/5"),
                request("POST", url + "/6"),
                request("DELETE", url + "/7"),
                request("PATCH", url + "/8", body: [1]),
                request("OPTIONS", url + "/9"),
                request("GET", url + "/10"),
            ]
        )
        #expect(exchanges.map(\.outcome) == Array(repeating: .succeeded, count: 10))
        let sent = server.requests
        #expect(
            sent.map(\.method) == [
                "GET", "PUT", "GET", "POST", "GET", "POST", "DELETE", "PATCH", "OPTIONS", "GET",
            ]
        )
        #expect(sent.map(\.target) == (1...10).map { "/\($0)" })
        #expect(sent.map { $0.values(of: "x-one").count } == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        let lengths = sent.map { $0.values(of: "content-length").first }
        #expect(lengths[1] == "3" && lengths[5] == "0" && lengths[7] == "1")
        for index in [0, 2, 4, 6, 8, 9] { #expect(lengths[index] == nil) }
        #expect(sent.map { $0.values(of: "content-type").count } == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        #expect(sent.allSatisfy { $0.values(of: "expect").isEmpty })
        #expect(sent[1].body == [7, 0, 8])
        #expect(server.connectionCount == 1)
        #expect(exchanges.map(\.bytesSent) == sent.map(\.size))
    }

    @Test("a HEAD has no body to wait for, and the GET after it has one", arguments: Lane.allCases)
    func head(lane: Lane) async throws {
        let server = try StubServer { connection in
            while let request = connection.readRequest() {
                if request.method == "HEAD" {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")
                } else {
                    connection.answer(body: "hello")
                }
            }
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            [
                request("HEAD", server.url), request("GET", server.url),
            ]
        )
        #expect(exchanges.map(\.status) == [200, 200])
        #expect(exchanges.map(\.text) == ["", "hello"])
        #expect(server.requests.map(\.method) == ["HEAD", "GET"])
    }

    @Test(
        "a binary body of any size arrives byte for byte, without waiting for 100 Continue",
        arguments: Lane.allCases,
        [1, 65_535, 65_536, 3_000_000]
    )
    func binaryBody(lane: Lane, _ size: Int) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let type = OutgoingRequest.Header(name: "Content-Type", value: "image/x-odd")
        let exchange = try #require(
            try await perform(
                lane,
                [
                    request("POST", server.url, headers: [type], body: bytes)
                ]
            ).first
        )
        #expect(exchange.outcome == .succeeded, "\(exchange.detail)")
        #expect(server.requests.first?.body == bytes)
        #expect(server.requests.first?.values(of: "content-type") == ["image/x-odd"])
        #expect(server.requests.first?.values(of: "expect") == [])
        #expect(exchange.bytesSent == server.requests.first?.size)
    }

    @Test(
        "only the request's own headers are sent, empty ones too, as they are and in their order",
        arguments: Lane.allCases
    )
    func headersAsGiven(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let headers = [("X-Empty", ""), ("User-Agent", "own"), ("x-B", "1  2"), ("Accept", "a/b")]
        _ = try await perform(
            lane,
            [
                request("GET", server.url),
                request(
                    "GET",
                    server.url + "/a/../b?c",
                    headers: headers.map { .init(name: $0, value: $1) }
                ),
            ]
        )
        let sent = server.requests
        #expect(sent.map(\.target) == ["/", "/a/../b?c"])
        let authority = String(server.url.dropFirst("http://".count))
        #expect(
            sent.map { $0.headers.map(\.name) } == [
                ["host"], ["host"] + headers.map { $0.0.lowercased() },
            ]
        )
        #expect(sent.map { $0.values(of: "host") } == [[authority], [authority]])
        #expect(sent[1].headers.dropFirst().map(\.value) == headers.map(\.1))
    }
}
