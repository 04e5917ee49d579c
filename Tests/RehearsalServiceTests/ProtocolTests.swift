import Foundation
import Testing

@testable import RehearsalService

@Suite("HTTP as it should be, and as it should not", .serialized, .timeLimit(.minutes(1)))
struct ProtocolTests {
    @Test("answers carry a date and their length; HEAD has the length and no body")
    func headers() throws {
        try withService { service in
            let client = try service.connect()
            let head = try client.ask("HEAD", "/health/web")
            #expect(head.header("content-length") == "2" && head.body.isEmpty)
            let get = try client.ask("GET", "/health/web")
            #expect(get.body == "ok" && get.header("connection") == nil)
            #expect(get.header("date")?.hasSuffix(" GMT") == true)
        }
    }

    @Test("requests sent in one go are answered in order")
    func pipelining() throws {
        try withService { service in
            let client = try service.connect()
            client.send(
                Connection.request("GET", "/health/database")
                    + Connection.request("GET", "/login") + Connection.request("GET", "/nowhere")
            )
            #expect(try [200, 200, 404] == (0..<3).map { _ in try client.receive().status })
        }
    }

    @Test("a client that asks for it, and one of HTTP/1.0, is let go after the answer")
    func closing() throws {
        try withService { service in
            let client = try service.connect()
            let answer = try client.ask("GET", "/health/web", headers: ["Connection: close"])
            #expect(answer.header("connection") == "close")
            #expect(throws: Connection.Failure.closed) { try client.receive() }
            let old = try service.connect()
            old.send("GET /health/web HTTP/1.0\r\n\r\n")
            #expect(try old.receive().status == 200)
            #expect(throws: Connection.Failure.closed) { try old.receive() }
        }
    }

    @Test("a wrong method is 405 and names the right ones")
    func methods() throws {
        try withService { service in
            let client = try service.connect()
            let answer = try client.ask("DELETE", "/forms")
            #expect(answer.status == 405 && answer.header("allow") == "GET, HEAD")
            #expect(try client.ask("GET", "/logout").header("allow") == "POST")
        }
    }

    @Test("a client that waits for it is told to go on")
    func expectContinue() throws {
        try withService { service in
            let client = try service.connect()
            client.send("POST /login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n")
            client.send("Content-Length: 3\r\n\r\n")
            #expect(try client.receive().status == 100)
            client.send("a=b")
            #expect(try client.receive().status == 401)
        }
    }

    @Test("a body over the limit is 413, announced or not")
    func bodyLimit() throws {
        try withService { service in
            let big = [UInt8](repeating: UInt8(ascii: "a"), count: 70_000)
            let announced = try service.connect()
            #expect(try announced.ask("POST", "/login", body: big).status == 413)
            #expect(throws: Connection.Failure.closed) { try announced.receive() }
            let chunked = try service.connect()
            chunked.send("POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunked.send("11170\r\n")
            chunked.send(big)
            chunked.send("\r\n0\r\n\r\n")
            #expect(try chunked.receive().status == 413)
            #expect(throws: Connection.Failure.closed) { try chunked.receive() }
        }
    }

    @Test("bytes that are no request are 400 and counted, and the service goes on")
    func malformed() throws {
        try withService { service in
            let nonsense = [
                "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n",
                "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "GET /\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\n\r\n",
            ]
            for text in nonsense {
                let client = try service.connect()
                client.send(text)
                #expect(try client.receive().status == 400, "\(text.prefix(40))")
            }
            #expect(try service.counts().count("malformed") == nonsense.count)
            for _ in 0..<200 {
                let client = try service.connect()
                client.send((0..<Int.random(in: 1...200)).map { _ in UInt8.random(in: 0...255) })
            }
            #expect(try service.connect().ask("GET", "/health/web").status == 200)
        }
    }

    @Test("every request is accounted for: the counts, the access log and the client agree")
    func accounts() throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("rehearsal-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let access = directory.appendingPathComponent("access.jsonl").path
        let log = directory.appendingPathComponent("log.jsonl").path
        let settings = ServiceSettings(log: log, accessLog: access, historyMonths: 1)
        var statuses: [Int: Int] = [:]
        try withService(faults: "at 0s for 1h: error 10%", settings: settings) { service in
            for _ in 0..<100 {
                let status = try service.connect().ask("GET", "/login").status
                statuses[status, default: 0] += 1
            }
            let counts = try service.counts()
            #expect(counts.count("received") == 100 && counts.count("answered") == 100)
            let route = try #require((counts["routes"] as? [[String: Any]])?.first)
            #expect(route["route"] as? String == "GET /login")
            #expect(route["statuses"] as? [String: Int] == ["200": 90, "500": 10])
        }
        #expect(statuses == [200: 90, 500: 10])
        let lines = try String(contentsOfFile: access, encoding: .utf8).split(separator: "\n")
        let logins = lines.filter { $0.contains("\"path\":\"/login\"") }
        #expect(logins.count == 100)
        #expect(
            logins.count { $0.contains("\"status\":500") && $0.contains("\"faults\":[1]") } == 10
        )
        let events = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        #expect(events.last?.contains("\"event\":\"stop\"") == true)
        #expect(events.contains { $0.contains("fault-end") && $0.contains("\"failed\":10") })
    }
}
