import Foundation
import Synchronization
import TestSupport
import Testing

extension ToolTests {
    @Suite("Probing", .serialized, .timeLimit(.minutes(3)))
    struct ProbeTests {
        /// A probe of one service, a tick a second.
        private static func probe(
            _ server: StubServer,
            expect: String = "status: 200, text: ok",
            more: String = ""
        ) -> String {
            """
            probe: stub
            service: \(server.url)
            every: 1s
            probes:
              web: { get: /health, expect: { \(expect) }, within: 800ms }
            \(more)

            """
        }

        private static func start(
            _ file: String,
            in folder: Folder,
            _ more: [String] = [],
            environment: [String: String] = [:]
        ) throws -> Started {
            try Started(
                Tool.sanbyo,
                ["probe", file, "--results", folder.path] + more,
                environment: environment
            )
        }

        private static func lines(_ folder: Folder) -> [String] {
            let path = folder.path + "/probe-stub/ticks.jsonl"
            let bytes = FileManager.default.contents(atPath: path) ?? Data()
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }

        private static func ticks(_ folder: Folder) -> Int {
            lines(folder).filter { $0.hasPrefix("{\"tick\"") }.count
        }

        @Test("a service that answers 200 with an error page is down, by the texts expected")
        func errorPage() async throws {
            let page = "<h1>ok?</h1> The service is under maintenance"
            let server = try StubServer { $0.answerAll(body: page) }
            defer { server.stop() }
            for (expect, words) in [
                ("status: 200, text: signed in", "signed in"),
                ("status: 200, not-text: under maintenance", "under maintenance"),
            ] {
                let folder = try Folder()
                let text = Self.probe(server, expect: expect)
                let file = try folder.write(text, as: "p.yaml")
                let end = try await Self.start(file, in: folder, ["--duration", "3s"]).end()
                let record = try await Tool.status(folder.path + "/probe-stub")
                #expect(record.ticks["up"] == 0 && record.ticks["down"] ?? 0 >= 2, "\(end)")
                let cause = try #require(record.outages.first?.causes["web"])
                #expect(cause.hasPrefix("unexpected-content") && cause.contains(words))
            }
            let folder = try Folder()
            let file = try folder.write(Self.probe(server), as: "p.yaml")
            _ = try await Self.start(file, in: folder, ["--duration", "3s"]).end()
            let blind = try await Tool.status(folder.path + "/probe-stub")
            #expect(blind.ticks["down"] == 0, "the page holds the text that was asked for")
        }

        @Test("a service that fails every first look and answers every second passes nothing")
        func secondLook() async throws {
            let asked = Mutex(0)
            let server = try StubServer { connection in
                while connection.readRequest() != nil {
                    let number = asked.withLock { count in
                        count += 1
                        return count
                    }
                    let status = number % 2 == 1 ? "500 Internal Server Error" : "200 OK"
                    guard connection.answer(status: status) else { return }
                }
            }
            defer { server.stop() }
            let folder = try Folder()
            _ = try folder.write(
                """
                contract: short
                service-hours: 24x7
                response: { online: { within: 3s } }
                availability: { at-least: 99%, over: 3s }

                """,
                as: "short.yaml"
            )
            let text = """
                probe: stub
                service: \(server.url)
                contract: short.yaml
                every: 1s
                confirm: 100ms
                probes: { web: { get: /, expect: { status: 200 }, within: 300ms } }

                """
            let file = try folder.write(text, as: "p.yaml")
            let end = try await Self.start(file, in: folder, ["--duration", "5s"]).end()
            #expect(end.code == 3, "\(end)")
            let lines = Self.lines(folder).filter { $0.hasPrefix("{\"tick\"") }
            #expect(lines.count >= 4)
            #expect(lines.allSatisfy { $0.contains("\"first\":{\"ok\":false") }, "\(lines)")
            let record = try await Tool.status(folder.path + "/probe-stub")
            #expect(record.ticks["up"] == lines.count && record.ticks["down"] == 0)
            #expect(record.ticks["upAtSecondLook"] == lines.count)
            #expect(record.items[1] == "INCONCLUSIVE" && record.items[5] == "INCONCLUSIVE")
            #expect(record.reasons.contains { $0.contains("failed at the first look") })
        }

        @Test("a second probe of the same record, and an import into it, are refused in words")
        func twoWriters() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(Self.probe(server), as: "p.yaml")
            let first = try Self.start(file, in: folder)
            #expect(try await first.wait { Self.ticks(folder) >= 1 })

