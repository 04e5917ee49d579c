import Measuring
import Testing
import Timekeeping
import Verdicts
import Workload

@Suite("Time spent waiting")
struct WaitingTests {
    private let id = "contract: waiting(online)"

    @Test("users that hang for the whole run keep it from a PASS, few operations as they are")
    func hungUsers() throws {
        let plays = RunKit.even { play, index in
            // Twenty users of fifty send one operation each and wait for it.
            if play.operation == 1, index % 36 == 0 { play.took = 55 }
        }
        let judgement = try RunKit().judge(plays)
        #expect(plays.count { $0.took == 55 } == 20)
        #expect(
            judgement.gate("contract: compliance(online)")?.value.map { $0.value > 0.98 } == true
        )
        #expect(judgement.gate(id)?.verdict == .inconclusive)
        #expect(judgement.verdict != .pass)
    }

    @Test("a few waits within the contract's share of the users' time are kept")
    func fewWaits() throws {
        let plays = RunKit.even { play, index in
            if play.operation == 1, index == 100 { play.took = 20 }
        }
        let result = try #require(RunKit().judge(plays).gate(id))
        #expect(result.verdict == .pass)
        // 17 s beyond the target of 1,500 user-seconds.
        #expect(abs(try #require(result.value).value - 17.0 / 1500) < 0.0002)
    }
}
