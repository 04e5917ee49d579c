import Checklists
import Inspections
import Testing
import Verdicts
import Wording
import Workload

@Suite("What an inspection says in the checklist")
struct InspectionFindingsTests {
    private func finding(
        _ item: InspectedItem,
        promised: Bilingual,
        verdict: Verdict = .pass,
        figure: CheckFinding.Figure? = nil,
        cut: Bilingual? = nil,
        by change: (inout Declarations) -> Void
    ) throws -> ChecklistFinding {
        let check = CheckFinding(
            "c",
            Bilingual("check"),
            verdict,
            Bilingual("fine"),
            figure: figure
        )
        let inspection = Inspection(
            scenario: "s",
            service: "https://a.example.jp",
            contract: "c",
            tool: "sanbyo",
            started: "2026-11-27T00:00:00Z",
            finished: "2026-11-27T00:00:01Z",
            items: [ItemFinding(item, promised: promised, checks: [check])],
            certificates: [],
            cut: cut
        )
        var contract = Contract.default
        change(&contract.declarations)
        let all = InspectionFindings(inspection, by: contract, evidence: "e").all
        return try #require(all.first)
    }

    @Test("what was inspected by other terms than the contract's of now is no PASS")
    func stale() throws {
        let tls12 = try #require(TLSVersion(promise: "1.2"))
        let promised = TransportFindings.promise(of: tls12)
        for item in [InspectedItem.protection, .encryption] {
            let same = try finding(item, promised: promised) { $0.leastTLS = "1.2" }
            #expect(same.verdict == .pass && !same.measured.en.contains("inspect again"))
            let higher = try finding(item, promised: promised) { $0.leastTLS = "1.3" }
            #expect(higher.verdict == .inconclusive)
            #expect(
                higher.measured.en.contains(
                    "inspected by “TLS 1.2 or later”, and the contract now says “TLS 1.3 or later”"
                )
            )
            #expect(try finding(item, promised: promised) { _ in }.verdict == .inconclusive)
        }
        // An older inspection has the English words alone.
        let older = try finding(.protection, promised: Bilingual(promised.en)) {
            $0.leastTLS = "1.2"
        }
        #expect(older.verdict == .pass)
        let gigabyte = StorageFindings.promise(of: 1_000_000_000)
        let more = try finding(.resources, promised: gigabyte) {
            $0.storagePerUser = 3_000_000_000
        }
        #expect(more.verdict == .inconclusive)
        #expect(more.measured.ja.contains("再検査が必要"))
        #expect(try finding(.resources, promised: gigabyte) { _ in }.verdict == .pass)
        #expect(try finding(.input, promised: Bilingual("refused: <")) { _ in }.verdict == .pass)
    }

    @Test("an inspection that was stopped keeps no item, and what it found broken stays so")
    func stopped() throws {
        let cut = Bilingual(ja: "中止された", en: "stopped")
        let kept = try finding(.input, promised: Bilingual("x"), cut: cut) { _ in }
        #expect(kept.verdict == .inconclusive)
        #expect(kept.measured.en.hasSuffix("stopped: inspect again"))
        #expect(kept.measured.ja.hasSuffix("中止された(再検査が必要)"))
        let broken = try finding(.input, promised: Bilingual("x"), verdict: .fail, cut: cut) { _ in }
        #expect(broken.verdict == .fail)
    }

    @Test("a figure that is no number a machine can count is shown as it stands")
    func figures() throws {
        for value in [1e300, -1e300, .infinity, .nan, -9.223372036854775808e18] {
            let figure = CheckFinding.Figure(value, "days")
            let finding = try finding(.input, promised: Bilingual("x"), figure: figure) { _ in }
            #expect(finding.measured.ja.contains("days"), "\(finding.measured.ja)")
        }
    }
}
