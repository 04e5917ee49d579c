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
        arguments: Lane.available
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
        for index in [0, 1, 2, 4, 5, 6, 7, 8, 9] {
            #expect(sent[index].values(of: "content-type").isEmpty)
        }
        #expect(sent.allSatisfy { $0.values(of: "expect").isEmpty })
        #expect(sent[1].body == [7, 0, 8])
        #expect(server.connectionCount == 1)
        #expect(exchanges.map(\.bytesSent) == sent.map(\.size))
    }

    @Test("a HEAD has no body to wait for, and the GET after it has one", arguments: Lane.available)
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
        arguments: Lane.available,
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
        "a multipart body holds every part with its name, file name, type and bytes",
        arguments: Lane.available
    )
    func multipart(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let parts = [
            OutgoingRequest.Part(name: "note", fileName: nil, contentType: nil, bytes: []),
            OutgoingRequest.Part(
                name: "photo",
                fileName: "a\"b.jpg",
                contentType: "image/jpeg",
                bytes: [0, 255, 13]
            ),
        ]
        let multipart = OutgoingRequest(
            method: "POST",
            url: server.url,
            body: .multipart(parts),
            timeout: .seconds(5)
        )
        _ = try await perform(lane, [multipart])
        let sent = try #require(server.requests.first)
        let text = String(decoding: sent.body, as: UTF8.self)
        #expect(
            sent.values(of: "content-type").first?.hasPrefix("multipart/form-data; boundary=")
                == true
        )
        #expect(text.contains("name=\"note\"\r\n\r\n\r\n--"))
        #expect(text.contains("name=\"photo\"; filename=\"a%22b.jpg\"\r\nContent-Type: image/jpeg"))
        #expect(sent.body.firstRange(of: [13, 10, 13, 10, 0, 255, 13, 13, 10]) != nil)
    }

    @Test(
        "what would add a header or a request of its own is refused and not sent",
        arguments: Lane.available,
        [
            ("GET", "/", "X-A", "1\r\nX-B: 2"), ("GET", "/", "X-A", "1\nX-B: 2"),
            ("GET", "/", "X-A\r\nX-B", "1"), ("GET", "/", "X A", "1"), ("GET", "/", "", "1"),
            ("GET", "/", "X-A", "nul\u{0}"), ("GET / HTTP/1.1\r\nX: 1\r\n\r\nGET", "/", "X-A", "1"),
            ("GET", "/a b", "X-A", "1"), ("GET", "/a\r\nX: 1", "X-A", "1"),
            ("GET", "/\u{0}", "X-A", "1"), ("", "/", "X-A", "1"),
        ]
    )
    func injectionIsRefused(lane: Lane, _ fault: (String, String, String, String)) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            [
                request(
                    fault.0,
                    server.url + fault.1,
                    headers: [OutgoingRequest.Header(name: fault.2, value: fault.3)]
                ),
                request("GET", server.url + "/after"),
            ]
        )
        #expect(exchanges.map(\.outcome) == [.notPlayable, .succeeded])
        #expect(exchanges.first?.detail.isEmpty == false)
        #expect(server.requests.map(\.target) == ["/after"])
    }

    @Test(
        "an empty header value is sent, and a User-Agent of the request's own wins",
        arguments: Lane.available
    )
    func headersAsGiven(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        var transport = TransportSettings()
        transport.userAgent = "general"
        _ = try await perform(
            lane,
            [
                request("GET", server.url, headers: [.init(name: "X-Empty", value: "")]),
                request("GET", server.url, headers: [.init(name: "User-Agent", value: "own")]),
            ],
            transport: transport
        )
        #expect(server.requests.map { $0.values(of: "x-empty") } == [[""], []])
        #expect(server.requests.map { $0.values(of: "user-agent") } == [["general"], ["own"]])
    }
}
