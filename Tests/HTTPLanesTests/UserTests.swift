import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("Users are apart from each other", .timeLimit(.minutes(1)))
struct UserTests {
    @Test("each user keeps one connection of its own", arguments: Lane.allCases)
    func oneConnectionPerUser(lane: Lane) async throws {
        let server = try StubServer { $0.answerAll() }
        defer { server.stop() }
        let url = server.url
        let opened = try await withWorker(lane) { worker in
            let clients = (0..<10).map { worker.makeClient(user: $0) }
            var opened = 0
            for _ in 0..<3 {
                for client in clients {
                    if await client.perform(get(url)).connection != nil { opened += 1 }
                }
            }
            return opened
        }
        #expect(opened == 10)
        #expect(server.connectionCount == 10)
        #expect(server.requests.count == 30)
    }

    @Test(
        "a cookie goes back from the user it was given to, and from no other",
        arguments: Lane.allCases
    )
    func cookiesAreApart(lane: Lane) async throws {
        let server = try StubServer { connection in
            while let request = connection.readRequest() {
                let name = request.target.dropFirst()
                connection.answer(
                    headers: name.isEmpty
                        ? [] : ["Set-Cookie: session=\(name); Path=/; HttpOnly"]
                )
            }
        }
        defer { server.stop() }
        let url = server.url
        let held = try await withWorker(lane) { worker in
            let clients = (0..<3).map { worker.makeClient(user: $0) }
            for index in 0..<2 { _ = await clients[index].perform(get(url + "/u\(index)")) }
            for client in clients { _ = await client.perform(get(url + "/")) }
            return clients.map { $0.cookieValue(named: "session", for: get(url)) }
                + [clients[0].cookieValue(named: "other", for: get(url))]
        }
        #expect(held == ["u0", "u1", nil, nil])
        let sent = server.requests.filter { $0.target == "/" }.map { $0.values(of: "cookie") }
        #expect(Set(sent) == [["session=u0"], ["session=u1"], []])
        #expect(sent.count == 3)
    }

    @Test(
        "a cookie that the service takes back is held no longer",
        arguments: Lane.allCases,
        [
            "session=; Path=/", "session=gone; Path=/; Max-Age=0",
            "session=gone; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "session=gone; Path=/; Expires=Sat, 01 Jan 2000 00:00:00 GMT",
        ]
    )
    func takenBack(lane: Lane, deletion: String) async throws {
        let server = try StubServer { connection in
            while let request = connection.readRequest() {
                let cookie = request.target == "/in" ? "session=a1; Path=/" : deletion
                connection.answer(headers: ["Set-Cookie: \(cookie)"])
            }
        }
        defer { server.stop() }
        let url = server.url
        let held = try await withWorker(lane) { worker in
            let client = worker.makeClient(user: 0)
            _ = await client.perform(get(url + "/in"))
            let before = client.cookieValue(named: "session", for: get(url))
            _ = await client.perform(get(url + "/out"))
            return [before, client.cookieValue(named: "session", for: get(url))]
        }
        #expect(held == ["a1", nil])
    }

