import Glibc
import Testing
import Timekeeping
import Workload

@Suite("arrival schedules")
struct ArrivalScheduleTests {
    static let ramped = [
        RateStage(target: 50, duration: .seconds(10)),
        RateStage(target: 50, duration: .seconds(20)),
        RateStage(target: 120, duration: .zero),
        RateStage(target: 120, duration: .seconds(5)),
        RateStage(target: 0, duration: .seconds(10)),
    ]
    /// 250 + 1,000 + 600 + 600 by hand.
    static let rampedCount = 2_450

    static func all(
        _ law: ArrivalLoad.Law,
        _ stages: [RateStage],
        seed: UInt64 = 1,
        shard: Int = 0,
        shards: Int = 1
    ) -> [Arrival] {
        var schedule = ArrivalSchedule(
            ArrivalLoad(law: law, stages: stages, users: 1),
            seed: seed,
            shard: shard,
            shards: shards
        )
        var arrivals: [Arrival] = []
        while let arrival = schedule.next() { arrivals.append(arrival) }
        return arrivals
    }

    @Test("a constant 50/s puts arrival k at exactly k × 20 ms")
    func constantRate() {
        let stages = [
            RateStage(target: 50, duration: .zero), RateStage(target: 50, duration: .seconds(10)),
        ]
        let arrivals = Self.all(.constant, stages)
        #expect(arrivals.count == 500)
        #expect(arrivals.first == Arrival(number: 0, offset: .zero))
        for arrival in arrivals {
            #expect(abs(arrival.offset.count - Int64(arrival.number) * 20_000_000) <= 2)
        }
    }

    @Test("on a ramp from zero, arrival k stands at √(2k·d/rate)")
    func rampFromZero() {
        // Λ(t) = rate · t² / (2d), so Λ⁻¹(k) = √(2·k·d/rate).
        let arrivals = Self.all(.constant, [RateStage(target: 40, duration: .seconds(100))])
        #expect(arrivals.count == 2_000)
        for arrival in arrivals {
            let exact = (2 * Double(arrival.number) * 100 / 40).squareRoot()
            #expect(abs(arrival.offset.seconds - exact) < 1e-8)
        }
    }

    @Test(
        "both laws increase strictly and stay inside the load",
        arguments: [
            ArrivalLoad.Law.constant, .poisson,
        ]
    )
    func strictlyIncreasing(law: ArrivalLoad.Law) {
        let arrivals = Self.all(law, Self.ramped)
        #expect(zip(arrivals, arrivals.dropFirst()).allSatisfy { $0.offset < $1.offset })
        #expect(arrivals.allSatisfy { $0.offset >= .zero && $0.offset < .seconds(45) })
        #expect(arrivals.map(\.number) == Array(arrivals.indices))
    }

    @Test("the constant law gives as many arrivals as the rates add up to, within one")
    func constantCount() {
        #expect(ArrivalSchedule.expectedCount(Self.ramped) == Double(Self.rampedCount))
        #expect(abs(Self.all(.constant, Self.ramped).count - Self.rampedCount) <= 1)
    }

    @Test("the Poisson law gives that many within four standard deviations, for 100 seeds")
    func poissonCount() {
        let expected = Double(Self.rampedCount)
        for seed in UInt64(0)..<100 {
            let count = Double(Self.all(.poisson, Self.ramped, seed: seed).count)
            #expect(abs(count - expected) < 4 * expected.squareRoot())
        }
    }

    @Test("gaps of the Poisson law are exponential (Kolmogorov–Smirnov, fixed seed)")
    func poissonGaps() {
        let stages = [
            RateStage(target: 200, duration: .zero),
            RateStage(target: 200, duration: .seconds(100)),
        ]
        let count = Double(Self.all(.poisson, stages, seed: 7).count)
        // 1.63/√n is the 1 % point of the Kolmogorov distribution.
        let limit = 1.63 / count.squareRoot()
        #expect(Self.distanceFromExponential(.poisson, stages, rate: 200) < limit)
        #expect(Self.distanceFromExponential(.constant, stages, rate: 200) > limit)
    }

