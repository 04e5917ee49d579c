import Measuring
import Testing
import Timekeeping
import Wording
import Workload

@testable import Verdicts

/// Shares and rates are of what was played and is judged, not of what was planned.
@Suite("What of a run was played")
struct PlayedSpanTests {
    /// A minute of 50 users of whom 20 hang, of a schedule that is longer.
    private func hungUsers(hold: Int, gates: [String] = []) throws -> RunFacts {
        var kit = try RunKit(gates: gates)
        kit.scenario.load = .users([
            UserStage(target: 50, duration: .zero), UserStage(target: 50, duration: .seconds(hold)),
        ])
        return kit.facts(
            RunKit.even { play, index in
                if play.operation == 1, index % 36 == 0 { play.took = 55 }
            }
        )
    }

    /// 20 × 52 s beyond the target, of 50 × 60 s.
    private let waited = 20 * 52.0 / 3_000

    private func waiting(_ facts: RunFacts) throws -> GateResult {
        try #require(Judge.judge(facts).gate("contract: waiting(online)"))
    }

    @Test("is all there is of a run that was cut off: its waiting is not spread over the schedule")
    func cutOff() throws {
        var facts = try hungUsers(hold: 3_600)
        facts.ended = .stopped(reason: Bilingual("its journal breaks off"))
        #expect(facts.judgedSpan == .zero..<(.seconds(60)))
        let gate = try waiting(facts)
        #expect(gate.verdict == .inconclusive)
        #expect(abs(try #require(gate.value).value - waited) < 0.001, "\(gate.reason)")
    }

    @Test("ends where a signal stopped new work: the rate is not that of the rest of the schedule")
    func interrupted() throws {
        var facts = try hungUsers(hold: 3_600, gates: ["rate(save) > 5/s"])
        facts.ended = .interrupted(signal: "SIGINT")
        facts.stopped = .milliseconds(59_700)
        #expect(facts.judgedSpan.upperBound == .milliseconds(59_700))
        #expect(Judge.judge(facts).gate("gate: rate(save) > 5/s")?.verdict != .fail)
    }

    @Test("ends at the look that ended it, for delayed time and what users would have planned")
    func look() throws {
        let whole = try hungUsers(hold: 60)
        var looked = try hungUsers(hold: 180)
        looked.look = Look(number: 1, most: 3, end: .seconds(60))
        let episode = Episode(
            scope: .className("online"),
            start: .seconds(30),
            end: .seconds(45),
            alertedAt: .seconds(35),
            planned: 360,
            violations: 300,
            worstShare: 0.1,
            p50: nil,
            p95: nil,
            max: nil,
            leftCensored: false,
            rightCensored: false,
            generatorSuspect: false,
            operations: [0, 1]
        )
        let thinning = try #require(LoadThinning(looked, episodes: [episode]))
        #expect(thinning == LoadThinning(whole, episodes: [episode]))
        #expect(abs(thinning.delayedShare - 0.25) < 1e-9)
        let gate = try waiting(looked)
        #expect(abs(try #require(gate.value).value - waited) < 0.001, "\(gate.reason)")
    }

    @Test("loses nothing to seconds left out before the judged span, and those within it only once")
    func leftOut() throws {
        var kit = try RunKit(length: 120)
        kit.scenario.load = .users([
            UserStage(target: 50, duration: .seconds(60)),
            UserStage(target: 50, duration: .seconds(60)),
        ])
        let facts = kit.facts(RunKit.even(seconds: 120))
        let all = try #require(LoadThinning(facts, episodes: []))
        let ramp = try #require(LoadThinning(facts.without(Set(0..<60)), episodes: []))
        #expect(ramp == all)
        let half = try #require(LoadThinning(facts.without(Set(90..<500)), episodes: []))
        #expect(abs(half.nominal / all.nominal - 0.5) < 0.01)
        #expect(half.achieved * 2 == all.achieved)
    }

    @Test("is compared with the contract that it is judged by")
    func otherContract() throws {
        var facts = try hungUsers(hold: 60)
        facts.terms.contract.response[.online]?.within = .milliseconds(100)
        let estimate = try #require(LoadThinning(facts, episodes: [])?.estimate)
        #expect(estimate.measuredShare < 0.7, "about half take longer than 0.1 s")
        #expect(estimate.share <= estimate.measuredShare + 0.2)
    }
}
