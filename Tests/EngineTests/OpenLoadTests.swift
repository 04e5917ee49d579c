import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("An open load")
struct OpenLoadTests {
    @Test("keeps planned starts through a stall: late arrivals carry their wait")
    func stall() throws {
        // One user, 10 arrivals a second, and the request sent at 5 s takes 4 s.
        var run: VirtualRun?
        run = try VirtualRun(.open(rate: 10, hold: .seconds(20), users: 1)) { _, _, at in
            let offset = at.nanoseconds - 2_000_000_000
            return .ok(after: offset == 5_000_000_000 ? .seconds(4) : .milliseconds(10))
        }
        let totals = try #require(run).record.totals(operation: 0, judgedOnly: false)
        #expect(totals.planned == 200)
        #expect(totals.succeeded == 200)
        // The one at 5.0 s takes 4 s; the next, 100 ms apart, catch up 90 ms each from 3.91 s.
        #expect(totals.late == 12)
        #expect(try #require(totals.response.max) >= .milliseconds(3990))
    }

    @Test("arrivals never played are missed, and violations")
    func missed() throws {
        let run = try VirtualRun(
            .open(rate: 10, hold: .seconds(10), users: 2),
            drain: .seconds(5)
        ) { _, _, _ in .ok(after: .seconds(300)) }
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.planned == 100)
        #expect(totals.byOutcome[.unfinished] == 2)
        #expect(totals.byOutcome[.missed] == 98)
        #expect(totals.violations == 100)
    }

    @Test("arrivals waiting for a user count as in flight")
    func inFlight() throws {
        let run = try VirtualRun(
            .open(rate: 10, hold: .seconds(10), users: 2),
            drain: .seconds(5),
            stopAt: .seconds(5)
        ) { _, _, _ in .ok(after: .milliseconds(50)) }
        #expect(run.record.totals(operation: 0, judgedOnly: false).planned <= 52)
    }
}
