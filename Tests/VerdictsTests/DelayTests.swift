import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("Delay gates")
struct DelayTests {
    private func kit(_ longest: Int) throws -> RunKit {
        try RunKit(
            contract: .delay(longest: .seconds(longest)),
            length: 300,
            gates: ["longest_delay(save) < 10s", "delays <= 0"]
        )
    }

    /// A stall: operations planned in it are answered at its end.
    private func stalled(_ stall: Range<Double>) -> [RunKit.Play] {
        RunKit.even(perSecond: 10, seconds: 300) { play, _ in
            if stall.contains(play.at) { play.took = stall.upperBound - play.at }
        }
    }

    @Test("a stall longer than allowed is a FAIL with one period told, of its true length")
    func tooLong() throws {
        let judgement = try kit(20).judge(stalled(100..<130))
        #expect(judgement.verdict == .fail)
        #expect(judgement.gate("contract: longest_delay(online)")?.verdict == .fail)
        #expect(judgement.gate("gate: longest_delay(save) < 10s")?.verdict == .fail)
        #expect(judgement.gate("gate: delays <= 0")?.verdict == .fail)
        #expect(judgement.episodes.count == 1)
        #expect(abs((judgement.episodes.first?.duration.seconds ?? 0) - 30) < 0.2)
    }

    @Test("a shorter stall keeps the contract's limit")
    func shortEnough() throws {
        let judgement = try kit(60).judge(stalled(100..<130))
        #expect(judgement.gate("contract: longest_delay(online)")?.verdict == .pass)
    }

    @Test("a period cut off by the end is INCONCLUSIVE below its limit and FAIL above")
    func censored() throws {
        let plays = RunKit.even(perSecond: 10, seconds: 300) { play, _ in
            if play.at > 250 { play.took = 20 }
        }
        #expect(
            try kit(200).judge(plays).gate("contract: longest_delay(online)")?.verdict
                == .inconclusive
        )
        #expect(
            try kit(30).judge(plays).gate("contract: longest_delay(online)")?.verdict == .fail
        )
    }

    @Test("operations too rare to show a delay do not keep a limit on it")
    func tooRare() throws {
        var kit = try kit(60)
        kit.length = 1_200
        let plays = RunKit.even(perSecond: 1, seconds: 1_200) { play, index in
            if (300..<900).contains(index) { play.took = 20 }
        }.filter { Int($0.at).isMultiple(of: 80) }
        let judgement = kit.judge(plays)
        let gate = try #require(judgement.gate("contract: longest_delay(online)"))
        #expect(gate.verdict == .inconclusive)
        #expect(gate.reason.en.contains("too few of them to tell"))
        #expect(judgement.gate("gate: delays <= 0")?.verdict == .inconclusive)
        let quick = plays.map { RunKit.Play(operation: $0.operation, at: $0.at, took: 0.1) }
        let quickGate = kit.judge(quick).gate("contract: longest_delay(online)")
        #expect(quickGate?.verdict == .pass, "none of them was late")
    }

    @Test("an outage within one window does not keep a limit that it may have passed")
    func lonelyWindow() throws {
        let judgement = try kit(10).judge(stalled(101..<113))
        #expect(judgement.episodes.isEmpty, "only one window was bad")
        let gate = try #require(judgement.gate("contract: longest_delay(online)"))
        #expect(gate.verdict == .inconclusive)
        #expect(gate.reason.en.contains("one window of 10s alone"), "\(gate.reason)")
        #expect(judgement.gate("gate: delays <= 0")?.verdict == .inconclusive)
        let longer = try kit(20).judge(stalled(101..<113))
        #expect(longer.gate("contract: longest_delay(online)")?.verdict == .pass)
    }

    @Test("a run of one window does not keep a limit on delays that it could not see")
    func oneWindow() throws {
        let contract = Contract(
            name: "delay",
            response: [
                .online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: nil)
            ],
            delay: DelayTerms(
                longest: .seconds(20),
                worstResponse: .seconds(300),
                window: .seconds(600)
            )
        )
        let kit = try RunKit(contract: contract, length: 300)
        let gate = try #require(
            kit.judge(stalled(100..<125)).gate("contract: longest_delay(online)")
        )
        #expect(gate.verdict == .inconclusive)
        #expect(gate.reason.en.contains("too few windows of 10min"), "\(gate.reason)")
        let quick = kit.judge(stalled(0..<0)).gate("contract: longest_delay(online)")
        #expect(quick?.verdict == .pass, "none of them was late")
    }
}
