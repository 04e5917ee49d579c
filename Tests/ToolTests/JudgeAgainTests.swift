import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Judging a run again (Accuracy)", .timeLimit(.minutes(1)))
    struct JudgeAgainAccuracyTests {
        /// A finished run against a stub that answers at once.
        private struct Finished {
            let folder: Folder
            let files: RunFiles
            let end: ToolEnd

            init(hold: String = "2s", more: String = "") async throws {
                let server = try StubServer { $0.answerAll() }
                defer { server.stop() }
                folder = try Folder()
                let text = sample(service: server.url, users: 6, hold: hold, more: more)
                let file = try folder.write(text, as: "s.yaml")
                end = try await Tool.play(file, in: folder)
                files = try RunFiles(in: folder)
            }

            func judge(_ arguments: String...) async throws -> ToolEnd {
                try await Tool.run(["judge", files.path] + arguments)
            }
        }

        @Test("gives the same verdict, exit code and summary to the byte")
        func same() async throws {
            let run = try await Finished(more: "gates: [ p95(look) < 2s, errors < 1% ]")
            let again = try await run.judge("--json")
            #expect(again.code == run.end.code)
            #expect(again.output == (try run.files.text("summary.json")))
            let text = try await run.judge()
            #expect(run.end.output.hasPrefix(text.output.trimmingCharacters(in: .newlines)))
        }

        @Test("writes every report again as it was, though all but the journal are gone")
        func report() async throws {
            let run = try await Finished()
            let kept = try run.files.names.filter { $0 != "windows.journal" }.map {
                (
                    name: $0,
                    bytes: try Data(contentsOf: URL(fileURLWithPath: "\(run.files.path)/\($0)"))
                )
            }
            for (name, _) in kept {
                try FileManager.default.removeItem(atPath: "\(run.files.path)/\(name)")
            }
            let end = try await Tool.run(["report", run.files.path])
            #expect(end.code == run.end.code, "\(end)")
            for (name, bytes) in kept {
                let again = FileManager.default.contents(atPath: "\(run.files.path)/\(name)")
                #expect(again == bytes, "\(name) differs")
            }
        }

        @Test("by another contract, other gates and without some of the time, and leaves no trace")
        func otherwise() async throws {
            let run = try await Finished(hold: "20s")
            let contract = try run.folder.write(
                "contract: other\nresponse: { online: { within: 1us, for: 90% } }\n",
                as: "other.yaml"
            )
            let failed = try await run.judge("--contract", contract)
            #expect(failed.output.contains("compliance(look) >= 90% within 1us"), "\(failed)")
            let words = failed.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("judged again, by the contract \(contract)"), "\(failed)")
            #expect(
                words.contains("those of the contract that the run was played for"),
                "\(failed)"
            )
            #expect(failed.code != 0)
            let gate = try await run.judge("--gate", "p99(look) < 30s", "--without", "0s..5s")
            #expect(gate.output.contains("p99(look) < 30s"), "\(gate)")
            #expect(gate.output.contains("(5 s)"), "\(gate)")
            #expect(try RunFiles(in: run.folder).names == run.files.names)
        }

        @Test("faulty arguments are named with a remedy, and what is no run is refused")
        func faults() async throws {
            let run = try await Finished()
            let gate = try await run.judge("--gate", "p95(lok) < 2s")
            #expect(gate.code == 64 && gate.complains(of: "column 5", "did you mean \"look\"?"))
            let stretches = ["5s", "1:2..3", "9s..4s", "1h..2h", "a..b", "..", "10:-5..10:05"]
            for stretch in stretches {
                let end = try await run.judge("--without", stretch)
                #expect(end.code == 64 && end.complains(of: "--without \(stretch)"), "\(end)")
            }
            let contract = try run.folder.write("contract: x\nresponse: {}\n", as: "x.yaml")
            let faulty = try await run.judge("--contract", contract)
            #expect(faulty.code == 65 && faulty.complains(of: "x.yaml:2:", "promises nothing"))
            let nothing = try await Tool.run(["judge", run.folder.path])
            #expect(nothing.code == 65 && nothing.complains(of: "holds no run"), "\(nothing)")
            let journal = "\(run.files.path)/windows.journal"
            try Data("SANBYO99".utf8).write(to: URL(fileURLWithPath: journal))
            let other = try await run.judge()
            #expect(other.code == 65 && other.complains(of: "version 99"), "\(other)")
        }

        @Test("reports are not written over those of a run whose journal tells less")
        func poorerJournal() async throws {
            let run = try await Finished()
            let summary = try run.files.text("summary.json")
            let journal = URL(fileURLWithPath: "\(run.files.path)/windows.journal")
            try Data(contentsOf: journal).dropLast(9).write(to: journal)
            let refused = try await Tool.run(["report", run.files.path])
            #expect(refused.code == 65 && refused.complains(of: "breaks off", "move it away"))
            #expect(try run.files.text("summary.json") == summary)
            try FileManager.default.removeItem(atPath: "\(run.files.path)/summary.json")
            let written = try await Tool.run(["report", run.files.path])
            #expect(undecided.contains(written.code), "\(written)")
            #expect(try run.files.text("summary.json").contains("breaks off after"))
        }

        @Test("reports are not written into a run that is going on")
        func goingOn() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, hold: "40s")
            let file = try folder.write(text, as: "s.yaml")
            let run = try Started(
                Tool.sanbyo,
                ["run", file, "--results", folder.path + "/results"]
            )
            #expect(try await run.wait { server.requests.count > 4 })
            let files = try RunFiles(in: folder)
            let end = try await Tool.run(["report", files.path])
            #expect(end.code == 65 && end.complains(of: "still going on"), "\(end)")
            #expect(
                try RunFiles(in: folder).names.sorted() == [".unfinished", "windows.journal"]
            )
            run.signal(SIGKILL)
            _ = try await run.end()
            let after = try await Tool.run(["report", files.path])
            #expect(undecided.contains(after.code), "\(after)")
        }

        @Test(
            "a run that was killed is judged for the time covered, and its reports can be written"
        )
        func killed() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 8, hold: "40s")
            let file = try folder.write(text, as: "s.yaml")
            let run = try Started(
                Tool.sanbyo,
                ["run", file, "--results", folder.path + "/results"]
            )
            #expect(try await run.wait { server.requests.count > 200 })
            run.signal(SIGKILL)
            #expect(try await run.end().code == -SIGKILL)
            let files = try RunFiles(in: folder)
            #expect(files.names.sorted() == [".unfinished", "windows.journal"])
            let end = try await Tool.run(["judge", files.path, "--json"])
            #expect(undecided.contains(end.code), "\(end)")
            let summary = try Summary(end.output)
            #expect(summary.reasons.contains { $0.contains("breaks off after") })
            let planned = try #require(summary.operations["look"]?.planned)
            // The journal is a second behind at most, and each user has one in flight.
            #expect(planned > server.requests.count - 100 && planned <= server.requests.count)
            let report = try await Tool.run(["report", files.path])
            #expect(report.code == end.code)
            let written = try RunFiles(in: folder)
            #expect(written.names.contains("report.html") && written.names.contains("summary.json"))
            #expect(!written.names.contains(".unfinished"))
        }
    }

    @Suite("Going on when the data do not decide (Accuracy)", .timeLimit(.minutes(2)))
    struct ExtendAccuracyTests {
        private func play(
            hold: String,
            gate: String,
            in folder: Folder
        ) async throws -> (ToolEnd, RunFiles, requests: Int) {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let text = sample(
                service: server.url,
                users: 6,
                hold: hold,
                more: "gates: [ \"\(gate)\" ]"
            )
            let file = try folder.write(text, as: "s.yaml")
            let end = try await Tool.play(file, in: folder, ["--inconclusive", "extend"])
            return (end, try RunFiles(in: folder), server.requests.count)
        }

        @Test("what the first look proves ends the run there, and every request is in the files")
        func decided() async throws {
            let folder = try Folder()
            let (end, files, requests) = try await play(
                hold: "17s",
                gate: "p90(look) < 2s",
                in: folder
            )
            let summary = try files.summary()
            #expect(summary.operations["look"]?.planned == requests)
            guard summary.verdict != "INVALID" else { return }
            #expect(end.code == 0 && end.output.contains("at look 1 of at most 3"), "\(end)")
            #expect(end.errors.contains("look 1 of at most 3: PASS"))
        }

        @Test("an open load is not INVALID at a look for the arrivals that are under way")
        func openLoad() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(
                """
                scenario: s
                service: \(server.url)
                load: { arrivals: { rate: 100/s, law: constant, hold: 17s, users: 40 } }
                flows: { f: { steps: [ { operation: look, get: / } ] } }
                gates: [ "p90(look) < 2s" ]
                """,
                as: "s.yaml"
            )
            let end = try await Tool.play(file, in: folder, ["--inconclusive", "extend"])
            let summary = try RunFiles(in: folder).summary()
            guard summary.verdict != "INVALID" else { return }
            #expect(end.errors.contains("look 1 of at most 3: PASS"), "\(end)")
        }

        @Test("what needs more data gets it, three times the hold at most")
        func goesOn() async throws {
            // 60 operations a second: 299 independent ones come within six seconds, not in four.
            let folder = try Folder()
            let (end, files, requests) = try await play(
                hold: "8s",
                gate: "p99.9(look) < 2s",
                in: folder
            )
            #expect(try files.summary().operations["look"]?.planned == requests)
            #expect(requests > 1_000, "three times 8 s with 60 operations a second")
            #expect(undecided.contains(end.code), "1,440 operations do not prove p99.9: \(end)")
            #expect(end.output.contains("needs about"), "\(end)")
        }

        @Test("a load that does not end by holding is refused before it begins")
        func refused() async throws {
            let folder = try Folder()
            let text = """
                scenario: s
                service: http://127.0.0.1:9
                load: { users: [ { to: 3 }, { hold: 2s }, { to: 5, over: 2s } ] }
                flows: { f: { think: 1s, steps: [ { operation: look, get: / } ] } }
                """
            let file = try folder.write(text, as: "s.yaml")
            let end = try await Tool.play(file, in: folder, ["--inconclusive", "extend"])
            #expect(end.code == 64 && end.complains(of: "--inconclusive extend"), "\(end)")
            #expect(folder.names(in: "results").isEmpty)
        }
    }

    @Suite("A calibration found in the folder of results (Accuracy)", .timeLimit(.minutes(1)))
    struct CalibrationFoundAccuracyTests {
        /// What `summary.json` says of the machine.
        private func quote(_ calibration: String?) async throws -> (
            text: String, errorBound: Double
        ) {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            if let calibration {
                try FileManager.default.createDirectory(
                    atPath: folder.path + "/results",
                    withIntermediateDirectories: true
                )
                _ = try folder.write(calibration, as: "results/calibration.json")
            }
            let file = try folder.write(sample(service: server.url, hold: "1s"), as: "s.yaml")
            let end = try await Tool.play(file, in: folder, ["--json"])
            let root = try #require(
                try JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [String: Any]
            )
            let machine = try #require(root["machine"] as? [String: Any])
            return (
                try #require(machine["calibration"] as? String),
                try #require(machine["errorBoundMs"] as? Double)
            )
        }

        @Test("of another machine, damaged or absent is not used, and the reports say so")
        func notUsed() async throws {
            let none = try await quote(nil)
            #expect(none.text.contains("was not calibrated"), "\(none)")
            let damaged = try await quote("{")
            #expect(damaged.text.contains("cannot be read"), "\(damaged)")
            let other = try await quote(Self.text(host: "elsewhere"))
            #expect(other.text.contains("of another machine or kernel (elsewhere)"), "\(other)")
            for found in [none, damaged, other] {
                #expect(found.text.contains("100 µs are taken"))
            }
        }

        private static func text(host: String) -> String {
            """
            {"format": "sanbyo-calibration", "formatVersion": 1, "version": "0.1.0",
             "made": "2026-11-26T00:00:00.000Z",
             "machine": {"host": "\(host)", "processor": "x", "cores": 2, "kernel": "Linux 1"},
             "clock": {"resolution": 30, "readCost": 40},
             "timers": {"p50": 0.1, "p99": 0.2, "p999": 0.3, "n": 1000},
             "noOp": {"p50": 0.1, "p99": 0.2, "p999": 7, "n": 1000},
             "ceiling": {"operationsPerSecond": 1000, "busyShare": 0.5, "usersTried": 10,
                         "lagMs": 1, "memoryPerUser": 5000, "users": {"memory": 100}},
             "proofs": []}
            """
        }
    }
}
