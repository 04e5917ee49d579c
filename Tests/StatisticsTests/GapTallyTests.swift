import Foundation
import Testing

@testable import Statistics

@Suite("Gaps between arrivals")
struct GapTallyTests {
    @Test(
        "exponential gaps pass, few or many",
        arguments: [(200, 1), (200, 2), (5_000, 3), (5_000, 4), (1_000_000, 5)]
    )
    func exponential(count: Int, seed: UInt64) throws {
        let tally = GapTally(GapSamples.erlang(1, count: count, seed: seed), shape: 1)
        let distance = try #require(tally.andersonDarling)
        #expect(distance < AndersonDarling.critical1Percent)
        let variation = try #require(tally.coefficientOfVariation)
        #expect(abs(variation - 1) < 4 / Double(count).squareRoot())
        #expect(tally.count == count)
    }

    @Test("gaps of one of several shards pass with its shape", arguments: [2, 3, 16, 2_000])
    func shards(shape: Int) throws {
        let tally = GapTally(GapSamples.erlang(shape, count: 2_000, seed: 6), shape: shape)
        let distance = try #require(tally.andersonDarling)
        #expect(distance < AndersonDarling.critical1Percent)
        let variation = try #require(tally.coefficientOfVariation)
        #expect(abs(variation / GapTally.expectedVariation(shape: shape) - 1) < 0.05)
        #expect(abs(tally.sum / 2_000 - 1) < 0.05)
    }

    static let otherLaws: [(String, [Double])] = [5_000, 200_000].flatMap { count in
        [
            ("uniform", GapSamples.uniform(count: count, seed: 7)),
            ("constant", Array(repeating: 1, count: count)),
            ("Erlang-2 of mean 1", GapSamples.erlang(2, count: count, seed: 8).map { $0 / 2 }),
            ("Erlang-2 of mean 2", GapSamples.erlang(2, count: count, seed: 9)),
        ]
    }

    @Test("other gaps fail by far", arguments: otherLaws)
    func others(name: String, gaps: [Double]) throws {
        let tally = GapTally(gaps, shape: 1)
        let distance = try #require(tally.andersonDarling)
        #expect(distance > 2 * AndersonDarling.critical1Percent, "\(name): \(distance)")
        let variation = try #require(tally.coefficientOfVariation)
        #expect(abs(variation - 1) > 0.05, "\(name): \(variation)")
    }

    @Test("a tick of a clock that matters to nobody passes at a million gaps")
    func tick() throws {
        let tick = 0.002
        let gaps = GapSamples.erlang(1, count: 1_000_000, seed: 10)
            .map { ($0 / tick).rounded() * tick + 0.01 }
        let tally = GapTally(gaps, shape: 1)
        let unscaled = try #require(AndersonDarling.statistic(bins: tally.bins))
        #expect(unscaled > 2 * AndersonDarling.critical1Percent)
        let distance = try #require(tally.andersonDarling)
        #expect(distance < 2 * AndersonDarling.critical1Percent, "\(distance)")
        #expect(abs(distance - unscaled / 100) < 1e-9)
    }

    /// −n − Σ (2i − 1) [ln u_i + ln(1 − u_(n+1−i))] ÷ n.
    private static func exact(_ gaps: [Double]) -> Double {
        let shares = gaps.map { -expm1(-$0) }.sorted()
        let n = Double(gaps.count)
        let sum = shares.indices.reduce(0.0) { sum, index in
            let others = 1 - shares[shares.count - 1 - index]
            return sum + Double(2 * index + 1) * (log(shares[index]) + log(others))
        }
        return -n - sum / n
    }

    /// Where the gaps keep the law as closely as few samples do, 0.005 are more than 2 %.
    @Test("the distance from bins is the exact one within 2 % or 0.005", arguments: 1...20)
    func binned(seed: UInt64) throws {
        let gaps = GapSamples.erlang(1, count: 2_000, seed: seed)
        for sample in [gaps, gaps.map { 1.1 * $0 }, GapSamples.uniform(count: 2_000, seed: seed)] {
            let found = try #require(GapTally(sample, shape: 1).andersonDarling)
            let exact = Self.exact(sample)
            #expect(abs(found - exact) < max(0.02 * exact, 0.005), "\(found) \(exact)")
        }
    }

    @Test("the distance of one bin's mass is the integral worked out by hand")
    func handWorked() throws {
        // F_n(u) = 2u up to 1/2: ∫ of u² ÷ (u(1 − u)) up to 1/2, and the same of 1 − u beyond.
        let expected = 10 * (2 * log(2.0) - 1)
        #expect(abs(try #require(AndersonDarling.statistic(bins: [10, 0])) - expected) < 1e-12)
        #expect(abs(try #require(AndersonDarling.statistic(bins: [0, 10])) - expected) < 1e-12)
        #expect(AndersonDarling.statistic(bins: [7, 7, 7]) == 0)
        #expect(AndersonDarling.statistic(bins: [0, 0]) == nil)
        #expect(AndersonDarling.statistic(bins: []) == nil)
    }

