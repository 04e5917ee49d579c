import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("A server that breaks off, stalls or leaves", .timeLimit(.minutes(2)))
struct HostileClosingTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

    /// Where an answer may break off.
    private static let parts = [
        "nothing at all": "", "half a status line": "HTTP/1.1 20", "a status line": ok,
        "half a field": ok + "Content-Le", "a field": ok + "Content-Length: 5\r\n",
        "a promise of five bytes": ok + "Content-Length: 5\r\n\r\n",
        "two of five bytes": ok + "Content-Length: 5\r\n\r\nhe", "no chunk": chunked,
        "half a chunk's size": chunked + "1", "a chunk's size": chunked + "5\r\n",
        "half a chunk": chunked + "5\r\nhe", "a chunk without its end": chunked + "5\r\nhello",
        "a chunk": chunked + "5\r\nhello\r\n", "a last chunk's size": chunked + "5\r\nhello\r\n0",
        "a last chunk without its end": chunked + "5\r\nhello\r\n0\r\n",
        "half a trailer": chunked + "5\r\nhello\r\n0\r\nX-Sum: 1",
        "an interim answer": "HTTP/1.1 103 Early Hints\r\n\r\n",
    ].sorted { $0.key < $1.key }

    private static let closes: [Hostility] = parts.map { name, text in
        .refused("\(name), then a close", .connectionLost) {
            $0.send(text)
            $0.close()
        }
    }

    private static let resets: [Hostility] = parts.map { name, text in
        .refused("\(name), then a reset", .connectionLost) {
            $0.send(text)
            $0.wait(milliseconds: 20)
            $0.reset()
        }
    }

    private static let halfCloses: [Hostility] = parts.map { name, text in
        .refused("\(name), then half a close", .connectionLost) {
            $0.send(text)
            $0.finishSending()
            $0.hold()
        }
    }

    private static let stalls: [Hostility] = parts.map { name, text in
        Hostility(
            name: "\(name), then silence",
            timeout: .milliseconds(200),
            outcomes: [.timedOut],
            words: "time-out"
        ) {
            $0.send(text)
            $0.hold()
        }
    }

    private static let whole: [Hostility] = [
        .taken("headers alone until the close", "") {
            $0.send(ok + "\r\n")
            $0.close()
        },
        .taken("a body until the close", "hello") {
            $0.send(ok + "\r\nhello")
            $0.close()
        },
        .taken("a body until half a close", "hello") {
            $0.send(ok + "\r\nhello")
            $0.finishSending()
            $0.hold()
        },
        .taken("an answer, then half a close", "hello") {
            $0.send(ok + "Content-Length: 5\r\n\r\nhello")
            $0.finishSending()
            $0.hold()
        },
        .taken("an answer, then a reset", "hello") {
            $0.send(ok + "Content-Length: 5\r\n\r\nhello")
            $0.wait(milliseconds: 20)
            $0.reset()
        },
        .taken("no more reading, then an answer", "hello") {
            $0.stopReceiving()
            $0.send(ok + "Content-Length: 5\r\n\r\nhello")
        },
        .taken("Connection: close without a close", "hello") {
            $0.send(ok + "Connection: close\r\nContent-Length: 5\r\n\r\nhello")
            $0.hold()
        },
        .taken("Connection: close among others, without a close", "hello") {
            $0.send(ok + "Connection: x-a, Close\r\nContent-Length: 5\r\n\r\nhello")
            $0.hold()
        },
        .taken("HTTP/1.0 by length without a close", "hello") {
            $0.send("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
            $0.hold()
        },
        .taken("HTTP/1.0 until the close", "hello") {
            $0.send("HTTP/1.0 200 OK\r\n\r\nhello")
            $0.close()
        },
        .taken("HTTP/1.0 that is kept alive", "hello") {
            $0.send(
                "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 5\r\n\r\nhello"
            )
        },
        .taken("HEAD with a length", "", method: "HEAD") {
            $0.send(ok + "Content-Length: 500\r\n\r\n")
        },
        .taken("HEAD with chunks", "", method: "HEAD") { $0.send(chunked) },
        .taken("HEAD without a length", "", method: "HEAD") { $0.send(ok + "\r\n") },
        .taken("204", "") { $0.send("HTTP/1.1 204 No Content\r\n\r\n") },
        .taken("304 with a length", "") {
            $0.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n")
        },
    ]

    private static let odd: [Hostility] = [
        Hostility(
            name: "a drip past the time-out",
            timeout: .milliseconds(200),
            outcomes: [.timedOut],
            words: "time-out"
        ) {
            $0.send(ok + "Content-Length: 1000\r\n\r\n")
            while $0.send("x") { $0.wait(milliseconds: 10) }
        },
        Hostility(
            name: "a drip of header bytes past the time-out",
            timeout: .milliseconds(200),
            outcomes: [.timedOut],
            words: "time-out"
        ) {
            $0.send(ok + "X-Slow: ")
            while $0.send("x") { $0.wait(milliseconds: 10) }
        },
    ]

    @Test(
        "an answer that breaks off is a lost connection, wherever and however",
        arguments: Lane.allCases,
        closes + resets + halfCloses
    )
    func lost(lane: Lane, hostility: Hostility) async throws {
        try await meet(hostility, lane)
    }

    @Test(
        "an answer that does not go on ends by the time-out",
        arguments: Lane.allCases,
        stalls + odd
    )
    func silence(lane: Lane, hostility: Hostility) async throws {
        try await meet(hostility, lane)
    }

    @Test(
        "an answer that is whole is taken, and its connection used again only where it lasts",
        arguments: Lane.allCases,
        whole
    )
    func complete(lane: Lane, hostility: Hostility) async throws {
        try await meet(hostility, lane)
    }

    /// What a server does before it has read a request.
    private static let earlyEnds: [(String, Set<Outcome>, @Sendable (StubConnection) -> Void)] = [
        ("a reset at once", [.connectionLost, .sendFailed, .connectionFailed], { $0.reset() }),
        ("a close at once", [.connectionLost, .sendFailed], { $0.close() }),
        (
            "a reset within the request", [.connectionLost, .sendFailed],
            {
                _ = $0.readBytes(1_000)
                $0.reset()
            }
        ),
        (
            "a close within the request", [.connectionLost, .sendFailed],
            {
                _ = $0.readBytes(1_000)
                $0.close()
            }
        ),
        ("nothing read and nothing sent", [.timedOut], { $0.wait(milliseconds: 600) }),
    ]

    @Test(
        "a request that cannot be sent whole is a failure, and the next goes through",
        arguments: Lane.allCases,
        earlyEnds.indices
    )
    func early(lane: Lane, index: Int) async throws {
        let (name, outcomes, play) = Self.earlyEnds[index]
        let server = try StubServer { connection in
            if connection.number == 0 { play(connection) } else { connection.answerAll() }
        }
        defer { server.stop() }
        // More than the system takes in without the server's reading it.
        let large = [UInt8](repeating: 65, count: 20_000_000)
        let exchanges = try await perform(
            lane,
            [
                request("POST", server.url, body: large, timeout: .milliseconds(500)),
                get(server.url),
            ]
        )
        #expect(outcomes.contains(exchanges[0].outcome), "\(name): \(exchanges[0].detail)")
        #expect(!exchanges[0].detail.isEmpty)
        #expect(exchanges[0].status == 0)
        #expect(exchanges[1].outcome == .succeeded, "\(name): \(exchanges[1].detail)")
    }

    @Test(
        "an answer that comes before the request is sent whole is taken, and nothing is reused",
        arguments: Lane.allCases
    )
    func earlyAnswer(lane: Lane) async throws {
        let server = try StubServer { connection in
            guard connection.number == 0 else { return connection.answerAll() }
            _ = connection.readBytes(1_000)
            connection.answer(status: "413 Content Too Large", headers: ["Connection: close"])
            connection.hold()
        }
        defer { server.stop() }
        let large = [UInt8](repeating: 65, count: 20_000_000)
        let exchanges = try await perform(
            lane,
            [request("POST", server.url, body: large), get(server.url)]
        )
        #expect(exchanges[0].outcome == .succeeded, "\(exchanges[0].detail)")
        #expect(exchanges[0].status == 413)
        #expect(exchanges[1].status == 200, "\(exchanges[1].detail)")
        #expect(server.connectionCount == 2)
    }

    @Test(
        "a connection that is closed while the user thinks is replaced, counted, and no failure",
        arguments: Lane.allCases,
        [true, false]
    )
    func closedWhileThinking(lane: Lane, isReset: Bool) async throws {
        let server = try StubServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
            connection.wait(milliseconds: 20)
            if isReset { connection.reset() }
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            (1...4).map { get(server.url + "/\($0)") },
            pause: .milliseconds(400)
        )
        #expect(exchanges.map(\.outcome) == Array(repeating: .succeeded, count: 4))
        #expect(exchanges.map { $0.connection?.isReconnect } == [false, true, true, true])
        #expect(server.requests.map(\.target) == ["/1", "/2", "/3", "/4"])
    }

    @Test(
        "a server that closes just as the next request is sent gets it once, whatever it is",
        arguments: Lane.allCases,
        ["GET", "POST"]
    )
    func race(lane: Lane, method: String) async throws {
        let server = try StubServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
            guard connection.number == 0 else { return connection.answerAll() }
            // Closed with the request unread: the system answers with a reset.
            connection.waitForBytes()
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            [
                get(server.url + "/before"), request(method, server.url + "/race"),
                get(server.url + "/after"),
            ]
        )
        #expect(exchanges.map(\.outcome) == [.succeeded, .connectionLost, .succeeded])
        #expect(exchanges[1].hiddenRetries == 0)
        #expect(server.requests.map(\.target) == ["/before", "/after"])
    }

    @Test(
        "a request that the service has begun to read is never sent twice, however it ends",
        arguments: Lane.allCases,
        [600, 20_000, 3_000_000]
    )
    func begunIsNeverSentAgain(lane: Lane, size: Int) async throws {
        let server = try StubServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
            guard connection.number == 0 else { return connection.answerAll() }
            guard connection.readBytes(200) != nil else { return }
            connection.finishSending()
            connection.wait(milliseconds: 30)
        }
        defer { server.stop() }
        let body = [UInt8](repeating: 7, count: size)
        let exchanges = try await perform(
            lane,
            [get(server.url + "/1"), post(server.url + "/2", body), get(server.url + "/3")]
        )
        #expect(exchanges.map { $0.outcome == .succeeded } == [true, false, true])
        #expect(exchanges.map(\.hiddenRetries) == [0, 0, 0])
        #expect(server.requests.map(\.target) == ["/1", "/3"])
    }

    @Test(
        "a surplus answer with a reset behind it is no answer to the next request",
        arguments: Lane.allCases
    )
    func surplusBeforeReset(lane: Lane) async throws {
        let server = try StubServer { connection in
            guard let request = connection.readRequest() else { return }
            connection.answer(body: request.target)
            guard connection.number == 0 else { return connection.answerAll(body: "later") }
            connection.answer(body: "surplus")
            connection.reset()
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            [get(server.url + "/1"), get(server.url + "/2")],
            pause: .milliseconds(400)
        )
        #expect(exchanges.map(\.text) == ["/1", "/2"])
    }

    @Test(
        "a connection that the service said it would close is opened anew, and not counted as lost",
        arguments: Lane.allCases,
        [Nanoseconds.zero, .milliseconds(50)]
    )
    func announcedClose(lane: Lane, pause: Nanoseconds) async throws {
        let server = try StubServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
            guard connection.readRequest() != nil else { return }
            connection.answer(headers: ["Connection: close"])
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            (1...6).map { get(server.url + "/\($0)") },
            pause: pause
        )
        #expect(exchanges.map(\.status) == Array(repeating: 200, count: 6))
        let opened = [false, nil, false, nil, false, nil]
        #expect(exchanges.map { $0.connection?.isReconnect } == opened)
    }
}
