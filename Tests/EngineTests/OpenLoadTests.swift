import Engine
import Measuring
import Statistics
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

    @Test("arrivals that find no free user are counted, with how long they waited for one")
    func delayed() throws {
        // One user, an arrival each second, answers of 1.5 s: arrival k waits k × 0.5 s.
        let run = try VirtualRun(
            .open(rate: 1, hold: .seconds(10), users: 1, law: .constant)
        ) { _, _, _ in .ok(after: .milliseconds(1_500)) }
        let gap = run.record.cells.values.reduce(into: StartGap()) { $0.merge($1.gap) }
        #expect(gap.delayed == 9)
        #expect(abs((gap.busyUser - .seconds(22.5)).count) < 10_000_000)
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.service.max ?? .zero < .milliseconds(1_502))
        #expect(totals.response.max ?? .zero >= .milliseconds(5_990))
    }

    @Test("arrivals of a Poisson load really begin at its distances, on any number of shards")
    func gaps() throws {
        for shards in [1, 3] {
            let run = try VirtualRun(
                .open(rate: 20, hold: .seconds(120), users: 60, law: .poisson),
                conduct: .init(shards: shards)
            ) { _, _, _ in .ok(after: .milliseconds(20)) }
            let last = Dictionary(run.reports.map { ($0.shard, $0) }) { $1 }
            let gaps = last.values.reduce(into: GapTally()) { $0.merge($1.arrivalGaps) }
            #expect(gaps.count > 2_200)
            let variation = try #require(gaps.coefficientOfVariation)
            let expected = GapTally.expectedVariation(shape: shards)
            #expect(abs(variation / expected - 1) < 0.08, "\(variation)")
            #expect(try #require(gaps.andersonDarling) < AndersonDarling.critical1Percent)
        }
    }

    @Test(
        "a pool that is too small does not make a Poisson load look like another one",
        arguments: [(2.0, 1, 50), (20, 2, 200)]
    )
    func gapsOfSmallPool(rate: Double, users: Int, milliseconds: Int) throws {
        let run = try VirtualRun(
            .open(rate: rate, hold: .seconds(400), users: users, law: .poisson)
        ) { _, _, _ in .ok(after: .milliseconds(milliseconds)) }
        let gaps = try #require(run.reports.last?.arrivalGaps)
        #expect(gaps.count == run.arrivalsHandled - 1, "all count, also those that wait")
        #expect(try #require(gaps.andersonDarling) < AndersonDarling.critical1Percent)
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
