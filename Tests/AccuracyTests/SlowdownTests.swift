import Foundation
import Testing
import Timekeeping

extension Accuracy {
    /// The shipped scenario, once, looked at from all sides: a complete stall of 20 s in a closed
    /// load.
    @Suite("Accuracy of a slowdown", .timeLimit(.minutes(3)))
    struct SlowdownTests {
        @Test("a stall of 20 s is one period, its edges those of the service, and the run fails")
        func slowdown() async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let run = try await ToolRun("Scenarios/slowdown.yaml", ["--seed", "7"], in: sandbox)
            #expect(run.exitCode == 2)
            #expect(run.summary.verdict == "FAIL" && run.summary.exitCode == 2)
            let log = try ServiceLog(run.directory.appendingPathComponent("rehearsal-log.jsonl"))
            try edges(of: run, log)
            try liveLines(of: run)
            try otherReaders(of: run)
        }

        private func edges(of run: ToolRun, _ log: ServiceLog) throws {
            try #require(run.summary.episodes.count == 1)
            let episode = run.summary.episodes[0]
            let origin = try #require(log.origin)
            let begin = try #require(log.first("fault-begin"))
            let end = try #require(log.first("fault-end"))
            let early =
                origin + .seconds(episode.startS)
                - MonotonicInstant(nanoseconds: begin.monotonicNanoseconds)
            let late =
                origin + .seconds(episode.endS)
                - MonotonicInstant(nanoseconds: end.monotonicNanoseconds)
            figure("slowdown, start of the period less begin of the fault", early.text)
            figure("slowdown, end of the period less end of the fault", late.text)
            #expect(early.size < .milliseconds(250))
            #expect(late > .zero && late < .milliseconds(250))
            #expect(!episode.leftCensored && !episode.rightCensored)
            // Every user is caught once, and nothing else is late.
            #expect(episode.violations == 60 && end.held == 60)
            #expect(run.summary.sum(\.late) == 60 && run.summary.sum(\.failed) == 0)
        }

        /// At 0:30 and 0:40 of the run, 8 s and 18 s into the stall.
        private func liveLines(of run: ToolRun) throws {
            for (clock, age) in [("0:30", 8.0), ("0:40", 18.0)] {
                let line = try #require(run.progress.first { $0.hasPrefix(clock + " ") })
                let match = try #require(line.firstMatch(of: #/oldest in flight ([\d.]+) s/#))
                let oldest = try #require(Double(match.1))
                figure("slowdown, oldest in flight at \(clock)", "\(oldest) s")
                #expect(abs(oldest - age) < 0.7, "\(line)")
                #expect(line.contains("(0 failed)"), "nothing has failed while it waits: \(line)")
            }
            let last = try #require(run.progress.first { $0.hasPrefix("0:40 ") })
            #expect(last.contains(#/episode of .* since 0:2[12]/#), "\(last)")
        }

        private func otherReaders(of run: ToolRun) throws {
            let csv = try String(
                contentsOf: run.directory.appendingPathComponent("operations.csv"),
                encoding: .utf8
            )
            let rows = csv.split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            for operation in run.summary.operations {
                let own = rows.filter { $0[2] == operation.name }
                for (column, count) in [
                    (5, operation.planned), (6, operation.late), (7, operation.failed),
                ] {
                    let sum = own.reduce(0) { $0 + (Int($1[column]) ?? -1_000_000) }
                    #expect(sum == count, "\(operation.name), column \(column)")
                }
            }
            try Self.readByOthers(run)
        }

        /// Reads the files with implementations that are not ours, where they are installed.
        private static func readByOthers(_ run: ToolRun) throws {
            let folder = run.directory.path
            let programs = [
                ("hdrh.log", intervals), ("junitparser", junit), ("jsonschema", schema),
            ]
            for (modules, program) in programs {
                guard Python.has(modules) else {
                    figure("files", "python3 cannot import \(modules); not compared with it")
                    continue
                }
                let printed = try Python.run(
                    program,
                    [folder, Sandbox.program("sanbyo").path]
                )
                #expect(printed == "agrees\n", "\(modules): \(printed)")
            }
        }

        /// Counts and maxima by operation, those of both response and service time.
        private static let intervals = """
            import json, sys
            from hdrh.histogram import HdrHistogram
            from hdrh.log import HistogramLogReader
            reader = HistogramLogReader(
                sys.argv[1] + "/intervals.hlog", HdrHistogram(1, 3600000000, 3))
            found = {}
            while (h := reader.get_next_interval_histogram()) is not None:
                total = found.setdefault(h.get_tag(), HdrHistogram(1, 3600000000, 3))
                total.add(h)
            summary = json.load(open(sys.argv[1] + "/summary.json"))
            names = {name: tag for tag, name in summary["meta"]["histogramTags"].items()}
            for o in summary["operations"]:
                response = found[names[o["name"] + ", response time"]]
                service = found[names[o["name"] + ", service time"]]
                assert response.get_total_count() == o["planned"], o["name"]
                assert service.get_total_count() == o["planned"], o["name"]
                longest = response.get_max_value() / 1000
                assert abs(longest - o["responseMs"]["max"]) <= longest / 500 + 0.002, o["name"]
                median = response.get_value_at_percentile(50) / 1000
                assert abs(median - o["responseMs"]["p50"]) <= median / 500 + 0.002, o["name"]
            print("agrees")
            """

        private static let junit = """
            import json, sys
            from junitparser import JUnitXml, Error, Failure
            summary = json.load(open(sys.argv[1] + "/summary.json"))
            cases = {}
            for suite in JUnitXml.fromfile(sys.argv[1] + "/junit.xml"):
                for case in suite:
                    cases[case.name] = {type(r) for r in case.result}
            for gate in summary["gates"]:
                kinds = {"PASS": set(), "FAIL": {Failure}}.get(gate["verdict"], {Error})
                assert cases[gate["id"]] == kinds, (gate["id"], cases[gate["id"]])
            assert sum(Failure in kinds for kinds in cases.values()) >= 1
            print("agrees")
            """

        private static let schema = """
            import json, subprocess, sys
            from jsonschema import Draft202012Validator
            schema = json.loads(subprocess.run(
                [sys.argv[2], "schema", "summary"], check=True, capture_output=True).stdout)
            Draft202012Validator.check_schema(schema)
            Draft202012Validator(schema).validate(json.load(open(sys.argv[1] + "/summary.json")))
            print("agrees")
            """
    }
}