    /// The largest distance between the gaps' distribution and the exponential one.
    static func distanceFromExponential(
        _ law: ArrivalLoad.Law,
        _ stages: [RateStage],
        rate: Double
    ) -> Double {
        let offsets = all(law, stages, seed: 7).map(\.offset.seconds)
        let gaps = zip(offsets, offsets.dropFirst()).map { $1 - $0 }.sorted()
        return gaps.enumerated().map { index, gap in
            let cumulative = 1 - exp(-rate * gap)
            return max(
                abs(cumulative - Double(index) / Double(gaps.count)),
                abs(cumulative - Double(index + 1) / Double(gaps.count))
            )
        }.max() ?? 1
    }

    @Test("Poisson arrivals are spread evenly inside their milliseconds")
    func noClumping() {
        let stages = [
            RateStage(target: 500, duration: .zero), RateStage(target: 500, duration: .seconds(60)),
        ]
        let arrivals = Self.all(.poisson, stages, seed: 3)
        var tenths = [Int](repeating: 0, count: 10)
        for arrival in arrivals { tenths[Int(arrival.offset.count % 1_000_000 / 100_000)] += 1 }
        let expected = Double(arrivals.count) / 10
        let chiSquare =
            tenths.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
            / expected
        // The 0.1 % point of chi-square with 9 degrees of freedom.
        #expect(chiSquare < 27.88)
    }

    @Test("the same seed gives the same schedule, another seed another")
    func seeded() {
        let first = Self.all(.poisson, Self.ramped, seed: 42)
        #expect(first == Self.all(.poisson, Self.ramped, seed: 42))
        #expect(first != Self.all(.poisson, Self.ramped, seed: 43))
    }

    @Test("stripes of 1 to 8 shards together are the schedule itself, for 100 seeds")
    func stripes() {
        let stages = [RateStage(target: 60, duration: .seconds(10))]
        for law in ArrivalLoad.Law.allCases {
            for seed in UInt64(0)..<100 {
                let whole = Self.all(law, stages, seed: seed)
                for shards in 1...8 {
                    let parts = (0..<shards).map {
                        Self.all(law, stages, seed: seed, shard: $0, shards: shards)
                    }
                    for (shard, part) in parts.enumerated() {
                        #expect(part.allSatisfy { $0.number % shards == shard })
                    }
                    #expect(parts.joined().sorted { $0.number < $1.number } == whole)
                }
            }
        }
    }

    @Test("a load that pauses has no arrivals in the pause")
    func pause() {
        let stages = [
            RateStage(target: 10, duration: .zero), RateStage(target: 10, duration: .seconds(5)),
            RateStage(target: 0, duration: .zero), RateStage(target: 0, duration: .seconds(5)),
            RateStage(target: 10, duration: .zero), RateStage(target: 10, duration: .seconds(5)),
        ]
        for law in ArrivalLoad.Law.allCases {
            let arrivals = Self.all(law, stages)
            #expect(
                arrivals.allSatisfy {
                    $0.offset < .seconds(5) || $0.offset >= .seconds(10)
                }
            )
            #expect(arrivals.contains { $0.offset >= .seconds(10) })
        }
        #expect(Self.all(.constant, stages).count == 100)
        #expect(Self.all(.constant, stages)[50].offset == .seconds(10))
    }

    @Test("no stages and zero rates give no arrivals")
    func nothing() {
        #expect(Self.all(.poisson, []).isEmpty)
        #expect(Self.all(.constant, [RateStage(target: 0, duration: .seconds(5))]).isEmpty)
        #expect(Self.all(.poisson, [RateStage(target: 9, duration: .zero)]).isEmpty)
    }

    @Test("the curve's inverse undoes its integral")
    func inverse() throws {
        let curve = RateCurve(Self.ramped)
        for mass in stride(from: 0.5, to: 2_449, by: 7.25) {
            let offset = try #require(curve.offset(ofMass: mass))
            #expect(abs(curve.mass(before: offset) - mass) < 1e-5)
        }
        #expect(curve.rate(at: .seconds(5)) == 25)
        #expect(curve.rate(at: .seconds(30)) == 120)
        #expect(curve.rate(at: .seconds(45)) == 0)
    }
}
