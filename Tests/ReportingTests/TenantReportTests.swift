import Foundation
import Measuring
import Testing
import Timekeeping
import Verdicts
import Workload

@testable import Reporting

@Suite("Companies in the reports")
struct TenantReportTests {
    /// A run of two companies, the second three times as slow, with one leak.
    private static func report(leaks: Int = 1) throws -> RunReport {
        var report = try SampleRun.report(secrets: ["pw-secret1"])
        let scenario = scenario()
        let plan = MeasuringPlan(scenario: scenario, gates: [])
        let recorder = ShardRecorder(plan: plan, origin: SampleRun.origin)
        for index in 0..<400 {
            let planned = SampleRun.origin + .milliseconds(50 * index)
            let took = Nanoseconds.milliseconds((100 + index % 7) * (index % 2 == 0 ? 1 : 3))
            let stamps = Stamps(
                planned: planned,
                dispatched: planned,
                written: planned,
                firstByte: planned + took,
                done: planned + took
            )
            recorder.record(
                OperationSample(
                    operation: 0,
                    user: index % 4,
                    outcome: .succeeded,
                    stamps: stamps
                )
            )
            recorder.record(
                RequestSample(
                    request: 0,
                    user: index % 4,
                    outcome: .succeeded,
                    status: 200,
                    stamps: stamps,
                    searched: index < leaks ? .leaked : .clean
                )
            )
        }
        var record = RunRecord(plan: plan, origin: SampleRun.origin, shards: 1)
        let delta = recorder.take(
            inFlight: [],
            users: 4,
            loop: LoopHealth(),
            at: SampleRun.origin + .seconds(20)
        )
        record.merge(delta, shard: 0)
        report.facts.record = record
        report.facts.terms = RunTerms(scenario)
        report.facts.gates = []
        report.facts.leaks = leaks > 0 ? [evidence] : []
        report.judgement = Judge.judge(report.facts)
        return report
    }

    private static func scenario() -> Scenario {
        Scenario(
            name: "companies",
            service: .rehearsal,
            accounts: AccountFeed(
                path: "",
                columns: [],
                rows: (0..<4).map { ["comp0\($0 % 2 + 1)", "user\($0)"] },
                tenancy: Tenancy(columns: [
                    .init(name: "company_code", index: 0, kind: .code),
                    .init(name: "user_code", index: 1, kind: .code),
                ])
            ),
            load: .users([UserStage(target: 4, duration: .seconds(20))]),
            flows: [Flow(name: "look", steps: [OperationID(index: 0)])],
            operations: [
                Workload.Operation(
                    name: "look",
                    requests: [Workload.Request(target: Template("/look"))]
                )
            ]
        )
    }

    private static let evidence = LeakEvidence(
        operation: 0,
        request: 0,
        hop: 0,
        status: 200,
        user: 0,
        tenant: "comp01",
        member: "user0",
        marker: "user1",
        column: "user_code",
        owner: "comp02",
        ownerMember: "user1",
        owners: 1,
        place: .body,
        planned: .seconds(1.25),
        done: .seconds(1.5),
        unixNanoseconds: 1_795_447_749_123_000_000,
        excerpt: "<td>user1</td> pw-secret1"
    )

    @Test("each company stands beside the others, with how even the service was")
    func sideBySide() throws {
        let report = try Self.report()
        let table = try #require(TenantTable.tables(of: report.facts.record, episodes: []).first)
        #expect(table.className == "online" && table.rows.map(\.name) == ["comp01", "comp02"])
        #expect(table.rows.map(\.totals.planned) == [200, 200])
        let even = try #require(table.evenness)
        #expect(even.worst.name == "comp02" && even.best.name == "comp01")
        #expect(abs(even.ratio - 3) < 0.05 && even.fewest == 200)
        // Two that are as 1 to 3: (1 + 3)² ÷ (2 (1 + 9)).
        #expect(abs(even.jain - 0.8) < 0.01)
        let files = Reporters.files(of: report)
        for name in ["summary.md", "report.html"] {
            let text = try #require(files.text(name))
            #expect(text.contains("comp02") && text.contains("times that of comp01"), "\(name)")
        }
    }

    @Test("a leak stands in every report, in UTC and by its planned start, secrets masked")
    func leaks() throws {
        let report = try Self.report()
        let files = Reporters.files(of: report)
        let leaks = try #require(files.text("leaks.json"))
        let root = try JSONSerialization.jsonObject(with: Data(leaks.utf8)) as? [String: Any]
        #expect(root?["searched"] as? Int == 400 && root?["leaked"] as? Int == 1)
        let terminal = TerminalSummary.lines(
            report,
            folder: nil,
            files: [],
            width: 400,
            style: Style(isColoured: false)
        ).joined(separator: "\n")
        for text in [leaks, terminal, files.text("report.html"), files.text("summary.md")] {
            let text = try #require(text)
            #expect(text.contains("2026-11-23T") && text.contains(".123Z"), "\(text)")
            #expect(text.contains("user1") && !text.contains("pw-secret1"))
        }
        #expect(terminal.contains("planned at 0:01.25, of user 1 (company comp01, user0)"))
        #expect(terminal.contains("FAIL") && terminal.contains("leaks = 0"))
        #expect(try #require(files.text("junit.xml")).contains("contract: leaks"))
    }

    @Test("the schema knows what the summary says of companies")
    func schema() throws {
        let files = Reporters.files(of: try Self.report(leaks: 0))
        let oracle = try PythonOracle(
            """
            import sys, json
            schema, summary = map(json.loads, sys.stdin.read().split("\\u0000"))
            try:
                import jsonschema
            except ImportError:
                print("missing"); sys.exit(0)
            jsonschema.validate(summary, schema)
            del summary["isolation"]["classes"][0]["tenants"][0]["p95Ms"]
            try:
                jsonschema.validate(summary, schema); print("accepted")
            except jsonschema.ValidationError:
                print("refused")
            """
        )
        let text = try #require(files.text("summary.json"))
        let answer = try oracle.run(SummarySchema.text + "\u{0}" + text)
        #expect(["refused\n", "missing\n"].contains(answer))
        #expect(try #require(files.text("leaks.json")).contains("\"leaks\": []"))
    }

    @Test("an excerpt shows so much on both sides and never a part of a secret")
    func excerpts() {
        let masker = Masker(secrets: ["pw-user1", "topsecret"])
        func excerpt(_ text: String, _ marker: String, reach: Int = 8) -> String {
            let start =
                text.utf8.count
                - (text.range(of: marker).map { text[$0.lowerBound...] } ?? "")
                .utf8.count
            return masker.excerpt(
                of: text,
                around: start..<(start + marker.utf8.count),
                reach: reach
            )
        }
        #expect(excerpt("a user1 b", "user1") == "a user1 b")
        #expect(excerpt("点検点検点検点検点検user1済済済済済済済済済済", "user1") == "…点検点検点検点検user1済済済済済済済済…")
        #expect(excerpt("x pw-user1 y", "user1") == "x •••• y")
        #expect(
            excerpt("0123456789 topsecret user1", "user1")
                == "…89 •••• user1"
        )
        #expect(!excerpt("topsecret01 user1", "user1").contains("secret"))
        #expect(excerpt("a\n\t\u{1b}[31m user1\r\nb", "user1") == "a [31m user1 b")
    }
}
