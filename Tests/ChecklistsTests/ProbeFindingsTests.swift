import Availability
import Checklists
import Testing
import Timekeeping
import Verdicts
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

    /// Ticks of a text: "." up, "x" down, anything else none.
    private func findings(
        _ text: String,
        _ terms: AvailabilityTerms,
        later: Nanoseconds = .zero
    ) -> [Int: ChecklistFinding] {
        let slots = text.enumerated().filter { ".x".contains($0.element) }
        let ticks = slots.map { number, letter in
            let slot = start + terms.every * number
            let outcome: ProbeOutcome = letter == "." ? .ok : .failed("503")
            return Tick(
                slot: slot,
                started: slot,
                results: [ProbeResult(kind: .web, outcome: outcome)]
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
        #expect(found[13]?.measured.ja.contains("database 0回") == true)
        #expect(found[16]?.verdict == .inconclusive)
        #expect(found[16]?.measured.ja.contains("契約の5分ごとの監視ではない") == true)
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
        #expect(found[12]?.measured.ja.hasPrefix("1日を超える障害 0回") == true)
    }
}
