import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("What a run prints (Accuracy)", .timeLimit(.minutes(1)))
    struct OutputAccuracyTests {
        /// Plays a short run against a stub that answers at once.
        private func play(
            _ arguments: String...,
            hold: String = "1s",
            environment: [String: String] = [:],
            more: String = ""
        ) async throws -> (end: ToolEnd, folder: Folder) {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 6, hold: hold, more: more)
            let file = try folder.write(text, as: "s.yaml")
            let end = try await Tool.play(file, in: folder, arguments, environment: environment)
            return (end, folder)
        }

        @Test("--json prints summary.json and nothing else")
        func json() async throws {
            let (end, folder) = try await play("--json")
            let files = try RunFiles(in: folder)
            #expect(end.output == (try files.text("summary.json")))
            try expectAgreement(end, files)
        }

        @Test("results go to standard output, the rest to standard error, both without colour")
        func streams() async throws {
            let (end, folder) = try await play()
            try expectAgreement(end, RunFiles(in: folder))
            let verdict = try RunFiles(in: folder).summary().verdict
            #expect(end.output.hasPrefix("\(verdict)  sample"), "\(end)")
            #expect(end.output.contains("summary.json"), "the files are told")
            #expect(end.errors.contains("sample: up to 6 users"))
            #expect(!end.errors.contains(verdict))
            #expect(!(end.output + end.errors).contains("\u{1b}"), "escapes without a terminal")
            #expect(end.errors.contains("3 s for 90 %"), "the default contract is told")
        }

        @Test("-q leaves standard error empty")
        func quiet() async throws {
            let (end, folder) = try await play("-q")
            #expect(end.errors.isEmpty, "\(end)")
            #expect(end.output.hasPrefix(try RunFiles(in: folder).summary().verdict))
        }

        @Test("a run that is long enough ends as PASS with 0, with a line of progress every 10 s")
        func pass() async throws {
            var (end, folder) = try await play(hold: "18s")
            // INVALID is right where the machine is busy; it cannot be so for long.
            if end.code == 4 { (end, folder) = try await play(hold: "18s") }
            #expect(end.code == 0, "\(end)")
            #expect(end.output.hasPrefix("PASS  sample"), "\(end)")
            try expectAgreement(end, RunFiles(in: folder))
            let lines = end.errors.split(separator: "\n").filter { $0.contains("operations/s") }
            #expect(lines.count == 1, "\(end)")
            #expect(lines.first?.contains("users 6/6") == true, "\(end)")
        }

        @Test("--exit-zero ends a FAIL with 0 and leaves the verdict as it is")
        func exitZero() async throws {
            let server = try StubServer { $0.answerAll(status: "500 Oh No") }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 8, hold: "6s")
            let file = try folder.write(text, as: "s.yaml")
            let end = try await Tool.play(file, in: folder, ["--exit-zero"])
            #expect(end.code == 0, "\(end)")
            #expect(try RunFiles(in: folder).summary().verdict == "FAIL")
            #expect(try RunFiles(in: folder).summary().exitCode == 2)
            #expect(end.output.contains("\nfailures\n  · look: "), "\(end)")
            #expect(end.output.contains(" unexpected-status (user "), "\(end)")
        }

        /// Bare containers may have no pseudo-terminals to give.
        private static let hasTerminals: Bool = {
            let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
            guard descriptor >= 0 else { return false }
            close(descriptor)
            return true
        }()

        @Test(
            "a terminal gets a live screen and colour; NO_COLOR and CI are heeded",
            .enabled(if: hasTerminals, "this machine has no pseudo-terminals")
        )
        func terminal() async throws {
            for (environment, coloured, live) in [
                (["TERM": "xterm"], true, true), (["TERM": "xterm", "NO_COLOR": "1"], false, true),
                (["TERM": "xterm", "CI": "true"], true, false), (["TERM": "dumb"], false, false),
            ] {
                let text = try await onTerminal(environment)
                #expect(
                    text.contains("\u{1b}[1;3") == coloured,
                    "\(environment): \(text)"
                )
                #expect(text.contains("\u{1b}[2K") == live, "\(environment): \(text)")
                #expect(text.contains("  sample"))
            }
        }

        /// Everything the tool writes to a terminal of its own (`script` makes one).
        private func onTerminal(_ environment: [String: String]) async throws -> String {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 6, hold: "1s")
            let file = try folder.write(text, as: "s.yaml")
            let line = "'\(Tool.sanbyo)' run '\(file)' --results '\(folder.path)/results'"
            let end = try await Started(
                "/usr/bin/script",
                ["--quiet", "--return", "--command", line, "/dev/null"],
                environment: environment
            ).end()
            #expect(undecided.contains(end.code), "\(end)")
            return end.output
        }

        @Test("a peak that lasts less than a second is seen")
        func shortPeak() async throws {
            let (end, folder) = try await play(hold: "300ms")
            let reasons = try RunFiles(in: folder).summary().reasons
            #expect(!reasons.contains { $0.contains("at the peak") }, "\(end)")
        }

        @Test("a reader that goes away does not stop the run")
        func closedPipe() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 6, hold: "1s")
            let file = try folder.write(text, as: "s.yaml")
            let line = """
                { '\(Tool.sanbyo)' run '\(file)' --results '\(folder.path)/results' 2>&1
                  echo $? > '\(folder.path)/code'; } | true
                """
            _ = try await Started("/bin/sh", ["-c", line]).end()
            for _ in 0..<500 where !folder.names().contains("code") {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try RunFiles(in: folder).summary().operations["look"]?.failed == 0)
        }

        @Test("a flag is stronger than SANBYO_*, which is stronger than the scenario")
        func precedence() async throws {
            let environment = [
                "SANBYO_USERS": "7", "SANBYO_SEED": "70", "SANBYO_DURATION": "700ms",
            ]
            let (_, plain) = try await play(more: "seed: 5")
            #expect(try RunFiles(in: plain).summary().users == 6)
            #expect(try RunFiles(in: plain).summary().seed == "5")
            let (_, byVariable) = try await play(environment: environment, more: "seed: 5")
            #expect(try RunFiles(in: byVariable).summary().users == 7)
            #expect(try RunFiles(in: byVariable).summary().seed == "70")
            let effective = try RunFiles(in: byVariable).text("effective.yaml")
            #expect(effective.contains("700ms"), "\(effective)")
            let (_, byFlag) = try await play(
                "--users",
                "8",
                "--seed",
                "80",
                environment: environment,
                more: "seed: 5"
            )
            #expect(try RunFiles(in: byFlag).summary().users == 8)
            #expect(try RunFiles(in: byFlag).summary().seed == "80")
        }

        @Test("SANBYO_RESULTS names the folder unless --results does")
        func resultsFolder() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 1, hold: "500ms")
            let file = try folder.write(text, as: "s.yaml")
            let environment = ["SANBYO_RESULTS": folder.path + "/other"]
            _ = try await Tool.run(["run", file], environment: environment)
            #expect(folder.names(in: "other").count == 1)
            _ = try await Tool.play(file, in: folder, environment: environment)
            #expect(folder.names(in: "results").count == 1)
            #expect(folder.names(in: "other").count == 1)
            let empty = try await Tool.run(["run", file, "--results", ""])
            #expect(empty.code == 64, "\(empty)")
            #expect(empty.complains(of: "--results", "such as Results"), "\(empty)")
        }

        @Test("what effective.yaml holds is a scenario that check accepts")
        func effective() async throws {
            let (_, folder) = try await play("--users", "3")
            let path = try RunFiles(in: folder).path + "/effective.yaml"
            let end = try await Tool.run(["check", path])
            #expect(end.code == 0, "\(end)")
            let plan = try await Tool.run(["plan", path])
            #expect(plan.output.contains("3 users"), "\(plan)")
        }

        @Test(
            "the digest is of the scenario that was played, also when the file is edited meanwhile"
        )
        func editedMeanwhile() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            var digests: [Substring] = []
            for isEdited in [false, true] {
                let folder = try Folder()
                let text = sample(service: server.url, hold: "1s")
                let file = try folder.write(text, as: "s.yaml")
                let results = folder.path + "/results"
                let run = try Started(Tool.sanbyo, ["run", file, "--results", results, "-q"])
                try await Task.sleep(for: .milliseconds(600))
                if isEdited { try folder.write(text + "# later\n", as: "s.yaml") }
                _ = try await run.end()
                let summary = try RunFiles(in: folder).text("summary.json")
                let digest = try #require(summary.firstMatch(of: /"scenarioSHA256": "(.{64})"/))
                digests.append(digest.1)
            }
            #expect(digests[0] == digests[1])
        }

        @Test("standard streams that are closed are not given to files and connections")
        func closedStreams() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(sample(service: server.url), as: "s.yaml")
            let line = "exec '\(Tool.sanbyo)' run '\(file)' --results '\(folder.path)/results'"
            let run = try Started("/bin/sh", ["-c", line + " <&- >&- 2>&-"])
            #expect(try await run.wait(until: { !server.requests.isEmpty }))
            for stream in 0...2 {
                let path = "/proc/\(run.identifier)/fd/\(stream)"
                let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
                #expect(target == "/dev/null")
            }
            #expect(try await run.end().code == 3)
        }
    }
}
