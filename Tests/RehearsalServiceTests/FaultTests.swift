import Glibc
import Testing
import Timekeeping

@testable import RehearsalService

@Suite("Faults over real sockets", .serialized, .timeLimit(.minutes(1)))
struct FaultTests {
    /// How far a release may be from the log's own time.
    private static let tolerance = Nanoseconds.milliseconds(50)

    @Test("a stall holds every request and lets all go at the end its log names")
    func stall() throws {
        try withService(faults: "at 100ms for 400ms: stall") { service in
            let clients = try (0..<20).map { _ in try service.connect() }
            let origin = try start(service)
            sleep(until: origin + .milliseconds(150))
            for client in clients { client.send(Connection.request("GET", "/login")) }
            clients[0].send(Connection.request("GET", "/health/web"))
            sleep(until: origin + .milliseconds(300))
            #expect(try service.events("fault-end").isEmpty, "control is held by the stall")
            #expect(MonotonicInstant.now < origin + .milliseconds(480))
            var arrivals: [MonotonicInstant] = []
            for client in clients {
                #expect(try client.receive().status == 200)
                arrivals.append(.now)
            }
            let begin = try #require(try service.events("fault-begin").last).instant()
            let last = try #require(try service.events("fault-end").last)
            let end = try last.instant()
            #expect((.zero...Self.tolerance).contains(begin - (origin + .milliseconds(100))))
            #expect((.zero...Self.tolerance).contains(end - (origin + .milliseconds(500))))
            #expect(arrivals.allSatisfy { (.zero...Self.tolerance).contains($0 - end) })
            #expect(last.count("held") == 20)
        }
    }

    @Test("an answer that falls due in a stall is held too")
    func dueInStall() throws {
        try withService(faults: "at 0s for 50ms: slow +200ms; at 100ms for 400ms: stall") {
            service in
            let client = try service.connect()
            let origin = try start(service)
            #expect(try client.ask("GET", "/login").status == 200)
            let waited = MonotonicInstant.now - origin
            #expect((.milliseconds(500)...(.milliseconds(500) + Self.tolerance)).contains(waited))
            let ends = try service.events("fault-end")
            #expect(ends.suffix(2).map { $0.count("delayed") } == [1, 0])
            #expect(ends.suffix(2).map { $0.count("held") } == [0, 1])
        }
    }

    @Test("a slow service answers each request late by the delay, and others meanwhile")
    func slow() throws {
        try withService(faults: "at 0s for 1h: slow +300ms") { service in
            let clients = try (0..<10).map { _ in try service.connect() }
            let sent = MonotonicInstant.now
            for client in clients { client.send(Connection.request("GET", "/login")) }
            #expect(try service.connect().ask("GET", "/health/web").status == 200)
            #expect(MonotonicInstant.now - sent < .milliseconds(200), "health is not slowed")
            for client in clients {
                #expect(try client.receive().status == 200)
                let waited = MonotonicInstant.now - sent
                #expect(
                    (.milliseconds(300)...(.milliseconds(300) + Self.tolerance)).contains(waited)
                )
            }
        }
    }

    @Test("the share of errors is exact")
    func errors() throws {
        try withService(faults: "at 0s for 1h: error 2.5%") { service in
            let client = try service.connect()
            let statuses = try (0..<200).map { _ in try client.ask("GET", "/login").status }
            #expect(statuses.count { $0 == 500 } == 5)
            #expect(statuses.count { $0 == 200 } == 195)
            #expect(try client.ask("GET", "/health/web").status == 200)
        }
    }

    @Test("a reset reaches the client as a reset, as often as planned, and is counted")
    func reset() throws {
        try withService(faults: "at 0s for 1h: reset 25%") { service throws(any Error) in
            var resets = 0
            for _ in 0..<40 {
                do {
                    #expect(try service.connect().ask("GET", "/login").status == 200)
                } catch let failure as Connection.Failure where failure == .reset {
                    resets += 1
                }
            }
            #expect(resets == 10)
            #expect(try service.counts().count("reset") == 10)
            #expect(try service.counts().count("answered") == 30)
        }
    }

    @Test("without its database the service says so wherever it is needed, and recovers")
    func databaseDown() throws {
        try withService(faults: "at 200ms for 300ms: database down") { service in
            let cookie = try service.signIn(account: 0)
            let client = try service.connect()
            let origin = try start(service)
            sleep(until: origin + .milliseconds(250))
            #expect(try client.ask("GET", "/health/database").status == 503)
            #expect(try client.ask("GET", "/forms", cookie: cookie).status == 503)
            #expect(try client.ask("POST", "/login", form: "").status == 503)
            #expect(try client.ask("GET", "/health/web").status == 200)
            #expect(try client.ask("GET", "/login").status == 200)
            sleep(until: origin + .milliseconds(560))
            #expect(try client.ask("GET", "/health/database").status == 200)
            #expect(try client.ask("GET", "/forms", cookie: cookie).status == 200)
            #expect(try service.events("fault-end").last?.count("failed") == 3)
        }
    }

    @Test("a client that leaves before its answer is counted as gone, not as answered")
    func abandoned() throws {
        try withService(faults: "at 0s for 1h: slow +200ms") { service in
            let client = try service.connect()
            client.send(Connection.request("GET", "/login"))
            sleep(until: .now + .milliseconds(50))
            client.close()
            sleep(until: .now + .milliseconds(300))
            #expect(try service.counts().count("abandoned") == 1)
            #expect(try service.counts().count("answered") == 0)
        }
    }

    @Test("the programme starts at the origin it is given, and again when asked again")
    func origin() throws {
        try withService(faults: "at 0s for 1h: error 100%") { service in
            let client = try service.connect()
            #expect(try client.ask("GET", "/login").status == 500)
            let ahead = MonotonicInstant.now + .milliseconds(300)
            #expect(try start(service, at: ahead) == ahead)
            #expect(try client.ask("GET", "/login").status == 200)
            sleep(until: ahead + .milliseconds(50))
            #expect(try client.ask("GET", "/login").status == 500)
            let begin = try #require(try service.events("fault-begin").last).instant()
            #expect((.zero...Self.tolerance).contains(begin - ahead))
            let tooFar = String((MonotonicInstant.now + .seconds(3_700)).nanoseconds)
            for origin in ["x", tooFar, "", "9999999999999999999"] {
                let answer = try client.ask("POST", "/rehearsal/start", form: "origin=\(origin)")
                #expect(answer.status == 400)
            }
        }
    }

    private func start(
        _ service: RunningService,
        at origin: MonotonicInstant? = nil
    ) throws -> MonotonicInstant {
        let form = origin.map { "origin=\($0.nanoseconds)" }
        #expect(
            try service.connect().ask("POST", "/rehearsal/start", form: form ?? "").status == 200
        )
        let event = try #require(try service.events("origin").last)
        return try event.instant("originMonotonicNanoseconds")
    }

    private func sleep(until instant: MonotonicInstant) {
        let wait = (instant - .now).count
        if wait > 0 { usleep(UInt32(wait / 1_000)) }
    }
}
