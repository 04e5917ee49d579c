import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("Plain exchanges", .timeLimit(.minutes(1)))
struct PlainExchangeTests {
    @Test(
        "a GET brings the status, the headers, the body and ordered stamps",
        arguments: Lane.allCases
    )
    func plainGet(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll(headers: ["X-Kind: plain"], body: "hello") }
        defer { server.stop() }
        let exchange = try #require(try await perform(lane, [get(server.url + "/a")]).first)
        #expect(exchange.outcome == .succeeded, "\(exchange.detail)")
        #expect(exchange.status == 200)
        #expect(exchange.httpVersion == "1.1")
        #expect(exchange.text == "hello")
        #expect(exchange.header("X-Kind") == "plain")
        #expect(exchange.dispatched <= exchange.written)
        #expect(exchange.written <= exchange.firstByte)
        #expect(exchange.firstByte <= exchange.done)
        #expect(exchange.connection != nil)
        #expect(exchange.bytesSent == server.requests.first?.size)
        #expect(exchange.tlsVersion == "")
    }

    @Test(
        "the service's delay is in the stamps: written before it, first byte after it",
        arguments: Lane.allCases
    )
    func delayIsMeasured(lane: Lane) async throws {
        let server = try StubServer { connection in
            while connection.readRequest() != nil {
                connection.wait(milliseconds: 80)
                connection.answer()
            }
        }
        defer { server.stop() }
        let exchange = try #require(try await perform(lane, [get(server.url)]).first)
        let waited = exchange.firstByte - exchange.written
        #expect(waited >= .milliseconds(79))
        #expect(waited < .milliseconds(2_000))
    }

    @Test("a body that is not kept is counted", arguments: Lane.allCases)
    func countedBody(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll(body: String(repeating: "x", count: 5_000)) }
        defer { server.stop() }
        let exchange = try #require(
            try await perform(lane, [get(server.url, keepsBody: false)]).first
        )
        #expect(exchange.outcome == .succeeded)
        #expect(exchange.body.isEmpty)
        #expect(exchange.bytesReceived > 5_000)
    }

    @Test("interim answers are not the answer", arguments: Lane.allCases)
    func interimAnswers(lane: Lane) async throws {
        let server = try StubServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
                connection.answer(headers: ["X-Kind: final"])
            }
        }
        defer { server.stop() }
        let exchange = try #require(try await perform(lane, [get(server.url)]).first)
        #expect(exchange.status == 200)
        #expect(exchange.header("X-Kind") == "final")
        #expect(exchange.header("Link") == nil)
    }

    @Test("chunks are joined and trailers are no headers", arguments: Lane.allCases)
    func chunksAndTrailers(lane: Lane) async throws {
        let server = try StubServer { connection in
            while connection.readRequest() != nil {
                connection.send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                        + "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"
                )
            }
        }
        defer { server.stop() }
        let exchanges = try await perform(lane, [get(server.url), get(server.url)])
        for exchange in exchanges {
            #expect(exchange.outcome == .succeeded, "\(exchange.detail)")
            #expect(exchange.text == "hello world")
            #expect(exchange.header("Trailer") == "X-Sum")
            #expect(exchange.header("X-Sum") == nil)
        }
        #expect(server.connectionCount == 1)
    }

    @Test("a redirect is reported with its headers and not followed", arguments: Lane.allCases)
    func redirectIsReported(lane: Lane) async throws {
        let server = try StubServer {
            $0.answerAll(status: "302 Found", headers: ["Location: /next?a=1"])
        }
        defer { server.stop() }
        let exchange = try #require(try await perform(lane, [get(server.url + "/here")]).first)
        #expect(exchange.status == 302)
        #expect(exchange.header("Location") == "/next?a=1")
        #expect(server.requests.map(\.target) == ["/here"])
    }

    @Test(
        "a compressed answer is decoded, and without compression none is asked for",
        arguments: Lane.allCases
    )
    func compression(lane: Lane) async throws {
        // gzip of "three seconds", written by gzip -n.
        let packed: [UInt8] = gzipOfThreeSeconds
        let server = try StubServer { connection in
            while let request = connection.readRequest() {
                guard request.values(of: "accept-encoding").first?.contains("gzip") == true else {
                    connection.answer(body: "plain")
                    continue
                }
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: \(packed.count)\r\n\r\n"
                )
                connection.send(packed)
            }
        }
        defer { server.stop() }
        let asking = OutgoingRequest.Header(name: "Accept-Encoding", value: "gzip")
        let request = get(server.url, headers: [asking])
        let decoded = try #require(try await perform(lane, [request]).first)
        #expect(decoded.text == "three seconds")
        var plain = TransportSettings()
        plain.compression = false
        let asIs = try #require(try await perform(lane, [get(server.url)], transport: plain).first)
        #expect(asIs.text == "plain")
    }

    @Test("a Unix-domain socket takes the place of host and port", arguments: Lane.allCases)
    func unixSocket(lane: Lane) async throws {
        let path = "/tmp/sanbyo-test-\(UInt32.random(in: 0 ... .max)).sock"
        let server = try StubServer(unixSocket: path) { $0.answerAll(body: "local") }
        defer {
            server.stop()
            removeFile(path)
        }
        var transport = TransportSettings()
        transport.unixSocket = path
        let exchange = try #require(
            try await perform(lane, [get("http://service/x")], transport: transport).first
        )
        #expect(exchange.text == "local")
        #expect(server.requests.first?.values(of: "host") == ["service"])
    }

    @Test("a host resolved before the run is not looked up again", arguments: Lane.allCases)
    func pinnedHost(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let pin = ResolvedHost(
            host: "forms.invalid",
            port: server.port,
            addresses: ["127.0.0.1"]
        )
        let exchange = try #require(
            try await perform(lane, [get("http://forms.invalid:\(server.port)/")], hosts: [pin])
                .first
        )
        #expect(exchange.status == 200, "\(exchange.detail)")
        let resolved = try HostResolver.resolve(ServiceEndpoint(url: "http://127.0.0.1:81/x"))
        #expect(resolved == ResolvedHost(host: "127.0.0.1", port: 81, addresses: ["127.0.0.1"]))
        #expect(throws: LaneError.self) {
            try HostResolver.resolve(ServiceEndpoint(url: "http://forms.invalid/"))
        }
        #expect(throws: LaneError.self) { try ServiceEndpoint(url: "ftp://a/") }
        #expect(throws: LaneError.self) { try ServiceEndpoint(url: "not a url") }
    }

    @Test("a service that is named by its IPv6 address can be played", arguments: Lane.allCases)
    func addressOfIPv6(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let host = try HostResolver.resolve(try ServiceEndpoint(url: "http://[::1]:81/x"))
        #expect(host == ResolvedHost(host: "::1", port: 81, addresses: ["::1"]))
        try ConnectionProbe.connect(url: server.url, transport: TransportSettings(), hosts: [host])
        let exchanges = try await perform(lane, [get(server.url)], hosts: [host])
        #expect(exchanges.map(\.status) == [200], "the others go on as well")
    }
}
