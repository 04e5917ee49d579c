import TestSupport
import Testing

extension ToolTests {
    @Suite("Hostile services (Accuracy)", .timeLimit(.minutes(2)))
    struct HostileServiceAccuracyTests {
        /// A service that misbehaves, and how every operation on it must be counted.
        struct Case: CustomTestStringConvertible {
            let testDescription: String
            let outcomes: Set<String>
            let script: StubServer.Script

            init(_ name: String, _ outcomes: Set<String>, _ script: @escaping StubServer.Script) {
                testDescription = name
                self.outcomes = outcomes
                self.script = script
            }
        }

        @Test("nothing a service sends steers the terminal that try writes to")
        func terminal() async throws {
            let escape = "\u{1b}]0;owned\u{7}\u{9b}31m"
            let server = try StubServer {
                $0.answerAll(headers: ["X-Back: a\(escape)b"], body: "body \(escape)")
            }
            defer { server.stop() }
            let folder = try Folder()
            let step = "- { operation: again, get: /again, headers: { X-Sent: \"${back}\" } }"
            let text = sample(
                service: server.url,
                request: "get: /look, take: { back: { header: X-Back } }",
                more: "      \(step)"
            )
            let end = try await Tool.run(["try", "-v", try folder.write(text, as: "s.yaml")])
            #expect(end.output.contains("took back = a"), "\(end)")
            #expect(end.output.contains("the header X-Sent holds a line break"), "\(end)")
            for steering in ["\u{1b}", "\u{7}", "\u{9b}"] {
                #expect(!end.output.contains(steering), "\(end)")
            }
        }

        static let cases = [
            Case("answers that are not HTTP", ["malformed-answer"]) { connection in
                while connection.readRequest() != nil {
                    connection.send("\u{1}\u{2}no HTTP\r\n\r\n")
                }
            },
            Case("headers that never end", ["malformed-answer", "answer-too-large"]) { connection in
                guard connection.readRequest() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\n")
                let header = "X: " + String(repeating: "x", count: 8_000) + "\r\n"
                while connection.send(header) {}
            },
            Case("a chunk of impossible size", ["malformed-answer"]) { connection in
                while connection.readRequest() != nil {
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                }
            },
            Case("bodies that never end", ["answer-too-large", "timed-out"]) { connection in
                guard connection.readRequest() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\n\r\n")
                let block = [UInt8](repeating: 120, count: 65_536)
                while connection.send(block) {}
            },
            Case("no answer at all", ["timed-out"]) { connection in
                connection.hold()
            },
            Case("half an answer, then silence", ["timed-out"]) { connection in
                guard connection.readRequest() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                connection.hold()
            },
            Case("resets", ["connection-lost", "send-failed"]) { connection in
                _ = connection.readRequest()
                connection.reset()
            },
            Case("closing without an answer", ["connection-lost"]) { connection in
                _ = connection.readRequest()
            },
            Case("closing within the answer", ["connection-lost"]) { connection in
                guard connection.readRequest() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            },
            Case("errors", ["unexpected-status"]) { connection in
                connection.answerAll(status: "500 Internal Server Error")
            },
            Case("redirects in a circle", ["too-many-redirects"]) { connection in
                connection.answerAll(status: "302 Found", headers: ["Location: /look"])
            },
            Case(
                "redirects to nowhere",
                ["malformed-answer", "unexpected-status", "host-not-allowed"]
            ) {
                $0.answerAll(status: "302 Found", headers: ["Location: http://[bad"])
            },
        ]

        @Test("its failures are data: counted, judged FAIL, written")
        func failures() async throws {
            // A few at a time: each takes 6 s, and hardly any of the processor.
            for start in stride(from: 0, to: Self.cases.count, by: 4) {
                try await withThrowingTaskGroup { group in
                    for service in Self.cases[start...].prefix(4) {
                        group.addTask { try await expectFailures(of: service) }
                    }
                    try await group.waitForAll()
                }
            }
        }