            let second = try await Self.start(file, in: folder, ["--duration", "2s"]).end()
            #expect(second.code == 74, "\(second)")
            let words = "process \(first.identifier) is writing into"
            #expect(second.complains(of: words, "stop it first"), "\(second)")
            let log = try folder.write("time,ok\n1793491200,ok\n", as: "log.csv")
            let taking = try await Tool.run([
                "probe", "import", log, "--into", folder.path + "/probe-stub",
            ])
            #expect(taking.code == 74 && taking.complains(of: words), "\(taking)")

            // Reading is not writing.
            let status = try await Tool.run(["probe", "status", folder.path + "/probe-stub"])
            #expect(status.code == 3, "\(status)")
            #expect(status.complains(of: "process \(first.identifier) is probing"), "\(status)")
            first.signal(SIGTERM)
            let end = try await first.end()
            #expect(end.code == 3, "\(end)")
            #expect(Self.lines(folder).filter { $0.hasPrefix("{\"begin\"") }.count == 1)
            #expect(Self.lines(folder).last?.contains("SIGTERM") == true)
        }

        @Test("killed and started again it goes on in the same grid, with a gap and no tick twice")
        func restart() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(Self.probe(server), as: "p.yaml")
            let first = try Self.start(file, in: folder)
            #expect(try await first.wait { Self.ticks(folder) >= 2 })
            first.signal(SIGKILL)
            _ = try await first.end()
            // A write that was cut off, as a machine without power leaves it.
            let path = folder.path + "/probe-stub/ticks.jsonl"
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("{\"tick\":\"2026-".utf8))
            try handle.close()
            try await Task.sleep(for: .seconds(3))

            let again = try await Self.start(file, in: folder, ["--duration", "3s"]).end()
            #expect(again.complains(of: "cut off", "ticks.torn"), "\(again)")
            let slots = Self.lines(folder).compactMap { line in
                line.firstMatch(of: /^\{"tick":"([^"]+)"/).map { String($0.1) }
            }
            #expect(Set(slots).count == slots.count && slots == slots.sorted())
            #expect(slots.allSatisfy { $0.wholeMatch(of: /[^.]+Z/) != nil }, "full seconds")
            let record = try await Tool.status(folder.path + "/probe-stub")
            #expect(record.gaps.count == 1 && (2...5).contains(record.gaps.first ?? 0))
            #expect(record.ticks["up"] == slots.count && record.outages.isEmpty)
            #expect(record.faults.isEmpty)
        }

        @Test("what is another probe does not go into a record: distance, service")
        func otherProbe() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(Self.probe(server), as: "p.yaml")
            _ = try await Self.start(file, in: folder, ["--duration", "2s"]).end()
            let other = try await Self.start(file, in: folder, ["--every", "2s"]).end()
            #expect(
                other.code == 65 && other.complains(of: "ticks is 2s, and 1s before"),
                "\(other)"
            )
            let service = "service=http://127.0.0.1:1"
            let elsewhere = try await Self.start(file, in: folder, ["--set", service]).end()
            #expect(elsewhere.code == 65, "\(elsewhere)")
            #expect(elsewhere.complains(of: "is http://127.0.0.1:1, and \(server.url) before"))
        }

        @Test("the hook is told of the begin and the end of an outage, and of what failed")
        func hook() async throws {
            let isDown = Mutex(false)
            let server = try StubServer { connection in
                while connection.readRequest() != nil {
                    let status = isDown.withLock { $0 } ? "503 Service Unavailable" : "200 OK"
                    guard connection.answer(status: status) else { return }
                }
            }
            defer { server.stop() }
            let folder = try Folder()
            let script = try folder.write(
                """
                #!/bin/sh
                echo "$1 $SANBYO_EVENT $SANBYO_PROBE $SANBYO_REASON $SANBYO_LASTED_SECONDS" >> "$2"
                [ "$SANBYO_EVENT" = outage-start ] || exit 3

                """,
                as: "tell"
            )
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
            let told = folder.path + "/told"
            let hook = "hook: [./tell, word, \(told)]\nhook-within: 5s"
            let file = try folder.write(Self.probe(server, more: hook), as: "p.yaml")
            let tool = try Self.start(file, in: folder)
            func text() -> String { (try? String(contentsOfFile: told, encoding: .utf8)) ?? "" }
            #expect(try await tool.wait { Self.ticks(folder) >= 1 })
            #expect(text().isEmpty)
            isDown.withLock { $0 = true }
            #expect(try await tool.wait { text().contains("word outage-start stub web: ") })
            #expect(text().contains("503"))
            isDown.withLock { $0 = false }
            #expect(try await tool.wait { text().contains("word outage-end stub") })
            tool.signal(SIGINT)
            let end = try await tool.end()
            #expect(end.complains(of: "the hook for the end of the outage failed: ended with 3"))
            #expect(text().split(separator: "\n").count == 2, "\(text())")
            let runs = Self.lines(folder).filter { $0.hasPrefix("{\"hook\"") }
            #expect(runs.count == 2, "\(runs)")
            let record = try await Tool.status(folder.path + "/probe-stub")
            #expect(record.outages.count == 1 && record.root["notices"] as? [Any] != nil)
            #expect((record.root["notices"] as? [Any])?.count == 1)
        }

        @Test("a hook that fails is a failure though the tool was started with SIGCHLD ignored")
        func ignoredChildren() async throws {
            let server = try StubServer { $0.answerAll(status: "503 Service Unavailable") }
            defer { server.stop() }
            let folder = try Folder()
            let hook = "hook: [sh, -c, exit 3]"
            let file = try folder.write(Self.probe(server, more: hook), as: "p.yaml")
            let tool = try Started(
                "/usr/bin/env",
                [
                    "--ignore-signal=CHLD", Tool.sanbyo, "probe", file, "--results", folder.path,
                    "--duration", "2s",
                ]
            )
            let end = try await tool.end()
            #expect(end.complains(of: "failed: ended with 3"), "\(end)")
            let runs = Self.lines(folder).filter { $0.hasPrefix("{\"hook\"") }
            #expect(runs.count == 1 && runs.allSatisfy { $0.contains("\"failure\":") }, "\(runs)")
        }

        @Test(
            "a clock put forward or back during a probe is told, and makes no outage",
            .enabled(if: SteppedClock.canBeMade, "there is no C compiler"),
            arguments: [3_600, -3_600]
        )
        func clock(step: Int) async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let clock = try SteppedClock(in: folder)
            let file = try folder.write(Self.probe(server), as: "p.yaml")
            let tool = try Self.start(file, in: folder, environment: clock.environment)
            #expect(try await tool.wait { Self.ticks(folder) >= 3 })
            try clock.step(by: step)
            let before = Self.ticks(folder)
            #expect(try await tool.wait { Self.ticks(folder) >= before + 3 })
            tool.signal(SIGINT)
            let end = try await tool.end()
            let way = step > 0 ? "forward" : "back"
            #expect(end.complains(of: "the clock was put \(way) by"), "\(end)")
            let record = try await Tool.status(folder.path + "/probe-stub")
            #expect(record.outages.isEmpty && record.ticks["down"] == 0)
            try #require(record.clockSteps.count == 1)
            #expect(record.clockSteps[0].contains(way))
            // Forward leaves an hour that nobody probed; back, the hour between was really none.
            try #require(record.gaps.count == 1, "\(end)")
            #expect((3_590...3_605).contains(record.gaps[0]))
            #expect(record.verdict == "INCONCLUSIVE")
        }
    }
}