    @Test("several requests of one user run at the same time", arguments: Lane.allCases)
    func together(lane: Lane) async throws {
        let server = try StubServer { connection in
            while connection.readRequest() != nil {
                connection.wait(milliseconds: 100)
                connection.answer()
            }
        }
        defer { server.stop() }
        let url = server.url
        let exchanges = try await withWorker(lane) { worker in
            let client = Confined(worker.makeClient(user: 0))
            return await withTaskGroup(of: Exchange.self) { group in
                for _ in 0..<4 { group.addTask { await client.value.perform(get(url)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(exchanges.map(\.status) == [200, 200, 200, 200])
        let lastWritten = try #require(exchanges.map(\.written).max())
        let firstDone = try #require(exchanges.map(\.done).min())
        #expect(lastWritten < firstDone)
        #expect(exchanges.allSatisfy { $0.connection?.isReconnect == false })
    }

    @Test(
        "a connection the server closed while idle is replaced, and that is counted",
        arguments: Lane.allCases
    )
    func reconnectIsCounted(lane: Lane) async throws {
        let server = try StubServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
        }
        defer { server.stop() }
        let url = server.url
        let exchanges = try await withWorker(lane) { worker in
            let client = worker.makeClient(user: 0)
            var exchanges: [Exchange] = []
            for _ in 0..<3 {
                exchanges.append(await client.perform(get(url)))
                await worker.sleep(until: .now + .milliseconds(100))
            }
            return exchanges
        }
        #expect(exchanges.map(\.status) == [200, 200, 200])
        #expect(exchanges.map { $0.connection?.isReconnect } == [false, true, true])
        #expect(exchanges.map(\.hiddenRetries) == [0, 0, 0])
    }

    @Test(
        "a request whose kept-alive connection dies before the answer is lost, never sent twice",
        arguments: Lane.allCases,
        [true, false]
    )
    func nothingIsSentTwice(lane: Lane, isReset: Bool) async throws {
        let server = try StubServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer()
            if connection.number == 0 {
                _ = connection.readRequest()
                if isReset { connection.reset() }
            } else {
                connection.answerAll()
            }
        }
        defer { server.stop() }
        let exchanges = try await perform(
            lane,
            ["/", "/once", "/after"].map { get(server.url + $0) }
        )
        #expect(exchanges.map(\.outcome) == [.succeeded, .connectionLost, .succeeded])
        #expect(exchanges.map(\.hiddenRetries) == [0, 0, 0])
        #expect(!exchanges[1].detail.isEmpty)
        #expect(exchanges[2].connection != nil)
        #expect(server.requests.map(\.target) == ["/", "/once", "/after"])
    }

    @Test(
        "abort ends everything under way as unfinished, and the client can go on",
        arguments: Lane.allCases
    )
    func abort(lane: Lane) async throws {
        let server = try StubServer { connection in
            while let request = connection.readRequest() {
                if request.target == "/hang" { connection.hold() }
                connection.answer()
            }
        }
        defer { server.stop() }
        let url = server.url
        let exchanges = try await withWorker(lane) { worker in
            let client = Confined(worker.makeClient(user: 0))
            return await withTaskGroup(of: Exchange.self) { group in
                for _ in 0..<3 { group.addTask { await client.value.perform(get(url + "/hang")) } }
                await worker.sleep(until: .now + .milliseconds(50))
                client.value.abort()
                var exchanges: [Exchange] = []
                for await exchange in group { exchanges.append(exchange) }
                exchanges.append(await client.value.perform(get(url)))
                client.value.close()
                exchanges.append(await client.value.perform(get(url)))
                return exchanges
            }
        }
        #expect(
            exchanges.map(\.outcome)
                == [.unfinished, .unfinished, .unfinished, .succeeded, .unfinished]
        )
        let waited = try #require(exchanges.first.map { $0.done - $0.dispatched })
        #expect(waited >= .milliseconds(49) && waited < .seconds(3))
    }

    @Test(
        "many users with connections that break at random lose no exchange",
        arguments: Lane.allCases
    )
    func churn(lane: Lane) async throws {
        let server = try StubServer { connection in
            var left = 1 + connection.number % 4
            while left > 0, connection.readRequest() != nil {
                left -= 1
                if left == 0, connection.number % 3 == 0 { return connection.reset() }
                connection.answer()
            }
        }
        defer { server.stop() }
        let url = server.url
        let counts = try await withWorker(lane) { worker in
            await withTaskGroup(of: (answered: Int, failed: Int).self) { group in
                for user in 0..<40 {
                    group.addTask {
                        let client = worker.makeClient(user: user)
                        var counts = (answered: 0, failed: 0)
                        for _ in 0..<25 {
                            let exchange = await client.perform(get(url))
                            if exchange.status == 200 {
                                counts.answered += 1
                            } else {
                                counts.failed += 1
                            }
                        }
                        client.close()
                        return counts
                    }
                }
                return await group.reduce(into: [0, 0]) {
                    $0[0] += $1.answered
                    $0[1] += $1.failed
                }
            }
        }
        #expect(counts.reduce(0, +) == 1_000)
        #expect(counts[0] > 500)
    }
}

/// Lets tasks of one loop share a client, as a user's requests sent together do.
struct Confined<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
