import Availability
import Checklists
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("What a probe's record says in the checklist")
struct ProbeFindingsTests {
    /// 2026-11-01T00:00:00Z.
    private let start = UTCInstant(unixNanoseconds: 1_793_491_200_000_000_000)

    private func terms(_ change: (inout AvailabilityTerms) -> Void = { _ in }) -> AvailabilityTerms
    {
        var terms = AvailabilityTerms(every: .seconds(300))
        terms.share = 0.995
        terms.over = .seconds(30 * 86_400)
        change(&terms)
        return terms
    }

    /// XC-Gate's terms, probed at another distance where one is given.
    private func xcGate(every: Nanoseconds = .seconds(300)) -> AvailabilityTerms {
        terms {
            $0.every = every
            $0.promisedEvery = .seconds(300)
            $0.meanRepair = .seconds(12_600)
            $0.notifyWithin = .seconds(3_600)
            $0.longOutage = .seconds(86_400)
            $0.longOutagesAtMost = 0
            $0.monitoring = [.web, .database, .timeout]
            $0.probes = $0.monitoring
        }
    }

    /// Ticks of a text: "." up, "x" down, "w" up by the web's probe alone, anything else none.
    private func findings(
        _ text: String,
        _ terms: AvailabilityTerms,
        later: Nanoseconds = .zero
    ) -> [Int: ChecklistFinding] {
        let slots = text.enumerated().filter { ".xw".contains($0.element) }
        let ticks = slots.map { number, letter in
            let slot = start + terms.every * number
            let outcome: ProbeOutcome = letter == "x" ? .failed("503") : .ok
            let kinds = letter == "w" || terms.probes.isEmpty ? [.web] : terms.probes
            return Tick(
                slot: slot,
                started: slot,
                results: kinds.map { ProbeResult(kind: $0, outcome: outcome) }
            )
        }
        let report = AvailabilityReport(
            ticks: ticks,
            terms: terms,
            now: start + terms.every * text.count - Nanoseconds(1)
        )
        let all = ProbeFindings(
            report,
            evidence: "e",
            drawnUp: report.range.upperBound + later
        ).all
        return Dictionary(all.map { ($0.item, $0) }) { first, _ in first }
    }

    private func run(_ letter: Character, _ count: Int) -> String {
        String(repeating: letter, count: count)
    }

    @Test("one hourly tick of one kind passes neither item 13 nor item 16, and says why")
    func oneTick() {
        let promised = terms {
            $0.every = .seconds(3_600)
            $0.promisedEvery = .seconds(300)
            $0.monitoring = [.web, .database, .timeout]
        }
        let found = findings(".", promised)
        #expect(found[13]?.verdict == .inconclusive)
        #expect(found[13]?.measured.en.contains("database at 0") == true)
        #expect(found[13]?.measured.ja.contains("database 0") == true)
        #expect(found[16]?.verdict == .inconclusive)
        #expect(found[16]?.measured.ja.contains("60分ごとの監視では約束の5分ごとを示せない") == true)
    }

    @Test("a contract without monitoring has no findings about it")
    func silent() {
        let found = findings(run(".", 8_640), terms { $0.probes = [.web] })
        #expect(found[13] == nil)
        #expect(found[16] == nil)
        #expect(found[5]?.verdict == .pass)
    }

    @Test("a record that ended longer than a period ago passes nothing today, and still fails")
    func stale() {
        let day = Nanoseconds.seconds(86_400)
        let clean = run(".", 8_640)
        #expect(findings(clean, terms(), later: day * 30)[5]?.verdict == .pass)
        let old = findings(clean, terms(), later: day * 305)[5]
        #expect(old?.verdict == .inconclusive)
        #expect(old?.measured.en.contains("ended 305 d before this checklist") == true)
        #expect(old?.measured.ja.contains("305日前に終了") == true)
        let broken = run("x", 100) + run(".", 8_540)
        #expect(findings(broken, terms(), later: day * 305)[5]?.verdict == .fail)
    }

