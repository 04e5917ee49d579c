import Checklists
import Inspections
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("What an inspection says in the checklist")
struct InspectionFindingsTests {
    private struct NoTime: Error {}

    private func finding(
        _ item: InspectedItem,
        promised: Bilingual,
        verdict: Verdict = .pass,
        checks: [CheckFinding] = [],
        cut: Bilingual? = nil,
        check id: String = "c",
        started: String = "2026-11-27T00:00:01.000Z",
        certificateUntil end: Int = 0,
        drawnUp: String = "2026-11-27T00:00:02Z",
        by change: (inout Declarations) -> Void
    ) throws -> ChecklistFinding {
        let check = CheckFinding(
            id,
            Bilingual("check"),
            verdict,
            Bilingual("fine")
        )
        let inspection = Inspection(
            scenario: "s",
            service: "https://a.example.jp",
            contract: "c",
            tool: "sanbyo",
            started: started,
            finished: "2026-11-27T00:00:03Z",
            items: [
                ItemFinding(item, promised: promised, checks: checks.isEmpty ? [check] : checks)
            ],
            certificates: [
                CertificateFacts(subject: "CN=a.jp", issuer: "r", validFrom: 0, validUntil: end)
            ],
            cut: cut
        )
        var contract = Contract.default
        change(&contract.declarations)
        guard case .instant(let now)? = WrittenTime(drawnUp) else {
            throw NoTime()
        }
        let all = InspectionFindings(
            inspection,
            by: contract,
            evidence: "e",
            drawnUp: now
        ).all
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
        let broken = try finding(.input, promised: Bilingual("x"), verdict: .fail, cut: cut) { _ in
        }
        #expect(broken.verdict == .fail)
    }

    @Test("after 30 days what was kept is open, with the remedy, and what was broken stays so")
    func age() throws {
        func old(_ verdict: Verdict, _ drawnUp: String) throws -> ChecklistFinding {
            try finding(.input, promised: Bilingual("x"), verdict: verdict, drawnUp: drawnUp) { _ in
            }
        }
        #expect(try old(.pass, "2026-12-27T00:00:01Z").verdict == .pass)
        let kept = try old(.pass, "2026-12-28T00:00:00Z")
        #expect(kept.verdict == .inconclusive)
        #expect(kept.measured.en.contains("30 d before this checklist"), "\(kept.measured.en)")
        #expect(kept.measured.en.hasSuffix("inspect again"))
        #expect(kept.measured.ja.contains("検査は30日前") && kept.measured.ja.contains("再検査が必要"))
        let broken = try old(.fail, "2028-12-28T00:00:00Z")
        #expect(broken.verdict == .fail && !broken.measured.en.contains("again"))
    }

    @Test("an inspection whose time cannot be read, or is still to come, keeps nothing")
    func noTime() throws {
        let times = ["", "yesterday", "2026-11-27", "2026-11-27T00:00:01", "2099-11-27T00:00:01Z"]
        for text in times {
            let found = try finding(.input, promised: Bilingual("x"), started: text) { _ in }
            #expect(found.verdict == .inconclusive, "\(text)")
        }
    }

    @Test("a certificate that has expired since the inspection keeps items 33 and 42 open")
    func expired() throws {
        let promised = Bilingual(ja: "TLS 1.2以上", en: "TLS 1.2 or later")
        // 2026-11-27T00:00:01Z.
        let inspected = 1_795_737_601
        func found(
            _ end: Int,
            _ verdict: Verdict = .pass,
            check: String = "certificate-dates"
        ) throws -> ChecklistFinding {
            try finding(
                .protection,
                promised: promised,
                verdict: verdict,
                check: check,
                certificateUntil: end,
                drawnUp: "2026-12-07T00:00:00Z"
            ) { $0.leastTLS = "1.2" }
        }
        let one = try found(inspected + 86_400)
        #expect(one.verdict == .inconclusive)
        let end = "2026-11-28T00:00:01Z"
        #expect(one.measured.en.contains("certificate of CN=a.jp has expired since, on \(end)"))
        #expect(one.measured.ja.contains("\(end)に期限切れ(再検査が必要)"))
        #expect(try found(inspected + 86_400, .fail).verdict == .fail)
        #expect(try found(inspected + 20 * 86_400).verdict == .pass)
        #expect(try found(.max).verdict == .pass)
        // Then it was not needed: the inspection knew it.
        #expect(try found(inspected - 1).verdict == .pass)
        // Items that do not rest on certificates.
        #expect(try found(inspected + 86_400, check: "storage-limit").verdict == .pass)
    }

    @Test("both languages have the inspection's own words, whatever the fault")
    func words() throws {
        for fault in ["server-error", "stack-trace", "plain-status", "expired"] {
            let check = CheckFinding(
                "plain-http",
                Bilingual(ja: "平文HTTP", en: "plain HTTP"),
                .fail,
                Bilingual(ja: "ステータス404で応答", en: "answered with status 404"),
                fault: fault,
                figure: .init(404, "status")
            )
            let found = try finding(.input, promised: Bilingual("x"), checks: [check]) { _ in }
            #expect(found.measured.ja == "平文HTTP: ステータス404で応答")
            #expect(found.measured.en == "plain HTTP: answered with status 404")
        }
    }
}
