import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

/// Histograms tell times apart up to an hour; contracts of batch operations promise more.
@Suite("Times and limits above an hour")
struct LongTimesTests {
    private func kit() throws -> RunKit {
        try RunKit(
            operations: [("export", .batch)],
            contract: Contract(
                name: "hours",
                response: [
                    .batch: ResponseTarget(within: .seconds(14_400), share: 0.9, shareAtPeak: nil)
                ]
            )
        )
    }

    private func took(hours: Double) -> [RunKit.Play] {
        RunKit.even(operations: [0]) { play, _ in play.took = hours * 3_600 }
    }

    @Test("a limit that the run did not count is not kept by operations that took longer")
    func uncounted() throws {
        var facts = try kit().facts(took(hours: 3))
        facts.gates = [try Gate.parse("p90(export) < 2h")]
        let gate = try #require(Judge.judge(facts).gate("gate: p90(export) < 2h"))
        #expect(gate.verdict != .pass, "\(gate.reason)")
        #expect(gate.reason.en.contains("the run did not count this limit: 0 to 720"))
        facts = try kit().facts(took(hours: 1.5))
        facts.gates = [try Gate.parse("p90(export) < 2h")]
        #expect(Judge.judge(facts).gate("gate: p90(export) < 2h")?.verdict == .pass)
    }

    @Test("another contract's longer time is not kept either, nor its share of waiting")
    func otherContract() throws {
        var facts = try kit().facts(took(hours: 3))
        facts.terms.contract.response[.batch]?.within = .seconds(7_200)
        let judgement = Judge.judge(facts)
        #expect(judgement.gate("contract: compliance(export)")?.verdict != .pass)
        #expect(judgement.gate("contract: waiting(batch)")?.verdict == .inconclusive)
    }

    @Test("all of the waiting beyond a target counts, not an hour of each operation")
    func waiting() throws {
        // 10 operations of 3 h each beyond 1 h, of 1,500 user-seconds: 48 times too much.
        var facts = try kit().facts(took(hours: 0.5).dropLast(10) + took(hours: 3).suffix(10))
        facts.terms.contract.response[.batch]?.within = .seconds(3_600)
        let gate = try #require(Judge.judge(facts).gate("contract: waiting(batch)"))
        #expect(gate.verdict == .inconclusive, "\(gate.reason)")
    }
}
