import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("Delays of one operation")
struct OperationDelayTests {
    /// One search for every nineteen forms; searches are slow for half a minute.
    private func judge(longest: Int) throws -> Judgement {
        let kit = try RunKit(
            operations: [("open", .online), ("search", .online)],
            contract: .delay(longest: .seconds(longest)),
            length: 300,
            gates: ["delays <= 0"]
        )
        let opened = RunKit.even(operations: [0], perSecond: 19, seconds: 300)
        let searched = RunKit.even(operations: [1], perSecond: 1, seconds: 300) { play, _ in
            if (100..<130).contains(play.at) { play.took = 4 }
        }
        return kit.judge(opened + searched)
    }

    @Test("one operation's slow half minute is held to the class's limit, and named")
    func judged() throws {
        let judgement = try judge(longest: 20)
        let gate = try #require(judgement.gate("contract: longest_delay(online)"))
        #expect(gate.verdict == .fail)
        #expect(gate.reason.en.contains("for search alone the longest lasted 33"))
        #expect(gate.reason.ja.contains("searchだけを見ると最長は33"))
        #expect(judgement.gate("gate: delays <= 0")?.verdict == .pass, "of all together")
    }

    @Test("a period of an operation that the contract allows breaks nothing")
    func allowed() throws {
        let judgement = try judge(longest: 60)
        #expect(judgement.gate("contract: longest_delay(online)")?.verdict == .pass)
        #expect(judgement.episodes.map(\.scope) == [.operation(1)])
    }
}
