import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("Delays of one company")
struct CompanyDelayTests {
    /// Five of fifty users are of comp02.
    private static func isOfSecond(_ user: Int) -> Bool { user % 10 == 0 }

    private func judge(
        longest: Int,
        slow: @escaping (RunKit.Play) -> Bool
    ) throws -> Judgement {
        var kit = try RunKit(
            operations: [("open", .online)],
            contract: .delay(longest: .seconds(longest)),
            length: 300,
            gates: ["delays <= 0"]
        )
        kit.scenario.accounts = AccountFeed(
            path: "accounts.csv",
            columns: [],
            rows: (0..<50).map { [Self.isOfSecond($0) ? "comp02" : "comp01", "user\($0)"] },
            tenancy: Tenancy(columns: [.init(name: "company", index: 0, kind: .code)])
        )
        let plays = RunKit.even(operations: [0], perSecond: 10, seconds: 300) { play, index in
            play.user = index % 50
            if slow(play) { play.took = 4 }
        }
        return kit.judge(plays)
    }

    private static func isStalled(_ play: RunKit.Play) -> Bool {
        (100..<130).contains(play.at) && isOfSecond(play.user ?? 0)
    }

    @Test("one company's slow half minute is its own period, though the class keeps its share")
    func told() throws {
        let judgement = try judge(longest: 60, slow: Self.isStalled)
        #expect(judgement.episodes.map(\.scope) == [.tenant(group: 0, className: "online")])
        let period = try #require(judgement.episodes.first)
        // Every tenth operation is of the company: one a second, from 100.05 s to 129.05 s.
        #expect(period.start == .milliseconds(100_050))
        #expect(period.end == .milliseconds(133_050))
        #expect(period.planned == 30 && period.violations == 30)
        #expect(judgement.companyEpisodes == judgement.episodes)
        #expect(judgement.gate("contract: longest_delay(online)")?.verdict == .pass)
        #expect(judgement.gate("gate: delays <= 0")?.verdict == .pass, "of all together")
    }

    @Test("a company's period longer than the contract allows is a FAIL that names it")
    func judged() throws {
        let judgement = try judge(longest: 20, slow: Self.isStalled)
        let gate = try #require(judgement.gate("contract: longest_delay(online)"))
        #expect(gate.verdict == .fail)
        #expect(gate.reason.en.contains("for comp02 alone the longest lasted 33"))
        #expect(judgement.verdict == .fail)
    }

    @Test("where the whole class was slow, its period is told once, each company's in the table")
    func once() throws {
        let judgement = try judge(longest: 60) { (100..<130).contains($0.at) }
        let scopes = judgement.episodes.map(\.scope)
        #expect(scopes == [.className("online")])
        #expect(judgement.companyEpisodes.count == 2)
    }
}
