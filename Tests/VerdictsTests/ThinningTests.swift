import Measuring
import Testing
import Timekeeping
import Workload

@testable import Verdicts

@Suite("What a closed load hides")
struct ThinningTests {
    /// Gil Tene's "perfect then pause" (HdrHistogram's HistogramDataAccessTest).
    private static let pause: LatencyHistogram = {
        var histogram = LatencyHistogram()
        for _ in 0..<10_000 { histogram.record(.milliseconds(1)) }
        histogram.record(.seconds(100))
        return histogram
    }()

    @Test("the correction by an expected interval gives the published figures")
    func published() {
        let corrected = CorrectedTimes(Self.pause, interval: .milliseconds(10))
        #expect(abs(corrected.addedAbove(Nanoseconds(-1)) - 9_999) <= 10)
        #expect(abs(corrected.percentile(0.3).milliseconds - 1) < 0.01)
        for (share, seconds) in [(0.75, 50.0), (0.9, 80), (0.99, 98), (0.99999, 100)] {
            let found = corrected.percentile(share).seconds
            #expect(abs(found / seconds - 1) < 0.002, "p\(share * 100): \(found)")
        }
        // Compliance at 3 s: 99.990 % raw, 51.5 % corrected.
        let late = 1 + corrected.addedAbove(.seconds(3))
        let all = 10_001 + corrected.addedAbove(Nanoseconds(-1))
        #expect(abs(1 - late / all - 0.515) < 0.0005)
    }

    @Test("a stall of all users shows as less asked, as delayed time and in the estimate")
    func stall() throws {
        // 50 users, an operation each second each; nothing begins while all wait 20 s.
        var kit = try RunKit(operations: [("open", .online)], length: 100)
        kit.scenario.flows[0].think = .fixed(.milliseconds(900))
        kit.scenario.load = .users([
            UserStage(target: 50, duration: .zero), UserStage(target: 50, duration: .seconds(100)),
        ])
        let plays = (0..<50).flatMap { user in
            (0..<100).compactMap { second -> RunKit.Play? in
                let at = Double(second) + Double(user) / 50
                if (40.0..<60).contains(at), at >= 41 { return nil }
                let took = (40.0..<41).contains(at) ? 60 - at : 0.1
                return RunKit.Play(operation: 0, at: at, took: took)
            }
        }
        let facts = kit.facts(plays)
        let thinning = try #require(
            LoadThinning(facts, episodes: Judge.judge(facts).episodes)
        )
        #expect(thinning.achieved == plays.count)
        #expect(abs(thinning.nominal - 5_000) < 10)
        #expect(abs(thinning.delayedShare - 0.2) < 0.02, "\(thinning.delayedShare)")
        let estimate = try #require(thinning.estimate)
        #expect(abs(estimate.interval.seconds - 1) < 0.01)
        #expect(estimate.measuredShare > 0.98)
        // 17 of 100 s were spent waiting for what should have begun over 3 s before.
        #expect(abs(estimate.share - 0.83) < 0.01, "\(estimate.share)")
    }

    @Test("an open load has no such figures")
    func open() throws {
        var kit = try RunKit()
        kit.scenario.load = .arrivals(
            ArrivalLoad(
                law: .constant,
                stages: [RateStage(target: 24, duration: .seconds(60))],
                users: 50
            )
        )
        #expect(LoadThinning(kit.facts(RunKit.even()), episodes: []) == nil)
    }
}
