import Availability
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@testable import Checklists

/// What the record of a probe puts into the checklist.
@Suite("Findings of probes")
struct ProbeFindingsTests {
    private static let start = UTCInstant(unixNanoseconds: 1_793_491_200_000_000_000)
    private static let day = Nanoseconds.seconds(86_400)

    /// XC-Gate's terms, probed at another distance where one is given.
    private static func terms(every: Nanoseconds = .seconds(300)) -> AvailabilityTerms {
        var terms = AvailabilityTerms(every: every)
        terms.share = 0.995
        terms.over = day * 30
        terms.meanRepair = .seconds(12_600)
        terms.notifyWithin = .seconds(3_600)
        terms.longOutage = day
        terms.longOutagesAtMost = 0
        terms.probes = [.web, .database, .timeout]
        return terms
    }

    /// Findings by item of a month: "." up, "x" no database, " " not probed, "w" the web alone.
    private func findings(
        _ text: String,
        _ terms: AvailabilityTerms = terms()
    ) -> [Int: ChecklistFinding] {
        let all = text.enumerated().compactMap { number, letter -> Tick? in
            guard letter != " " else { return nil }
            let slot = Self.start + terms.every * number
            let kinds = letter == "w" ? [ProbeKind.web] : ProbeKind.allCases
            let results = kinds.map { kind in
                let isDown = letter == "x" && kind == .database
                return ProbeResult(kind: kind, outcome: isDown ? .failed("503") : .ok)
            }
            return Tick(slot: slot, started: slot, results: results)
        }
        let report = AvailabilityReport(
            ticks: all,
            terms: terms,
            now: Self.start + terms.every * text.count - Nanoseconds(1)
        )
        let found = ProbeFindings(report, evidence: "ticks").all
        return Dictionary(found.map { ($0.item, $0) }) { first, _ in first }
    }

    private func month(_ text: String, slots: Int = 8_640) -> String {
        text + String(repeating: ".", count: slots - text.count)
    }

    @Test("a month with an outage of two ticks: every item with its figures, in both languages")
    func month() {
        let found = findings(month("...xx"))
        #expect(found.keys.sorted() == [5, 10, 12, 13, 16])
        #expect(
            found.mapValues(\.verdict) == [
                5: .pass, 10: .pass, 12: .inconclusive, 13: .pass, 16: .pass,
            ]
        )
        #expect(found[5]?.measured.ja == "稼働率 99.976%、停止10分、障害1回、許容停止時間 3.6時間")
        #expect(found[10]?.measured.ja == "障害1回、平均復旧時間 10分(5分〜15分)")
        #expect(
            found[10]?.measured.en
                == "mean of 1 outage: 10 min (between 5 min and 15 min); promised 210 min"
        )
        #expect(found[13]?.measured.en == "web, database, timeout: probed at 8,640 of 8,640 slots")
        #expect(found[16]?.measured.ja == "5分ごと、最長間隔 5分00秒")
    }

    @Test("an availability below the promise never reads as the promise")
    func rounding() {
        let found = findings(month(String(repeating: "x", count: 44)))
        #expect(found[5]?.verdict == .fail)
        #expect(found[5]?.measured.ja.hasPrefix("稼働率 99.49%、停止220分") == true)
        #expect(found[5]?.measured.en.hasPrefix("99.49% available, 1 outage; down for 220") == true)
    }

    @Test("a slot that nobody probed leaves items 13 and 16 open")
    func gap() {
        let found = findings(month(".. ."))
        #expect(found[13]?.verdict == .inconclusive && found[16]?.verdict == .inconclusive)
    }

    @Test("a kind of probe that the contract has and some tick lacks leaves item 13 open")
    func missingKind() {
        let found = findings(month("..w."))
        #expect(found[13]?.verdict == .inconclusive && found[16]?.verdict == .pass)
        #expect(
            found[13]?.measured.en == "web: probed at 8,640 of 8,640 slots; "
                + "database, timeout: not probed at every slot"
        )
    }

    @Test("probing less often than the contract says leaves item 16 open, more often keeps it")
    func distance() {
        let rare = findings(month("", slots: 4_320), Self.terms(every: .seconds(600)))
        #expect(rare[16]?.verdict == .inconclusive && rare[13]?.verdict == .pass)
        let words = "probed every 10 min only, and the contract says every 5 min"
        #expect(rare[16]?.measured.en.hasSuffix(words) == true)
        let often = findings(month("", slots: 43_200), Self.terms(every: .seconds(60)))
        #expect(often[16]?.verdict == .pass)
    }
}
