import Foundation
import Measuring
import Testing
import Timekeeping
import Verdicts
import Workload

@testable import Reporting

@Suite("Terminal")
struct TerminalTests {
    @Test("the summary comes in the promised order and fits the width", arguments: [60, 100, 160])
    func summary(width: Int) throws {
        let lines = TerminalSummary.lines(
            try SampleRun.report(),
            folder: "Results/x",
            files: ["report.html"],
            width: width,
            style: Style(isColoured: false)
        )
        let text = lines.joined(separator: "\n")
        let order = ["FAIL", "latency-continuation", "gates", "operations (", "load generator"]
        let places = order.compactMap { text.range(of: $0)?.lowerBound }
        #expect(places.count == order.count && places == places.sorted())
        #expect(lines.suffix(2) == ["written to Results/x/", "  report.html"])
        #expect(!text.contains("\u{1B}"))
        if width >= 100 {
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
            try Golden.expect(text + "\n", "terminal-\(width).txt")
        }
    }

    @Test("failures are told by cause with an example, without secrets")
    func failures() throws {
        var report = try SampleRun.report()
        let plan = report.facts.record.plan
        let index = try #require(
            plan.operations.indices.first {
                report.facts.record.totals(operation: $0, judgedOnly: false).failed > 0
            }
        )
        let outcome = try #require(
            Outcome.allCases.first { outcome in
                outcome != .succeeded
                    && report.facts.record.totals(operation: index, judgedOnly: false)
                        .byOutcome[outcome, default: 0] > 0
            }
        )
        report.secrets = ["two words"]
        report.failures = [
            FailureExample(
                operation: index,
                request: 0,
                outcome: outcome,
                status: 500,
                words: "the answer held two words",
                user: 6
            )
        ]
        let text = TerminalSummary.lines(
            report,
            folder: nil,
            files: [],
            width: 100,
            style: Style(isColoured: false)
        ).joined(separator: "\n")
        #expect(text.contains("\nfailures\n  · \(plan.operations[index].name): "), "\(text)")
        #expect(text.contains("\(outcome.name) (user 7: the answer held ••••)"), "\(text)")
    }

    @Test("colour is used only when asked for")
    func colour() throws {
        let report = try SampleRun.report()
        let coloured = TerminalSummary.lines(
            report,
            folder: nil,
            files: [],
            width: 100,
            style: Style(isColoured: true)
        )
        #expect(coloured.first?.hasPrefix("\u{1B}[1;31mFAIL") == true)
    }

    @Test("East Asian characters take two columns")
    func displayWidth() {
        #expect(DisplayWidth.of("点検表") == 6)
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.cut("点検表を開く", to: 7) == "点検表…")
        #expect(DisplayWidth.wrapped("点検表を開く", to: 6) == ["点検表", "を開く"])
        #expect(DisplayWidth.padded("点", to: 4, right: true) == "  点")
    }

    @Test("the live frame shows a stall while it lasts and fits the width")
    func live() throws {
        let report = try SampleRun.report()
        var record = report.facts.record
        let recorder = ShardRecorder(plan: record.plan, origin: record.origin)
        let now = record.origin + .seconds(120)
        record.merge(
            recorder.take(
                inFlight: [InFlight(operation: 1, user: 3, planned: now - .seconds(9))],
                users: 40,
                loop: LoopHealth(),
                at: now
            ),
            shard: 0
        )
        var open = try #require(report.judgement.episodes.first)
        open.rightCensored = true
        let snapshot = LiveSnapshot(
            scenario: "sample",
            record: record,
            episodes: [open],
            now: now,
            targetUsers: 40,
            length: .seconds(180)
        )
        #expect(snapshot.oldestInFlight == .seconds(9))
        #expect(snapshot.planned == 2_401)
        #expect(snapshot.operationsPerSecond == 20)
        let lines = LiveScreen.frame(snapshot, width: 80, style: Style(isColoured: false))
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 })
        #expect(lines.first == "sample  2:00 gone, 1:00 left")
        #expect(lines.contains { $0.contains("all online operations, since 0:40") })
        #expect(LiveScreen.line(snapshot).contains("users 40/40"))
        #expect(!LiveScreen.line(snapshot).contains("\n"))
        let narrow = LiveScreen.frame(snapshot, width: 24, style: Style(isColoured: false))
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 24 })
    }
}