    @Test("a long outage is longer than the contract's, in the words of both languages too")
    func longer() {
        var contract = Contract.default
        contract.declarations.longOutage = .seconds(86_400)
        contract.declarations.longOutagesAtMost = 0
        let promised = ContractedTerms(contract).text(of: 12)
        #expect(promised?.ja == "1日を超える障害は年0回まで")
        #expect(promised?.en == "at most 0 longer than 1 d in a year")
        let found = findings(
            run(".", 10),
            terms {
                $0.longOutage = .seconds(86_400)
                $0.longOutagesAtMost = 0
            }
        )
        #expect(found[12]?.measured.ja.hasPrefix("50分に0回。1日を超える障害の許容は年0回") == true)
    }

    private func month(_ text: String, slots: Int = 8_640) -> String {
        text + run(".", slots - text.count)
    }

    @Test("a month with an outage of two ticks: every item with its figures, in both languages")
    func month() {
        let found = findings(month("...xx"), xcGate())
        #expect(
            found.mapValues(\.verdict) == [
                5: .pass, 10: .pass, 12: .inconclusive, 13: .pass, 16: .pass,
            ]
        )
        #expect(found[5]?.measured.ja == "稼働率 99.976%、障害1回。停止10分、約束の99.5%で許される停止は216分")
        #expect(found[10]?.measured.ja == "障害1回の平均復旧時間は10分(5分〜15分)。約束は210分")
        #expect(
            found[10]?.measured.en
                == "mean of 1 outage: 10 min (between 5 min and 15 min); promised 210 min"
        )
        #expect(
            found[13]?.measured.en
                == "probed web at 8,640, database at 8,640, timeout at 8,640 of 8,640 slots"
        )
        #expect(found[16]?.measured.ja == "5分ごと、予定の100%を実施、最長の間隔は5分00秒")
    }

    @Test("without an outage items 10 and 15 have nothing to judge, if all was watched")
    func noOutage() {
        let day = Nanoseconds.seconds(86_400)
        let clean = findings(month("."), xcGate())
        for item in [10, 15] {
            #expect(clean[item] != nil && clean[item]?.verdict == nil)
        }
        #expect(clean[10]?.measured.ja == "復旧すべき障害なし")
        let gap = findings(month(".. ."), xcGate())
        #expect(gap[10] == nil && gap[15] == nil, "a gap may hold an outage")
        let old = findings(month("."), xcGate(), later: day * 305)
        #expect(old[10]?.verdict == .inconclusive, "nothing is known of today")
    }

    @Test("an availability below the promise never reads as the promise")
    func rounding() {
        let found = findings(month(run("x", 44)), xcGate())
        #expect(found[5]?.verdict == .fail)
        #expect(found[5]?.measured.ja.hasPrefix("稼働率 99.49%、障害1回。停止220分") == true)
        #expect(found[5]?.measured.en.hasPrefix("99.49% available, 1 outage; down for 220") == true)
    }

    @Test("a slot that nobody probed leaves items 13 and 16 open")
    func gap() {
        let found = findings(month(".. ."), xcGate())
        #expect(found[13]?.verdict == .inconclusive && found[16]?.verdict == .inconclusive)
    }

    @Test("a kind of probe that the contract has and some tick lacks leaves item 13 open")
    func missingKind() {
        let found = findings(month("..w."), xcGate())
        #expect(found[13]?.verdict == .inconclusive && found[16]?.verdict == .pass)
        #expect(
            found[13]?.measured.en.hasSuffix("add database and timeout to each tick of the probe")
                == true
        )
    }

    @Test("probing less often than the contract says leaves item 16 open, more often keeps it")
    func distance() {
        let rare = findings(month("", slots: 4_320), xcGate(every: .seconds(600)))
        #expect(rare[16]?.verdict == .inconclusive && rare[13]?.verdict == .pass)
        let words = "ticks every 10 min cannot show the promised 5 min"
        #expect(rare[16]?.measured.en.contains(words) == true)
        let often = findings(month("", slots: 43_200), xcGate(every: .seconds(60)))
        #expect(often[16]?.verdict == .pass)
    }
}
