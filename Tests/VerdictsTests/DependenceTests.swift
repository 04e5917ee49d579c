import Testing
import Workload

@testable import Verdicts

/// Services whose share of late operations changes from phase to phase at random, simulated and
/// judged a few hundred times.
@Suite("Dependence over minutes")
struct DependenceTests {
    private struct Service {
        /// Seconds for which the share of late operations stays the same.
        var phase: Int
        var shares: [Double]
        var seconds = 600
        var perSecond = 20
    }

    /// The verdicts of so many runs of a service, late at most 10 % of the time being asked for.
    private func verdicts(_ service: Service, runs: Int, seed: UInt64) -> [Verdict] {
        var generator = SplitMix(state: seed)
        return (0..<runs).map { _ in
            var share = 0.0
            let tally = ShareTally(
                seconds: (0..<service.seconds).map { second in
                    if second.isMultiple(of: service.phase) {
                        share = service.shares.random(&generator)
                    }
                    let threshold = UInt64(share * 0x1p64)
                    var late = 0
                    for _ in 0..<service.perSecond where generator.next() < threshold { late += 1 }
                    return .init(count: service.perSecond, bad: late, fewestBad: late)
                }
            )
            let weight = tally.weight(.measured)
            let verdict = ShareTest(
                n: tally.n,
                bad: tally.bad,
                tau: weight.tau,
                allowed: 0.1,
                strict: false
            ).verdict
            return verdict == .pass && !weight.isAssessed ? .inconclusive : verdict
        }
    }

    @Test(
        "a service late 10.5 % of the time in phases is seldom a PASS at 10 %",
        arguments: [(10, 0.05, 0.16, 0.03), (30, 0.05, 0.16, 0.07), (60, 0.03, 0.18, 0.1)]
    )
    func phases(length: Int, low: Double, high: Double, most: Double) {
        let runs = 400
        let service = Service(phase: length, shares: [low, high])
        let wrong = verdicts(service, runs: runs, seed: 11).count { $0 == .pass }
        #expect(Double(wrong) <= most * Double(runs), "\(wrong) of \(runs)")
    }

    @Test("a service late 5 % of the time, whenever, is a PASS at 10 % however long it runs")
    func steady() {
        for (seconds, runs) in [(60, 200), (600, 100)] {
            let service = Service(phase: 60, shares: [0.05], seconds: seconds, perSecond: 50)
            let found = verdicts(service, runs: runs, seed: 12)
            #expect(found.allSatisfy { $0 == .pass }, "\(seconds) s")
        }
    }
}
