import Testing

@testable import Statistics

/// SplitMix64, so that every run draws the same.
struct TestGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Effective sample size")
struct EffectiveSampleTests {
    @Test(
        "values repeated many times count about once",
        arguments: [2, 4, 8, 16, 32, 64, 128, 256].map { (100, $0) } + [(10, 1_000), (10, 10_000)]
    )
    func repeated(n: Int, times: Int) {
        var generator = TestGenerator(state: 7)
        let distinct = (0..<n).map { _ in Double.random(in: 0..<1, using: &generator) }
        let values = distinct.flatMap { Array(repeating: $0, count: times) }
        let size = EffectiveSample(values: values).effectiveCount
        #expect(size > Double(n) / 2 && size <= Double(2 * n), "\(size)")
        let scaled = EffectiveSample(values: values.map { $0 * 1e9 }).effectiveCount
        #expect(abs(scaled - size) < 1e-6 * size)
    }

    @Test("independent values keep most of their size", arguments: 1...20)
    func independent(seed: UInt64) {
        var generator = TestGenerator(state: seed)
        let values = (0..<1_000).map { _ in Double.random(in: 0..<1, using: &generator) }
        let sample = EffectiveSample(values: values)
        #expect(sample.effectiveCount > 400 && sample.effectiveCount <= 1_000)
        #expect(sample.isAssessable)
        #expect(abs(sample.lag1) < 0.15)
    }

    @Test("late operations in one stretch are one event")
    func stall() {
        // 600 seconds of 100 operations; all late in seconds 100 ..< 160.
        let series = (0..<600).map { (count: 100, hits: (100..<160).contains($0) ? 100 : 0) }
        let sample = EffectiveSample(hits: series)
        #expect(sample.tau > 2_000)
        #expect(sample.effectiveCount < 30)
        #expect(sample.batches < 60)
        #expect(sample.lag1 > 0.9)
    }

    @Test("scattered late operations lose little")
    func scattered() {
        var generator = TestGenerator(state: 3)
        let series = (0..<600).map { _ in
            (count: 50, hits: (0..<50).filter { _ in generator.next() % 20 == 0 }.count)
        }
        let sample = EffectiveSample(hits: series)
        #expect(sample.tau < 2)
        #expect(sample.isAssessable)
    }

    @Test("weak dependence that lasts is seen over minutes")
    func drift() {
        // 0 % late in even minutes, 20 % in odd ones: nothing within a second shows it.
        var generator = TestGenerator(state: 5)
        let series = (0..<1_200).map { second in
            let chance: UInt64 = second / 60 % 2 == 0 ? 0 : 20
            return (
                count: 10, hits: (0..<10).filter { _ in generator.next() % 100 < chance }.count
            )
        }
        let sample = EffectiveSample(hits: series)
        #expect(sample.tau > 20, "\(sample.tau)")
        #expect(sample.isAssessable)
    }

    @Test("nothing late, nothing planned and one entry are no trouble")
    func degenerate() {
        let nothing = EffectiveSample(hits: [])
        #expect(nothing.effectiveCount == 0 && nothing.tau == 1 && !nothing.isAssessable)
        let empty = EffectiveSample(hits: Array(repeating: (count: 0, hits: 0), count: 50))
        #expect(empty.effectiveCount == 0 && !empty.isAssessable)
        let clean = EffectiveSample(hits: Array(repeating: (count: 9, hits: 0), count: 50))
        #expect(clean.tau == 1 && clean.effectiveCount == 450 && clean.isAssessable)
        let all = EffectiveSample(hits: Array(repeating: (count: 9, hits: 9), count: 50))
        #expect(all.tau == 1)
        #expect(EffectiveSample(hits: [(count: 5, hits: 2)]).tau == 1)
    }

    @Test("equal values have no variation, though their mean is rounded", arguments: [0.1, 0.3])
    func equal(value: Double) {
        let sample = EffectiveSample(values: Array(repeating: value, count: 1_000))
        #expect(sample.tau == 1 && sample.lag1 == 0)
        let slices = Array(repeating: (count: 30, hits: 10), count: 77)
        #expect(EffectiveSample(hits: slices).lag1 == 0)
        #expect(EffectiveSample(values: []).effectiveCount == 0)
    }
}