/// A wall clock of a program under test that can be stepped; the machine's own is left alone.
private struct SteppedClock {
    static let canBeMade = FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")

    private let library: String
    private let offset: String

    init(in folder: Folder) throws {
        library = folder.path + "/clock.so"
        offset = try folder.write("0\n", as: "offset")
        let source = try folder.write(Self.source, as: "clock.c")
        let process = try Process.run(
            URL(fileURLWithPath: "/usr/bin/cc"),
            arguments: ["-shared", "-fPIC", "-O1", "-o", library, source]
        )
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    var environment: [String: String] { ["LD_PRELOAD": library, "CLOCK_OFFSET_FILE": offset] }

    /// Puts the clock forward, or back, by seconds.
    func step(by seconds: Int) throws {
        try Data("\(seconds)\n".utf8).write(to: URL(fileURLWithPath: offset), options: .atomic)
    }

    /// Adds the seconds in a file to the wall clock's readings.
    private static let source = """
        #define _GNU_SOURCE
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>

        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = (int)syscall(SYS_clock_gettime, clock, time);
            if (result != 0 || clock != CLOCK_REALTIME) return result;
            const char *path = getenv("CLOCK_OFFSET_FILE");
            FILE *file = path ? fopen(path, "r") : NULL;
            long offset = 0;
            if (file) {
                if (fscanf(file, "%ld", &offset) != 1) offset = 0;
                fclose(file);
            }
            time->tv_sec += offset;
            return 0;
        }

        """
}
