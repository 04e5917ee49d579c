import Measuring
import Testing
import Timekeeping
import Workload

@testable import Verdicts

@Suite("Share test")
struct ShareTestTests {
    /// Methodology §3.1: the most violations for PASS and the fewest for FAIL.
    @Test(
        "the cut-offs of the published table are met exactly",
        arguments: [
            (100, 0.10, 4, 16), (300, 0.10, 21, 40), (1_000, 0.10, 84, 117),
            (5_000, 0.10, 464, 536), (10_000, 0.10, 950, 1_051),
            (100, 0.05, 1, 10), (300, 0.05, 8, 22), (1_000, 0.05, 38, 63),
            (5_000, 0.05, 224, 277), (10_000, 0.05, 463, 537),
            (100, 0.01, -1, 4), (300, 0.01, 0, 7), (1_000, 0.01, 4, 16),
            (5_000, 0.01, 38, 63), (10_000, 0.01, 83, 118),
        ]
    )
    func publishedTable(n: Int, allowed: Double, mostForPass: Int, fewestForFail: Int) {
        func verdict(_ bad: Int) -> Verdict {
            ShareTest(n: n, bad: bad, tau: 1, allowed: allowed, strict: false).verdict
        }
        if mostForPass >= 0 { #expect(verdict(mostForPass) == .pass) }
        #expect(verdict(mostForPass + 1) == .inconclusive)
        #expect(verdict(fewestForFail - 1) == .inconclusive)
        #expect(verdict(fewestForFail) == .fail)
    }

    @Test(
        "without violations a PASS needs the published number of operations",
        arguments: [(0.1, 29), (0.05, 59), (0.01, 299), (0.001, 2_995)]
    )
    func fewest(allowed: Double, n: Int) {
        func verdict(_ n: Int) -> Verdict {
            ShareTest(n: n, bad: 0, tau: 1, allowed: allowed, strict: false).verdict
        }
        #expect(verdict(n) == .pass)
        #expect(verdict(n - 1) == .inconclusive)
    }

    @Test("never PASS below the target, never FAIL above it, never either without samples")
    func invariants() {
        var generator = SplitMix(state: 3)
        for _ in 0..<5_000 {
            let n = Int.random(in: 0...3_000, using: &generator)
            let bad =
                Int.random(in: 0...max(n, 0), using: &generator)
                / [1, 10, 50].random(
                    &generator
                )
            let allowed = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 1].random(&generator)
            let tau = [1, 1.5, 7, 400].random(&generator)
            let strict = Bool.random(using: &generator)
            let test = ShareTest(n: n, bad: bad, tau: tau, allowed: allowed, strict: strict)
            let share = Double(bad) / Double(max(n, 1))
            switch test.verdict {
            case .pass: #expect(n > 0 && share <= allowed, "\(n) \(bad) \(allowed)")
            case .fail: #expect(n > 0 && share >= allowed, "\(n) \(bad) \(allowed)")
            default: break
            }
            #expect(test.lower <= share + 1e-9 && share <= test.upper + 1e-9)
        }
    }

    @Test("more violations never improve a verdict, more dependence never sharpens one")
    func monotone() {
        let order: [Verdict: Int] = [.pass: 0, .inconclusive: 1, .fail: 2]
        for (n, tau) in [(60, 1.0), (60, 4), (500, 1), (500, 3.3), (500, 60)] {
            for allowed in [0.01, 0.1, 0.2] {
                var last = 0
                for bad in stride(from: 0, through: n, by: n < 100 ? 1 : 3) {
                    let test = ShareTest(
                        n: n,
                        bad: bad,
                        tau: tau,
                        allowed: allowed,
                        strict: false
                    )
                    let rank = order[test.verdict] ?? 9
                    #expect(rank >= last, "\(n) \(bad) \(tau) \(allowed)")
                    last = rank
                    let weaker = ShareTest(
                        n: n,
                        bad: bad,
                        tau: tau * 2,
                        allowed: allowed,
                        strict: false
                    )
                    let sharpened =
                        weaker.verdict != .inconclusive && weaker.verdict != test.verdict
                    #expect(!sharpened, "\(n) \(bad) \(tau) \(allowed)")
                }
            }
        }
    }

    @Test("sixty quiet seconds weigh as sixty looks at least, however response times drift")
    func quietSeconds() {
        let drifting = ShareTally(
            seconds: (0..<60).map { .init(count: 25, bad: 0, slow: $0 < 30 ? 0 : 25) }
        )
        let weight = drifting.weight(.measured)
        #expect(weight.isAssessed)
        #expect(weight.tau > 20 && weight.tau <= 25)
        let clustered = ShareTally(
            seconds: (0..<60).map { .init(count: 25, bad: $0 < 20 ? 25 : 0, slow: 12) }
        )
        #expect(clustered.weight(.measured).tau > 100)
        #expect(clustered.weight(.assumeIndependent).tau == 1)
        let short = ShareTally(seconds: (0..<15).map { _ in .init(count: 25, bad: 0, slow: 12) })
        #expect(!short.weight(.measured).isAssessed)
    }
}

@Suite("Randomised runs")
struct RandomisedRunTests {
    @Test("no run is a PASS when an operation's compliance is below target or was not measured")
    func neverAWrongPass() throws {
        var generator = SplitMix(state: 99)
        var passes = 0
        for round in 0..<60 {
            let share = [0.8, 0.9, 0.95].random(&generator)
            let badness = [0, 0.01, 0.05, 0.1, 0.2].random(&generator)
            let kit = try RunKit(
                contract: Contract(
                    name: "c",
                    response: [
                        .online: ResponseTarget(
                            within: .seconds(3),
                            share: share,
                            shareAtPeak: nil
                        )
                    ]
                ),
                length: 40
            )
            let silent = Int.random(in: 0..<6, using: &generator) == 0
            let plays = RunKit.even(
                operations: silent ? [0] : [0, 1],
                perSecond: 5,
                seconds: 40
            ) { play, _ in
                guard Double.random(in: 0..<1, using: &generator) < badness else { return }
                if Bool.random(using: &generator) {
                    play.took = 5
                } else {
                    play.outcome =
                        Outcome.allCases.dropFirst().randomElement(using: &generator)
                        ?? .timedOut
                }
            }
            let verdict = kit.judge(plays).verdict
            let keeps = (0...1).allSatisfy { operation in
                let own = plays.filter { $0.operation == operation }
                let bad = own.count { $0.took > 3 || $0.outcome != .succeeded }
                return !own.isEmpty && Double(own.count - bad) >= share * Double(own.count)
            }
            if verdict == .pass {
                passes += 1
                #expect(keeps, "round \(round)")
            }
        }
        #expect(passes > 10)
    }
}

extension Array {
    func random(_ generator: inout SplitMix) -> Element {
        self[Int.random(in: indices, using: &generator)]
    }
}