    @Test("as many true samples lie beyond the critical values as published")
    func level() throws {
        let distances = try (0..<4_000).map { seed in
            let gaps = GapSamples.erlang(1, count: 100, seed: UInt64(1_000 + seed))
            return try #require(GapTally(gaps, shape: 1).andersonDarling)
        }
        let beyond5 = distances.filter { $0 > AndersonDarling.critical5Percent }.count
        let beyond1 = distances.filter { $0 > AndersonDarling.critical1Percent }.count
        #expect((155...245).contains(beyond5), "\(beyond5)")
        #expect((18...62).contains(beyond1), "\(beyond1)")
    }

    @Test("tallies of parts add up to the tally of all, in any order")
    func merging() {
        let gaps = GapSamples.erlang(2, count: 3_000, seed: 11).map { ($0 * 64).rounded() / 64 }
        let parts = [gaps[..<1_000], gaps[1_000..<1_001], gaps[1_001...]]
        var forth = GapTally()
        var back = GapTally()
        for part in parts { forth.merge(GapTally(part, shape: 2)) }
        for part in parts.reversed() { back.merge(GapTally(part, shape: 2)) }
        #expect(forth == back)
        #expect(forth == GapTally(gaps, shape: 2))
        forth.merge(GapTally())
        #expect(forth == back)
    }

    @Test("no gap, one gap and gaps that are no numbers give no figures or sane ones")
    func degenerate() {
        #expect(GapTally().andersonDarling == nil && GapTally().coefficientOfVariation == nil)
        #expect(GapTally([1], shape: 1).coefficientOfVariation == nil)
        #expect(GapTally([0, 0], shape: 1).coefficientOfVariation == nil)
        let same = GapTally(Array(repeating: 3.7, count: 9), shape: 4)
        #expect(same.coefficientOfVariation.map { $0 < 1e-6 } == true)
        let odd = GapTally([.nan, .infinity, -.infinity, -1, 0, 1e300, 1e-300], shape: 0)
        #expect(odd.count == 4 && odd.bins[0] == 3 && odd.bins[999] == 1)
    }

    @Test("a constant rate has next to no variation, whatever the rounding")
    func constant() throws {
        let times = (0...100_000).map { 0.1 * Double($0) }
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        let variation = try #require(GapTally(gaps, shape: 1).coefficientOfVariation)
        #expect(variation < 1e-5)
    }

    @Test("a tally is read as it was written")
    func coding() throws {
        let tally = GapTally(GapSamples.erlang(3, count: 500, seed: 12), shape: 3)
        let read = try JSONDecoder().decode(GapTally.self, from: JSONEncoder().encode(tally))
        #expect(read == tally)
    }

    @Test(
        "a tally that no gaps could have made is refused",
        arguments: [
            ("count", "3"), ("count", "-1"), ("sum", "-1"), ("squares", "-0.5"), ("bins", "[2]"),
            ("bins", "[]"), ("bins", "[3,-1\(String(repeating: ",0", count: 998))]"),
            ("bins", "[9223372036854775807,9\(String(repeating: ",0", count: 998))]"),
        ]
    )
    func refusal(key: String, value: String) throws {
        var fields = ["count": "2", "sum": "2", "squares": "3"]
        fields["bins"] = "[2\(String(repeating: ",0", count: 999))]"
        func json() -> Data {
            Data("{\(fields.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
        }
        #expect(try JSONDecoder().decode(GapTally.self, from: json()).count == 2)
        fields[key] = value
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(GapTally.self, from: json())
        }
    }

    @Test("the law of sums of exponential times has its known values, small and large")
    func erlangLaw() {
        #expect(abs(ErlangLaw.distribution(1, shape: 1) - (1 - exp(-1.0))) < 1e-15)
        #expect(abs(ErlangLaw.distribution(2, shape: 2) - (1 - 3 * exp(-2.0))) < 1e-15)
        #expect(ErlangLaw.distribution(-1, shape: 3) == 0)
        for shape in [1, 2, 50, 5_000, 100_000] {
            // The median lies between k − 1/3 and k.
            let k = Double(shape)
            #expect(ErlangLaw.distribution(k - 1 / 3.0, shape: shape) < 0.5)
            #expect(ErlangLaw.distribution(k, shape: shape) > 0.5)
            #expect(ErlangLaw.distribution(1e-300, shape: shape) < 1e-12)
            for x in [1e50, 1e99, 1e150, .greatestFiniteMagnitude, .infinity] {
                #expect(ErlangLaw.distribution(x, shape: shape) == 1)
            }
        }
    }
}
