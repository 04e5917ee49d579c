import Foundation
import Testing
import Timekeeping

@testable import Measuring

/// Both directions against an independent implementation.
@Suite(
    "Agreement with PyPI hdrhistogram",
    .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.why)),
    .timeLimit(.minutes(2))
)
struct OracleTests {
    /// Prints each interval of a log: tag, start in ms, length in ms, value:count of each bucket.
    private static let readLog = """
        import sys
        from hdrh.histogram import HdrHistogram
        from hdrh.log import HistogramLogReader
        reader = HistogramLogReader(sys.argv[1], HdrHistogram(1, 3600000000, 3))
        while True:
            h = reader.get_next_interval_histogram()
            if h is None:
                break
            buckets = " ".join(
                f"{i.value_iterated_to}:{i.count_at_value_iterated_to}"
                for i in h.get_recorded_iterator())
            start = round(h.get_start_time_stamp())
            print(h.get_tag(), start, round(h.get_end_time_stamp()) - start, buckets, sep=" ")
        """

    /// Writes a log with random histograms, and prints the same of each.
    private static let writeLog = """
        import random, sys
        from hdrh.histogram import HdrHistogram
        from hdrh.log import HistogramLogWriter
        random.seed(5)
        out = open(sys.argv[1], "w", encoding="utf-8")
        writer = HistogramLogWriter(out)
        writer.output_log_format_version()
        writer.output_comment("[written by the oracle]")
        writer.output_legend()
        for n in range(60):
            h = HdrHistogram(1, 3600000000, 3)
            for _ in range([1, 2, 30, 3000][n % 4]):
                h.record_value(int(2 ** random.uniform(0, 31.7)), random.choice([1, 1, 7, 100000]))
            h.set_start_time_stamp(n * 1000)
            h.set_end_time_stamp(n * 1000 + 999)
            writer.output_interval_histogram(h)
            print(n, " ".join(
                f"{i.value_iterated_to}:{i.count_at_value_iterated_to}"
                for i in h.get_recorded_iterator()))
        writer.close()
        """

    @Test("what we write, it reads: tags, stamps and every bucket")
    func ours() throws {
        let record = IntervalLogTests.record(seed: 77)
        let printed = try PythonOracle.withDirectory { directory in
            let file = directory.appendingPathComponent("intervals.hlog")
            try Data(IntervalLogTests.log(record)).write(to: file)
            return try PythonOracle.run(Self.readLog, [file.path])
        }
        let lines = printed.split(separator: "\n")
        let ours = try HlogReader(IntervalLogTests.log(record)).intervals
        #expect(lines.count == ours.count && lines.count == 72)
        for (line, interval) in zip(lines, ours) {
            let words = line.split(separator: " ")
            #expect(words[0] == interval.tag ?? "None")
            // It gives absolute stamps: the header's start time plus the column.
            #expect(Int64(words[1]) == 1_441_812_279_474 + interval.start.count / 1_000_000)
            #expect(words[2] == "1000")
            #expect(try Self.entries(words.dropFirst(3)) == interval.histogram.entries)
        }
    }

    @Test("what it writes, we read: every bucket")
    func theirs() throws {
        let (printed, bytes) = try PythonOracle.withDirectory { directory in
            let file = directory.appendingPathComponent("theirs.hlog")
            let printed = try PythonOracle.run(Self.writeLog, [file.path])
            return (printed, [UInt8](try Data(contentsOf: file)))
        }
        let lines = printed.split(separator: "\n")
        let intervals = try HlogReader(bytes).intervals
        #expect(lines.count == 60 && intervals.count == 60)
        for (line, interval) in zip(lines, intervals) {
            let words = line.split(separator: " ")
            #expect(interval.start == .seconds(Int(words[0]) ?? -1))
            #expect(interval.length == .milliseconds(999))
            #expect(try Self.entries(words.dropFirst()) == interval.histogram.entries)
        }
    }

    @Test("percentiles are the same bucket by bucket")
    func percentiles() throws {
        var generator = TestGenerator(state: 31)
        var histogram = SparseHistogram()
        for _ in 0..<5_000 { histogram.record(generator.time()) }
        let text = try #require(HistogramCodec.encode(histogram))
        let percents = [0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99]
        let program = """
            import sys
            from hdrh.histogram import HdrHistogram
            h = HdrHistogram.decode(sys.argv[1])
            print(h.get_total_count())
            for p in sys.argv[2:]:
                print(h.get_value_at_percentile(float(p)))
            """
        let printed = try PythonOracle.run(program, [text] + percents.map { "\($0)" })
        let numbers = printed.split(separator: "\n").compactMap { Int64($0) }
        #expect(numbers.first == 5_000)
        let dense = LatencyHistogram(histogram)
        for (percent, theirs) in zip(percents, numbers.dropFirst()) {
            let ours = try #require(dense.percentile(percent)).microsecondsRoundedUp
            // Theirs is the bucket's top, ours is not above the largest value recorded.
            #expect(
                LatencyBuckets.index(ofMicroseconds: min(ours, LatencyBuckets.highest))
                    == LatencyBuckets.index(ofMicroseconds: min(theirs, LatencyBuckets.highest)),
                "p\(percent)"
            )
        }
        #expect(numbers.count == percents.count + 1)
    }

    /// "value:count" words as buckets.
    private static func entries(_ words: some Sequence<Substring>) throws -> [SparseHistogram.Entry]
    {
        try words.map { word in
            let parts = word.split(separator: ":")
            let value = try #require(parts.first.flatMap { Int64($0) })
            let count = try #require(parts.last.flatMap { UInt32($0) })
            let index = LatencyBuckets.index(ofMicroseconds: min(value, LatencyBuckets.highest))
            return SparseHistogram.Entry(index: UInt16(index), count: count)
        }
    }
}
