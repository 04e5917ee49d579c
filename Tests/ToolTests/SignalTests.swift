import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Signals (Accuracy)", .timeLimit(.minutes(1)))
    struct SignalAccuracyTests {
        /// A run of 30 s against a stub, with a signal or two at a known point of it.
        private struct Interrupted {
            let folder: Folder
            let server: StubServer
            let run: Started

            init(
                hold: String = "30s",
                arguments: [String] = [],
                _ script: @escaping StubServer.Script
            ) throws {
                server = try StubServer(script)
                folder = try Folder()
                let text = sample(service: server.url, users: 8, hold: hold)
                let file = try folder.write(text, as: "s.yaml")
                let line = ["run", file, "--results", folder.path + "/results"] + arguments
                run = try Started(Tool.sanbyo, line)
            }

            func waitForRequests(_ count: Int) async throws {
                let (server, run) = (server, run)
                #expect(try await run.wait { server.requests.count >= count }, "\(run.errors)")
            }
        }

        /// Answers ten requests and leaves the rest unanswered for a while.
        private static func slow(after milliseconds: Int) -> StubServer.Script {
            { connection in
                while connection.readRequest() != nil {
                    connection.wait(milliseconds: milliseconds)
                    guard connection.answer() else { return }
                }
            }
        }

        @Test("Ctrl-C stops new work, lets what is in flight end and judges what there is")
        func once() async throws {
            let test = try Interrupted(Self.slow(after: 1_000))
            defer { test.server.stop() }
            try await test.waitForRequests(16)
            let count = test.server.requests.count
            test.run.signal(SIGINT)
            let end = try await test.run.end()
            #expect(undecided.contains(end.code), "\(end)")
            #expect(end.errors.contains("Ctrl-C: no new operations"))
            let files = try RunFiles(in: test.folder)
            try expectAgreement(end, files)
            let look = try #require(try files.summary().operations["look"])
            #expect(look.failed == 0, "what was in flight has ended: \(look.failures)")
            #expect(look.planned == test.server.requests.count)
            #expect(test.server.requests.count <= count + 8, "no new operations")
        }

        @Test("Ctrl-C in a run that is already broken may end as FAIL, never as PASS")
        func onceBroken() async throws {
            let test = try Interrupted { $0.answerAll(status: "500 Oh No") }
            defer { test.server.stop() }
            try await test.waitForRequests(24)
            test.run.signal(SIGINT)
            let end = try await test.run.end()
            #expect(([2] + undecided).contains(end.code), "\(end)")
            try expectAgreement(end, RunFiles(in: test.folder))
        }

        @Test("a second Ctrl-C ends at once with 130 and leaves an unfinished folder")
        func twice() async throws {
            let test = try Interrupted { $0.hold() }
            defer { test.server.stop() }
            let (server, run) = (test.server, test.run)
            #expect(try await run.wait { server.connectionCount >= 8 })
            run.signal(SIGINT)
            #expect(try await run.wait { run.errors.contains("Ctrl-C") })
            let before = ContinuousClock.now
            run.signal(SIGINT)
            let end = try await run.end()
            #expect(end.code == 130, "\(end)")
            #expect(ContinuousClock.now - before < .seconds(3))
            #expect(end.output.isEmpty)
            #expect(end.complains(of: "second signal"))
            let files = try RunFiles(in: test.folder)
            #expect(files.names.sorted() == [".unfinished", "windows.journal"])
        }

        @Test("SIGTERM gives what is in flight 4 s, then counts it as unfinished")
        func terminate() async throws {
            let test = try Interrupted { $0.hold() }
            defer { test.server.stop() }
            let (server, run) = (test.server, test.run)
            #expect(try await run.wait { server.connectionCount >= 8 })
            let before = ContinuousClock.now
            run.signal(SIGTERM)
            let end = try await run.end()
            #expect(ContinuousClock.now - before < .seconds(8))
            #expect(([2] + undecided).contains(end.code), "\(end)")
            let files = try RunFiles(in: test.folder)
            try expectAgreement(end, files)
            let look = try #require(try files.summary().operations["look"])
            #expect(look.planned == 8)
            #expect(look.failures == ["unfinished": 8])
            #expect(end.errors.contains("SIGTERM"))
        }

        @Test("a second SIGTERM ends at once with 143")
        func terminateTwice() async throws {
            let test = try Interrupted { $0.hold() }
            defer { test.server.stop() }
            let (server, run) = (test.server, test.run)
            #expect(try await run.wait { server.connectionCount >= 8 })
            run.signal(SIGTERM)
            #expect(try await run.wait { run.errors.contains("SIGTERM") })
            run.signal(SIGTERM)
            #expect(try await run.end().code == 143)
        }

        @Test(
            "Ctrl-C before the first request ends with a verdict too",
            arguments: [SIGINT, SIGTERM]
        )
        func early(number: Int32) async throws {
            let test = try Interrupted { $0.answerAll() }
            defer { test.server.stop() }
            let run = test.run
            #expect(try await run.wait { run.errors.contains("up to 8 users") })
            run.signal(number)
            let end = try await run.end()
            #expect(undecided.contains(end.code), "\(end)")
            try expectAgreement(end, RunFiles(in: test.folder))
        }

        @Test("--exit-zero hides the code of an interrupted run, not its verdict")
        func exitZero() async throws {
            let test = try Interrupted(arguments: ["--exit-zero"]) { $0.answerAll() }
            defer { test.server.stop() }
            try await test.waitForRequests(16)
            test.run.signal(SIGINT)
            let end = try await test.run.end()
            #expect(end.code == 0, "\(end)")
            #expect(try RunFiles(in: test.folder).summary().verdict != "PASS")
        }

        @Test("a run started by a script in the background heeds Ctrl-C all the same")
        func ignoredByTheStarter() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 8, hold: "30s")
            let file = try folder.write(text, as: "s.yaml")
            let line =
                "trap '' INT; exec '\(Tool.sanbyo)' run '\(file)' --results '\(folder.path)/results'"
            let run = try Started("/bin/sh", ["-c", line])
            #expect(try await run.wait { server.requests.count > 16 })
            run.signal(SIGINT)
            let end = try await run.end()
            #expect(undecided.contains(end.code), "\(end)")
        }

        @Test("a terminal that is closed ends a run as SIGTERM does, unless nohup is asked for")
        func hangUp() async throws {
            let test = try Interrupted { $0.answerAll() }
            defer { test.server.stop() }
            try await test.waitForRequests(16)
            test.run.signal(SIGHUP)
            let end = try await test.run.end()
            #expect(undecided.contains(end.code), "\(end)")
            try expectAgreement(end, RunFiles(in: test.folder))
            #expect(
                try RunFiles(in: test.folder).summary().reasons.contains { $0.contains("SIGHUP") }
            )

            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(sample(service: server.url), as: "s.yaml")
            let run = try Started(
                "/usr/bin/nohup",
                [Tool.sanbyo, "run", file, "--results", folder.path + "/results"]
            )
            #expect(try await run.wait { server.requests.count > 4 })
            run.signal(SIGHUP)
            _ = try await run.end()
            let reasons = try RunFiles(in: folder).summary().reasons
            #expect(!reasons.contains { $0.contains("stopped") }, "\(reasons)")
        }

        @Test("the rehearsal service ends with a run that is killed")
        func killed() async throws {
            let folder = try Folder()
            let run = try Started(
                Tool.sanbyo,
                ["run", Tool.scenario("quickstart.yaml"), "--results", folder.path + "/results"]
            )
            #expect(try await run.wait { run.errors.contains("http://127.0.0.1:") })
            let text = run.errors
            let digits = try #require(text.split(separator: "http://127.0.0.1:").last)
                .prefix { $0.isNumber }
            let port = try #require(Int(digits))
            #expect(isListening(port))
            run.signal(SIGKILL)
            #expect(try await run.end().code == -SIGKILL)
            for _ in 0..<250 where isListening(port) {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(!isListening(port), "the service outlives the run")
            #expect(!(try RunFiles(in: folder).names.contains("summary.json")))
        }
    }
}

/// Whether something listens on a loopback port.
private func isListening(_ port: Int) -> Bool {
    let line = "exec 3<>/dev/tcp/127.0.0.1/\(port)"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}