        private func expectFailures(of service: Case) async throws {
            let server = try StubServer(service.script)
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(
                service: server.url,
                users: 8,
                hold: "6s",
                request: "get: /look, timeout: 500ms, follow-redirects: true",
                more: "transport: { largest-body: 1MB }"
            )
            let end = try await Tool.play(folder.write(text, as: "s.yaml"), in: folder)
            let files = try RunFiles(in: folder)
            try expectAgreement(end, files)
            let summary = try files.summary()
            let look = try #require(summary.operations["look"])
            #expect(look.planned > 8, "\(service.testDescription): \(end)")
            #expect(look.succeeded == 0, "\(service.testDescription)")
            #expect(
                Set(look.failures.keys).isSubset(of: service.outcomes),
                "\(service.testDescription): \(look.failures)"
            )
            #expect(end.code == 2, "\(service.testDescription): \(end)")
        }

        @Test("what is never answered is unfinished when the drain ends, at its age, and late")
        func neverAnswered() async throws {
            let server = try StubServer { $0.hold() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(
                sample(service: server.url, users: 12, hold: "3s"),
                as: "s.yaml"
            )
            let end = try await Tool.play(file, in: folder, ["--drain", "1s"])
            let files = try RunFiles(in: folder)
            try expectAgreement(end, files)
            let look = try #require(try files.summary().operations["look"])
            #expect(look.planned == 12)
            #expect(look.failures == ["unfinished": 12])
            #expect(end.output.contains(" 4."), "open for 3 s and the drain of 1 s: \(end)")
            #expect(([2] + undecided).contains(end.code), "\(end)")
        }

        @Test("a redirect to another host is counted and nothing is sent there")
        func otherHost() async throws {
            // The same machine by another name: a policy by address would let it pass.
            let other = try StubServer { $0.answerAll() }
            let server = try StubServer {
                $0.answerAll(
                    status: "302 Found",
                    headers: ["Location: http://localhost:\(other.port)/stolen"]
                )
            }
            defer {
                server.stop()
                other.stop()
            }
            let folder = try Folder()
            let text = sample(
                service: server.url,
                users: 8,
                hold: "5s",
                request: "get: /look, follow-redirects: true"
            )
            let end = try await Tool.play(folder.write(text, as: "s.yaml"), in: folder)
            let files = try RunFiles(in: folder)
            try expectAgreement(end, files)
            let look = try #require(try files.summary().operations["look"])
            #expect(look.failures == ["host-not-allowed": look.planned])
            #expect(other.connectionCount == 0)
            #expect(!server.requests.isEmpty)
            #expect(end.code == 2, "\(end)")
        }

        @Test("a host that the scenario names gets the redirect")
        func allowedHost() async throws {
            let other = try StubServer { $0.answerAll() }
            let server = try StubServer {
                $0.answerAll(
                    status: "302 Found",
                    headers: ["Location: http://localhost:\(other.port)/moved"]
                )
            }
            defer {
                server.stop()
                other.stop()
            }
            let folder = try Folder()
            let text = sample(
                service: server.url,
                users: 8,
                request: "get: /look, follow-redirects: true",
                more: "hosts: [localhost]"
            )
            let end = try await Tool.play(folder.write(text, as: "s.yaml"), in: folder)
            let look = try #require(try RunFiles(in: folder).summary().operations["look"])
            #expect(look.failed == 0, "\(end)")
            #expect(look.planned == other.requests.count)
            #expect(other.requests.allSatisfy { $0.target == "/moved" })
        }

        @Test("a service that goes away in the middle ends as a judged run")
        func goesAway() async throws {
            let server = try StubServer { $0.answerAll() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 8, hold: "5s")
            let file = try folder.write(text, as: "s.yaml")
            let run = try Started(
                Tool.sanbyo,
                ["run", file, "--results", folder.path + "/results"]
            )
            #expect(try await run.wait { server.requests.count > 50 })
            server.stop()
            let end = try await run.end()
            let files = try RunFiles(in: folder)
            try expectAgreement(end, files)
            let look = try #require(try files.summary().operations["look"])
            #expect(look.succeeded > 30)
            #expect(look.failed > 8)
            // Operations of one outage depend on each other: not every time it proves a FAIL.
            #expect(([2] + undecided).contains(end.code), "\(end)")
        }
    }
}
