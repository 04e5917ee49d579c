import Checklists
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("Checklist")
struct ChecklistTests {
    private func contract() -> Contract {
        var contract = Contract.default
        contract.name = "c"
        contract.concurrentUsers = 1200
        contract.declarations.availability = 0.995
        contract.declarations.availabilityOver = .seconds(30 * 86_400)
        contract.declarations.answers = [
            21: Bilingual(ja: "無", en: "none"), 39: Bilingual(ja: "有", en: "yes"),
        ]
        return contract
    }

    private func finding(_ item: Int, _ verdict: Verdict?) -> ChecklistFinding {
        ChecklistFinding(item: item, verdict: verdict, measured: Bilingual("x"), evidence: "e")
    }

    private func online(
        _ verdict: Verdict,
        hours: ServiceHours = .normal,
        more: Set<OperationClass> = []
    ) -> ChecklistFinding {
        var finding = finding(19, verdict)
        finding.classes = more.union([.online])
        finding.hours = hours
        return finding
    }

    @Test("has the 49 items in order, each with a kind, both names and a unit in both languages")
    func items() {
        #expect(ChecklistItem.all.map(\.number) == Array(1...49))
        for item in ChecklistItem.all {
            #expect(!item.name.ja.isEmpty && !item.name.en.isEmpty)
            #expect(item.name.ja != item.name.en)
            #expect(item.unit.ja == "%" || item.unit.ja != item.unit.en, "\(item.number)")
        }
        #expect(ChecklistItem.all[4].name.ja == "サービス稼働率")
        #expect(ChecklistItem.all[18].name.ja == "応答時間")
        #expect(ChecklistItem.all[19].name.ja == "遅延")
        #expect(ChecklistItem.all[48].kind == .security)
    }

    @Test("an item stands as its worst finding; without one as declared, not measured or open")
    func standings() {
        let checklist = Checklist(
            of: contract(),
            findings: [
                online(.pass), online(.inconclusive), finding(24, .pass),
                finding(20, .invalid), finding(20, .fail), finding(33, .invalid),
                finding(33, .pass),
            ]
        )
        let standing = Dictionary(
            uniqueKeysWithValues: checklist.rows.map { ($0.item.number, $0.standing) }
        )
        #expect(standing[19] == .judged(.inconclusive))
        #expect(standing[24] == .judged(.pass))
        #expect(standing[20] == .judged(.fail))
        #expect(standing[33] == .judged(.invalid))
        #expect(standing[5] == .notMeasured)
        #expect(standing[39] == .declared)
        #expect(standing[40] == .open)
        #expect(standing[21] == .declared)
        #expect(checklist.verdict == .fail)
    }

    @Test("PASS only when every contracted item that can be measured was, and passed")
    func nothing() {
        #expect(Checklist(of: contract(), findings: []).verdict == .inconclusive)
        let one = Checklist(of: contract(), findings: [online(.pass)])
        #expect(one.verdict == .inconclusive && one.unmeasured == [5, 24] && one.inQuestion == 3)
        let all = [online(.pass), finding(5, .pass), finding(24, .pass)]
        #expect(Checklist(of: contract(), findings: all).verdict == .pass)
        let broken = Checklist(of: contract(), findings: [online(.fail)])
        #expect(broken.verdict == .fail && broken.unmeasured == [5, 24])
        // Measured without being contracted, it counts; only measured and passed it is no lack.
        let more = Checklist(of: contract(), findings: all + [finding(38, .fail)])
        #expect(more.verdict == .fail && more.inQuestion == 4)
    }

    @Test("an item of which nothing happened holds up no PASS, and makes none by itself")
    func nothingHappened() {
        let none = finding(5, nil)
        let all = Checklist(of: contract(), findings: [online(.pass), none, finding(24, .pass)])
        #expect(all.rows[4].standing == .nothingHappened)
        #expect(all.verdict == .pass && all.unmeasured.isEmpty && all.inQuestion == 3)
        let one = Checklist(of: contract(), findings: [none], chosen: [5])
        #expect(one.verdict == .inconclusive)
        let both = Checklist(of: contract(), findings: [none, finding(5, .fail)])
        #expect(both.rows[4].standing == .judged(.fail))
    }

    @Test("the verdict is about the chosen items alone, and each of them must be measured")
    func chosen() {
        let findings = [online(.pass), finding(24, .fail)]
        let one = Checklist(of: contract(), findings: findings, chosen: [19])
        #expect(one.verdict == .pass && one.unmeasured.isEmpty && one.rows.count == 49)
        #expect(Checklist(of: contract(), findings: findings, chosen: [19, 24]).verdict == .fail)
        let open = Checklist(of: contract(), findings: findings, chosen: [19, 38])
        #expect(open.verdict == .inconclusive && open.unmeasured == [38])
    }

