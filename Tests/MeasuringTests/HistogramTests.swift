import Testing
import Timekeeping

@testable import Measuring

@Suite("Histograms")
struct HistogramTests {
    @Test("bucket bounds and indices agree, and buckets follow each other without gaps")
    func layout() {
        var next: Int64 = 0
        for index in 0..<LatencyBuckets.count {
            let lowest = LatencyBuckets.lowest(at: index)
            let highest = LatencyBuckets.highest(at: index)
            #expect(lowest == next)
            #expect(LatencyBuckets.index(ofMicroseconds: lowest) == index)
            #expect(LatencyBuckets.index(ofMicroseconds: highest) == index)
            #expect(Double(highest - lowest) <= Double(lowest) / 1_000)
            next = highest + 1
        }
        #expect(next > LatencyBuckets.highest)
    }

    @Test("the bucket of three seconds is 2.048 ms wide, so three seconds is never judged by it")
    func threeSeconds() {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(3))
        #expect(histogram.buckets.first?.lowest == .microseconds(2_998_272))
        #expect(histogram.buckets.first?.highest == .microseconds(3_000_319))
    }

    /// The example of HdrHistogram's own data access test: 10,000 × 1 ms, then a stall of 100 s.
    @Test("perfect, then a pause: service time hides it, response time from planned start shows it")
    func perfectThenPause() {
        var raw = LatencyHistogram()
        for _ in 0..<10_000 { raw.record(.milliseconds(1)) }
        raw.record(.seconds(100))
        #expect(raw.count == 10_001)
        #expect(isClose(raw.mean, 10_998_900))
        #expect(isClose(raw.percentile(99), 1_000_000))
        #expect(isClose(raw.percentile(99.99), 1_000_000))
        #expect(isClose(raw.percentile(99.999), 100_000_000_000))
        #expect(raw.countAbove(.milliseconds(5)) == 1)

        var corrected = raw
        for missed in 1..<10_000 { corrected.record(.seconds(100) - .milliseconds(10) * missed) }
        #expect(corrected.count == 20_000)
        #expect(isClose(corrected.mean, 25_000_500_000))
        for (percent, nanoseconds) in [
            (30.0, 1e6), (50, 1e6), (75, 50e9), (90, 80e9), (99, 98e9), (99.999, 100e9),
        ] {
            #expect(isClose(corrected.percentile(percent), nanoseconds))
        }
        #expect(corrected.countAbove(.milliseconds(5)) == 10_000)
    }

    @Test("ranks at the edge of a percentile are HdrHistogram's")
    func edges() {
        var two = LatencyHistogram()
        for value in [1, 2] { two.record(.microseconds(value)) }
        #expect(two.percentile(50) == .microseconds(1))
        #expect(two.percentile(50.000_000_000_000_01) == .microseconds(1))
        #expect(two.percentile(50.000_000_000_000_1) == .microseconds(2))
        var five = LatencyHistogram()
        for value in [1, 2, 2, 2, 2] { five.record(.microseconds(value)) }
        #expect(five.percentile(25) == .microseconds(2))
        #expect(five.percentile(30) == .microseconds(2))
        #expect(five.percentile(20) == .microseconds(1))
    }

    @Test("an empty histogram has no figures")
    func empty() {
        let empty = LatencyHistogram()
        #expect(empty.percentile(50) == nil && empty.max == nil && empty.min == nil)
        #expect(empty.mean == nil && empty.isEmpty && empty.buckets.isEmpty)
    }

    @Test("microseconds are rounded up, so a figure never flatters")
    func roundedUp() {
        var histogram = LatencyHistogram()
        histogram.record(Nanoseconds(1_000_001))
        histogram.record(.seconds(9))
        #expect(histogram.percentile(50) == .microseconds(1_001))
        #expect(histogram.min == Nanoseconds(1_000_001))
    }

    @Test("longer than an hour is clipped and counted, and the maximum stays exact")
    func clipped() {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(3_600))
        #expect(histogram.clipped == 0)
        histogram.record(.seconds(7_200))
        histogram.record(Nanoseconds(.max))
        #expect(histogram.clipped == 2 && histogram.count == 3)
        #expect(histogram.max == Nanoseconds(.max))
        #expect(histogram.percentile(99) == Nanoseconds(.max))
    }

    @Test("negative times are refused and counted")
    func refused() {
        var histogram = LatencyHistogram()
        histogram.record(Nanoseconds(-1))
        histogram.record(Nanoseconds(.min))
        histogram.record(.zero)
        #expect(histogram.refused == 2 && histogram.count == 1)
        #expect(histogram.percentile(50) == .zero)
    }

    @Test("dense, sparse and merged sparse histograms agree", arguments: 1...20)
    func sparseAndDense(seed: UInt64) {
        var generator = TestGenerator(state: seed)
        var dense = LatencyHistogram()
        var parts = [SparseHistogram(), SparseHistogram(), SparseHistogram()]
        var denseParts = LatencyHistogram()
        for _ in 0..<2_000 {
            let time = generator.time()
            dense.record(time)
            parts[Int(generator.next() % 3)].record(time)
        }
        var merged = SparseHistogram()
        for part in parts {
            merged.merge(part)
            denseParts.merge(LatencyHistogram(part))
        }
        #expect(LatencyHistogram(merged) == dense)
        #expect(denseParts == dense)
        for percent in [0, 1, 50, 90, 99.9, 100] {
            #expect(LatencyHistogram(merged).percentile(percent) == dense.percentile(percent))
        }
        #expect(merged.entries.map(\.index) == merged.entries.map(\.index).sorted())
    }

    @Test("a percentile lies within a thousandth above the exact one", arguments: 1...10)
    func accuracy(seed: UInt64) {
        var generator = TestGenerator(state: seed)
        var times = (0..<999).map { _ in generator.time() }.filter { $0 < .seconds(3_600) }
        var histogram = LatencyHistogram()
        for time in times { histogram.record(time) }
        times.sort()
        for percent in [10.0, 33, 50, 90, 95, 99] {
            let rank = Int((percent.nextDown / 100 * Double(times.count)).rounded(.up))
            let exact = times[rank - 1]
            let found = histogram.percentile(percent) ?? .zero
            #expect(found >= exact)
            #expect(found.seconds <= exact.seconds * 1.001 + 1e-6)
        }
    }

    @Test("the percentile file shows milliseconds in HdrHistogram's form")
    func hgrm() {
        var histogram = LatencyHistogram()
        for value in 1...1_000 { histogram.record(.milliseconds(value)) }
        let text = String(decoding: HgrmWriter.bytes(of: histogram), as: UTF8.self)
        #expect(text.hasPrefix("       Value     Percentile TotalCount 1/(1-Percentile)"))
        #expect(text.contains("#[Max     =     1000.447, Total count    =         1000]"))
        #expect(text.contains("1.000000000000       1000"))
    }

    private func isClose(_ time: Nanoseconds?, _ expected: Double) -> Bool {
        guard let time else { return false }
        return abs(Double(time.count) - expected) <= expected / 1_000
    }
}
