import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("Pacing")
struct PacingTests {
    @Test("every cycle is planned once, on the grid of the first, played or missed")
    func grid() {
        var random = SeededGenerator(seed: 4, stream: .thinkTime)
        for _ in 0..<500 {
            let pacing = Nanoseconds.milliseconds(Int.random(in: 1...3_000, using: &random))
            let first = MonotonicInstant(nanoseconds: 7)
            var due = first
            var planned = [first]
            var now = first
            for _ in 0..<40 {
                now = max(now, due) + pacing * Int.random(in: 0...12, using: &random)
                let next = Pacing.next(after: due, pacing: pacing, now: now)
                #expect(next.missed.allSatisfy { now - $0 > pacing * Pacing.backlogLimit })
                #expect(now - next.due <= pacing * Pacing.backlogLimit)
                planned += next.missed + [next.due]
                due = next.due
            }
            #expect(planned == planned.indices.map { first + pacing * $0 })
        }
    }

    @Test(
        "cycles that a stuck operation swallowed stay in the denominator to the end",
        arguments: [1, 7, 30]
    )
    func stuck(seconds: Int) throws {
        let run = try VirtualRun(
            .closed(users: 3, hold: .seconds(60), pacing: .seconds(seconds)),
            drain: .seconds(20)
        ) { _, _, at in
            .ok(after: at.nanoseconds > 20_000_000_000 ? .seconds(1_000) : .milliseconds(10))
        }
        let totals = run.record.totals(operation: 0, judgedOnly: true)
        #expect(totals.planned == 3 * ((60 + seconds - 1) / seconds))
        #expect(totals.unfinished == 3)
    }
}
