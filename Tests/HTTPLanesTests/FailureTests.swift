import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("Failures of the service are outcomes", .timeLimit(.minutes(1)))
struct FailureTests {
    private func outcome(
        _ lane: Lane,
        timeout: Nanoseconds = .seconds(5),
        transport: TransportSettings = TransportSettings(),
        _ script: @escaping StubServer.Script
    ) async throws -> Exchange {
        let server = try StubServer(script)
        defer { server.stop() }
        return try #require(
            try await perform(lane, [get(server.url, timeout: timeout)], transport: transport).first
        )
    }

    @Test(
        "a refused port is a refused connection, in the system's words",
        arguments: Lane.allCases
    )
    func refused(lane: Lane) async throws {
        let server = try StubServer { $0.close() }
        let url = server.url
        server.stop()
        let exchange = try #require(try await perform(lane, [get(url)]).first)
        #expect(exchange.outcome == .connectionRefused)
        #expect(exchange.detail == "Connection refused")
        #expect(exchange.status == 0)
        #expect(exchange.written == exchange.dispatched)
        #expect(exchange.firstByte == exchange.done)
    }

    @Test("a host without an address is a name that is not resolved", arguments: Lane.allCases)
    func unknownHost(lane: Lane) async throws {
        let exchange = try #require(try await perform(lane, [get("http://nowhere.invalid/")]).first)
        #expect(exchange.outcome == .nameNotResolved)
    }

    @Test(
        "a server that accepts and never answers ends by the request's time-out",
        arguments: Lane.allCases
    )
    func neverAnswers(lane: Lane) async throws {
        let exchange = try await outcome(lane, timeout: .milliseconds(150)) { $0.hold() }
        #expect(exchange.outcome == .timedOut)
        let lasted = exchange.done - exchange.dispatched
        #expect(lasted >= .milliseconds(149))
        #expect(lasted < .seconds(3))
        #expect(exchange.written > exchange.dispatched)
    }

    @Test(
        "a drip that goes on past the time-out is timed out, with the status it had",
        arguments: Lane.allCases
    )
    func drip(lane: Lane) async throws {
        let exchange = try await outcome(lane, timeout: .milliseconds(200)) { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while connection.send("x") { connection.wait(milliseconds: 20) }
        }
        #expect(exchange.outcome == .timedOut)
        #expect(exchange.status == 200)
        #expect(exchange.bytesReceived > 40)
    }

    @Test(
        "a reset before the answer, or in its body, is a lost connection",
        arguments: Lane.allCases
    )
    func resets(lane: Lane) async throws {
        let before = try await outcome(lane) { connection in
            _ = connection.readRequest()
            connection.reset()
        }
        #expect(before.outcome == .connectionLost, "\(before.detail)")
        let within = try await outcome(lane) { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
            connection.wait(milliseconds: 50)
            connection.reset()
        }
        #expect(within.outcome == .connectionLost, "\(within.detail)")
        #expect(within.status == 200)
    }

    @Test(
        "an answer that breaks off is a lost connection",
        arguments: Lane.allCases,
        [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ]
    )
    func breaksOff(lane: Lane, _ text: String) async throws {
        let exchange = try await outcome(lane) { connection in
            _ = connection.readRequest()
            connection.send(text)
        }
        #expect(exchange.outcome == .connectionLost, "\(exchange.detail)")
    }

    @Test(
        "what is not HTTP is malformed",
        arguments: Lane.allCases,
        [
            "220 mail.example ESMTP\r\n", "HTTP/9.9 200 OK\r\n\r\n", "garbage",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        ]
    )
    func malformed(lane: Lane, _ text: String) async throws {
        let exchange = try await outcome(lane) { connection in
            _ = connection.readRequest()
            connection.send(text)
            connection.wait(milliseconds: 20)
        }
        #expect(exchange.outcome == .malformedAnswer, "\(exchange.detail)")
        #expect(!exchange.detail.isEmpty)
    }

    @Test(
        "an endless body, or endless headers, are cut off at the limit",
        arguments: Lane.allCases
    )
    func endless(lane: Lane) async throws {
        var transport = TransportSettings()
        transport.largestBody = 100_000
        let body = try await outcome(lane, transport: transport) { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let piece = [UInt8](repeating: 65, count: 10_000)
            while connection.send(piece) {}
        }
        #expect(body.outcome == .answerTooLarge)
        #expect(body.body.count <= 100_000)
        let headers = try await outcome(lane, transport: transport) { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n")
            let line = "X-More: " + String(repeating: "x", count: 1_000) + "\r\n"
            while connection.send(line) {}
        }
        #expect(headers.outcome == .answerTooLarge, "\(headers.detail)")
    }

    @Test(
        "every failure keeps its stamps in order",
        arguments: Lane.allCases,
        ["", "garbage", "HTTP/1.1 200 OK\r\n"]
    )
    func stampsInOrder(lane: Lane, _ text: String) async throws {
        let exchange = try await outcome(lane) { connection in
            _ = connection.readRequest()
            connection.send(text)
        }
        #expect(exchange.outcome != .succeeded)
        #expect(exchange.dispatched <= exchange.written)
        #expect(exchange.written <= exchange.firstByte)
        #expect(exchange.firstByte <= exchange.done)
    }
}
