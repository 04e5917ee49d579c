import Measuring
import Testing
import Timekeeping
import Wording
import Workload

@testable import Verdicts

@Suite("Steady state")
struct SteadinessTests {
    @Test("a service that was quick only at first is no PASS")
    func quickAtFirst() throws {
        // 9.5 % late over the whole minute, 12.7 % after a quick quarter of it.
        let kit = try RunKit(operations: [("open", .online)], length: 120)
        let plays = RunKit.even(operations: [0], perSecond: 40, seconds: 120) { play, index in
            if play.at >= 40 { play.took = index % 8 == 0 ? 4 : 0.5 }
        }
        let judgement = kit.judge(plays)
        let gate = try #require(judgement.gate("contract: compliance(open)"))
        #expect(gate.verdict != .pass, "\(gate.reason)")
        #expect(
            judgement.steadyState?.warmUp ?? 0 >= 35,
            "\(String(describing: judgement.steadyState))"
        )
    }

    @Test("a service that was quick for the first half is no PASS", arguments: [50.0, 54])
    func quickHalf(step: Double) throws {
        // 10 % late after the step, at most 5 % of the whole; 7 % are allowed.
        var kit = try RunKit(operations: [("open", .online)], length: 60)
        kit.gates = [try Gate.parse("p93(open) < 3s")]
        let plays = RunKit.even(operations: [0], perSecond: 200, seconds: 60) { play, index in
            if play.at >= 0.6 * step { play.took = index % 10 == 0 ? 4 : 0.5 }
        }
        let judgement = kit.judge(plays)
        #expect(judgement.steadyState?.isSettled == false)
        let gate = try #require(judgement.gate("gate: p93(open) < 3s"))
        #expect(gate.verdict == .inconclusive)
        #expect(gate.reason.en.contains("broken without the first 30 s"), "\(gate.reason)")
    }

    @Test("a service that was slow only at first is a FAIL that says so")
    func slowAtFirst() throws {
        let kit = try RunKit(operations: [("open", .online)], length: 120)
        let plays = RunKit.even(operations: [0], perSecond: 40, seconds: 120) { play, index in
            if play.at < 30 { play.took = index % 2 == 0 ? 4 : 3.5 }
        }
        let judgement = kit.judge(plays)
        let gate = try #require(judgement.gate("contract: compliance(open)"))
        #expect(gate.verdict != .pass)
        let warmUp = try #require(judgement.steadyState?.warmUp)
        // Noise of what follows may move the cut on, never before the step.
        #expect((30...45).contains(warmUp), "\(warmUp)")
        if gate.verdict == .fail { #expect(gate.reason.en.contains("load.warm-up")) }
    }

    @Test("times that grow towards the limit are no PASS, and the reason says when they reach it")
    func growing() throws {
        let kit = try RunKit(operations: [("open", .online)], length: 120)
        let plays = RunKit.even(operations: [0], perSecond: 20, seconds: 120) { play, _ in
            play.took = 0.2 + 2.2 * play.at / 120 + play.took / 10
        }
        let gate = try #require(kit.judge(plays).gate("contract: compliance(open)"))
        #expect(gate.verdict == .inconclusive)
        #expect(gate.reason.en.contains("at this pace it passes 3s"), "\(gate.reason)")
    }

    @Test("growth far below the limit is told and changes nothing")
    func growingFarBelow() throws {
        let kit = try RunKit(operations: [("open", .online)], length: 120)
        let plays = RunKit.even(operations: [0], perSecond: 20, seconds: 120) { play, _ in
            play.took = 0.002 + 0.004 * play.at / 120
        }
        let judgement = kit.judge(plays)
        #expect(judgement.verdict == .pass)
        let trend = try #require(judgement.steadyState?.trend)
        #expect(abs(trend.change - 1) < 0.05 && trend.lower > 0.9, "\(trend)")
    }

    @Test("a steady run has no warm-up and no trend")
    func steady() throws {
        let judgement = try RunKit(length: 120).judge(RunKit.even(seconds: 120))
        let state = try #require(judgement.steadyState)
        #expect(state.isSettled && state.warmUp <= 20)
        #expect(abs(state.trend?.change ?? 1) < 0.02)
        #expect(judgement.verdict == .pass)
    }

    @Test("the warm-up that a scenario asks for is not judged")
    func askedWarmUp() throws {
        var kit = try RunKit(operations: [("open", .online)], length: 120)
        let plays = RunKit.even(operations: [0], perSecond: 40, seconds: 120) { play, _ in
            if play.at < 30 { play.took = 4 }
        }
        #expect(kit.judge(plays).gate("contract: compliance(open)")?.verdict != .pass)
        kit.scenario.warmUp = .seconds(30)
        let gate = try #require(kit.judge(plays).gate("contract: compliance(open)"))
        #expect(gate.verdict == .pass && gate.n == 3_600)
        #expect(kit.judge(plays).episodes.count == 1, "periods are looked for in the whole run")
    }
}
