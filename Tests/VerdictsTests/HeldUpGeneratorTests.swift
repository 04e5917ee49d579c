import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording

/// What a generator that was held up does to a verdict.
@Suite("A generator that was held up")
struct HeldUpGeneratorTests {
    /// A run whose process was stopped for a while.
    ///
    /// Nothing is dispatched, and answers that came meanwhile are stamped when it goes on; the
    /// loop tells of it in the second in which it goes on.
    private func stopped(
        from begin: Double,
        for length: Double,
        answerTakes: Double = 0.1
    ) throws -> Judgement {
        let end = begin + length
        let plays = RunKit.even { play, _ in
            play.took = answerTakes
            if (begin..<end).contains(play.at) {
                play.lag = end - play.at
                play.took = play.lag + answerTakes
            } else if play.at < begin, play.at + play.took > begin {
                play.took = max(play.took, end - play.at)
            }
        }
        return try RunKit(gates: ["p99(all) < 3s", "max(all) < 3s"]).judge(plays) { second in
            var health = RunKit.calm(second)
            if second == Int(end) { health.latestTimer = .seconds(length) }
            return health
        }
    }

    @Test(
        "by two seconds or more is INVALID and never a FAIL of the service",
        arguments: [2.0, 3.5, 10],
        [0.1, 1.5]
    )
    func stopped(length: Double, answerTakes: Double) throws {
        let judgement = try stopped(from: 20.3, for: length, answerTakes: answerTakes)
        #expect(judgement.verdict == .invalid, "\(judgement.reasons)")
    }

    @Test("while nothing was due: only the timers tell, and it is INVALID")
    func stoppedWhileWaiting() throws {
        // Every answer that was on its way in the tenth second is stamped 4 s late.
        let plays = RunKit.even { play, _ in
            if (10..<11).contains(play.at) { play.took = 4.5 }
        }.filter { !(11..<15).contains($0.at) }
        let kit = try RunKit(gates: ["max(all) < 3s"])
        #expect(kit.judge(plays).verdict == .fail)
        let judgement = kit.judge(plays) { second in
            var health = RunKit.calm(second)
            if second == 15 { health.latestTimer = .seconds(4) }
            return health
        }
        #expect(judgement.verdict == .invalid, "\(judgement.reasons)")
        #expect(judgement.reasons.first?.en.contains("timer lateness max") == true)
    }

    @Test("by a tenth of a second or a few once or twice keeps its PASS and says so")
    func hiccup() throws {
        let judgement = try stopped(from: 20.3, for: 0.3)
        #expect(judgement.verdict == .pass, "\(judgement.reasons)")
        #expect(
            judgement.generator.contains { $0.remark.en.contains("not counting one second with") }
        )
    }

    @Test("again and again is INVALID")
    func manyHiccups() throws {
        let judgement = try RunKit().judge(RunKit.even()) { second in
            var health = RunKit.calm(second)
            if second.isMultiple(of: 10) { health.latestTimer = .milliseconds(200) }
            return health
        }
        #expect(judgement.verdict == .invalid, "\(judgement.reasons)")
    }

    @Test("does not excuse a service that is slow all the time")
    func slowAnyway() throws {
        #expect(try stopped(from: 20.3, for: 2, answerTakes: 5).verdict == .fail)
    }
}