    @Test("a class or hours that are promised and were not measured keep item 19 from PASS")
    func parts() {
        var contract = contract()
        contract.response = [
            .online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: 0.8),
            .heavy: ResponseTarget(within: .seconds(5), share: 0.9, shareAtPeak: nil),
        ]
        func row(_ findings: [ChecklistFinding]) -> Checklist.Row {
            Checklist(of: contract, findings: findings).rows[18]
        }
        #expect(row([]).standing == .notMeasured && row([]).missing.isEmpty)
        let normal = row([online(.pass)])
        #expect(normal.standing == .judged(.inconclusive))
        #expect(
            normal.missing.map(\.en) == [
                "online was not measured at peak hours: play a run with hours: peak",
                "heavy was not measured: play operations of this class",
            ]
        )
        let both = row([
            online(.pass), online(.pass, hours: .peak, more: [.heavy]),
        ])
        #expect(both.standing == .judged(.pass) && both.missing.isEmpty)
        #expect(row([online(.fail)]).standing == .judged(.fail))
        // Limits on delays are the same at all hours, and need every class.
        contract.delay = DelayTerms(longest: .seconds(20))
        var delay = online(.pass)
        delay.item = 20
        let delays = Checklist(of: contract, findings: [delay]).rows[19]
        #expect(
            delays.missing.map(\.en) == ["heavy was not measured: play operations of this class"]
        )
    }

    @Test("terms are put into words in both languages; an answer of the provider comes first")
    func words() {
        let terms = ContractedTerms(contract())
        #expect(
            terms.text(of: 5) == Bilingual(ja: "99.5%以上(期間30日)", en: "at least 99.5% over 30 d")
        )
        #expect(terms.text(of: 24)?.en == "up to the 1,200 contracted users")
        #expect(terms.text(of: 19)?.ja == "オンライン処理: 概ね3秒以内(90% = IPAレベル3)")
        #expect(terms.text(of: 20) == nil)
        var answered = contract()
        answered.declarations.answers[5] = Bilingual("A")
        let row = Checklist(of: answered, findings: []).rows[4]
        #expect(row.contracted == Bilingual("A"))
    }

    @Test(
        "a measured share is rounded down and told from its limit",
        arguments: [
            (0.8996, 0.9, "89.9%"), (0.9, 0.9, "90%"), (0.99996, 0.9, "99.9%"), (1, 0.9, "100%"),
            (0.9997, 0.9995, "99.97%"), (0.99946, 0.995, "99.9%"), (0.9946, 0.995, "99.4%"),
            (0.29, 0.9, "29%"), (0, 0.9, "0%"), (0.0000004, 0.9, "0.00004%"),
        ]
    )
    func floored(share: Double, limit: Double, text: String) {
        #expect(ShareText.floored(share, toldFrom: limit) == text)
    }

    @Test(
        "IPA's levels of compliance",
        arguments: [
            (0.0, 0), (0.5999, 0), (0.6, 1), (0.8, 2), (0.8999, 2), (0.9, 3), (0.95, 4), (0.99, 5),
            (1.0, 5),
        ]
    )
    func levels(share: Double, level: Int) {
        #expect(ComplianceLevel.reached(by: share) == level)
    }

    @Test(
        "lengths of time and sizes in both languages",
        arguments: [
            (Nanoseconds.seconds(12_600), "3.5時間", "3.5 h"), (.seconds(300), "5分", "5 min"),
            (.seconds(86_400), "1日", "1 d"), (.seconds(3), "3秒", "3 s"),
            (.milliseconds(1500), "1.5秒", "1.5 s"),
        ]
    )
    func phrases(time: Nanoseconds, ja: String, en: String) {
        #expect(Phrases.agreed(time) == Bilingual(ja: "\(ja)", en: "\(en)"))
    }

    @Test("measured lengths, counts and bytes")
    func figures() {
        #expect(Lengths.measured(.milliseconds(2310)) == Bilingual(ja: "2.31秒", en: "2.31 s"))
        #expect(Lengths.measured(.seconds(125)) == Bilingual(ja: "2分05秒", en: "2 min 05 s"))
        #expect(DecimalText.grouped(1_234_567) == "1,234,567")
        #expect(DecimalText.grouped(-12) == "-12")
        #expect(Phrases.bytes(3_000_000_000) == "3 GB")
        #expect(Phrases.bytes(1_500_000) == "1.5 MB")
        #expect(Phrases.bytes(999) == "999 B")
    }
}
