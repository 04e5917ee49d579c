import Measuring
import Testing
import Timekeeping
import Wording
import Workload

@testable import Verdicts

@Suite("Seconds left out of a run")
struct LeftOutTests {
    /// A generator whose thread was busy in some seconds; reports come at the end of each.
    private func judge(
        busy: Set<Int>,
        without leftOut: Set<Int>
    ) throws -> Judgement {
        let facts = try RunKit().facts(RunKit.even()) { second in
            var health = RunKit.calm(second)
            if busy.contains(second) { health.cpu = .milliseconds(950) }
            return health
        }
        return Judge.judge(facts.without(leftOut))
    }

    @Test("do not make a busy generator look idle in the seconds beside them")
    func busyBeside() throws {
        #expect(try judge(busy: Set(10...16), without: []).verdict == .invalid)
        #expect(try judge(busy: Set(10...16), without: Set(12...14)).verdict == .invalid)
        let without = try judge(busy: Set(10...16), without: Set(5...21))
        #expect(without.verdict == .pass, "\(without.reasons)")
    }

    @Test("count neither for nor against how often the generator was held up")
    func hiccups() throws {
        // Three in 60 s are 5 %, three in 50 s are more.
        let facts = try RunKit().facts(RunKit.even()) { second in
            var health = RunKit.calm(second)
            if [30, 40, 50].contains(second) { health.latestTimer = .milliseconds(200) }
            return health
        }
        #expect(Judge.judge(facts).verdict == .pass)
        #expect(Judge.judge(facts.without(Set(10..<20))).verdict == .invalid)
    }

    @Test("take a loop's hold-up with them only when all that its report tells of is left out")
    func lateReport() throws {
        // What a report in second 21 tells may have happened in second 20.
        let facts = try RunKit().facts(RunKit.even()) { second in
            var health = RunKit.calm(second)
            if second == 21 { health.longestTurn = .seconds(2) }
            return health
        }
        #expect(Judge.judge(facts).verdict == .invalid)
        #expect(Judge.judge(facts.without([21])).verdict == .invalid)
        let both = Judge.judge(facts.without([20, 21]))
        #expect(both.verdict == .pass, "\(both.reasons)")
    }

    @Test("are told beside the verdict")
    func told() throws {
        let judgement = Judge.judge(try RunKit().facts(RunKit.even()).without(Set(3..<8)))
        #expect(judgement.verdict == .pass)
        #expect(judgement.reasons.last?.en.contains("; without 5 s, left out on request") == true)
    }

    /// A service quick for 40 of 240 s and too slow for its share afterwards.
    private func quickAtFirst(every gap: Int) throws -> RunFacts {
        let kit = try RunKit(operations: [("open", .online)], length: 240)
        let all = RunKit.even(operations: [0], perSecond: 20, seconds: 240) { play, index in
            play.took = play.at < 40 ? 0.05 : index % 40 == 0 ? 4 : 0.5
        }
        let plays = all.filter { Int($0.at).isMultiple(of: gap) }
        return kit.facts(plays)
    }

    @Test("and those without operations do not shift where the service had settled")
    func settled() throws {
        let sparse = try quickAtFirst(every: 2)
        let found = try #require(Judge.judge(sparse).steadyState)
        #expect((40...50).contains(found.warmUp), "\(found)")
        let part = try #require(Judge.judge(sparse.without(Set(0..<20))).steadyState)
        #expect((40...50).contains(part.warmUp), "\(part)")
    }

    @Test("do not hide that the rest is kept only because of a quick beginning")
    func quickBeginning() throws {
        // 9 % late in all, 12 % once settled.
        let kit = try RunKit(operations: [("open", .online)], length: 120)
        let facts = kit.facts(
            RunKit.even(operations: [0], perSecond: 40, seconds: 120) { play, index in
                play.took = play.at < 50 ? 0.05 : index % 9 == 0 ? 4 : 0.5
            }
        ).without(Set(0..<25))
        let gate = try #require(Judge.judge(facts).gate("contract: compliance(open)"))
        #expect(gate.verdict != .pass, "\(gate.reason)")
    }
}
