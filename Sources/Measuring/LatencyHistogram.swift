import Histogram
package import Timekeeping

/// A histogram of response or service times: HdrHistogram in µs, 1 µs to 1 h, 3 digits.
///
/// Times are rounded up to whole microseconds, so a figure never flatters. Longer times than an
/// hour stand in the last bucket and are counted as clipped; negative ones are refused and
/// counted. Minimum, maximum and mean are exact. Limits are judged by the exact counters of
/// ``Totals``, never by buckets: the one that holds 3 s is 2 ms wide.
package struct LatencyHistogram: Sendable {
    private var counts = Histogram<UInt64>(
        lowestDiscernibleValue: 1,
        highestTrackableValue: UInt64(LatencyBuckets.highest),
        numberOfSignificantValueDigits: .three
    )
    /// The exact count, minimum, maximum and sum.
    package private(set) var extent = LatencyExtent()

    package init() {}

    /// The same times as a sparse histogram holds.
    package init(_ sparse: SparseHistogram) {
        merge(sparse)
    }

    package var count: UInt64 { extent.count }
    package var isEmpty: Bool { extent.count == 0 }
    package var min: Nanoseconds? { extent.minimum }
    package var max: Nanoseconds? { extent.maximum }
    package var mean: Nanoseconds? { extent.mean }
    package var clipped: UInt64 { extent.clipped }
    package var refused: UInt64 { extent.refused }

    /// Records one time.
    package mutating func record(_ time: Nanoseconds) {
        guard let index = extent.admit(time) else { return }
        add(1, toBucket: index)
    }

    package mutating func merge(_ other: LatencyHistogram) {
        counts.add(other.counts)
        extent.merge(other.extent)
    }

    package mutating func merge(_ sparse: SparseHistogram) {
        for entry in sparse.entries { add(UInt64(entry.count), toBucket: Int(entry.index)) }
        extent.merge(sparse.extent)
    }

    /// The time that a share of the recorded times does not exceed; `nil` when empty.
    ///
    /// HdrHistogram's definition: rank ⌈q·n⌉ after lowering q by one ulp, at least 1; the largest
    /// value of that rank's bucket, but never above the exact maximum or below the minimum. When
    /// the rank falls among clipped times, the maximum is given.
    /// - Parameter percent: 0 … 100; outside values are moved to the nearer end.
    package func percentile(_ percent: Double) -> Nanoseconds? {
        guard let shortest = extent.minimum, let longest = extent.maximum, !percent.isNaN else {
            return nil
        }
        guard percent > 0 else { return shortest }
        guard percent < 100 else { return longest }
        let microseconds = Int64(clamping: counts.valueAtPercentile(percent))
        if clipped > 0, microseconds >= LatencyBuckets.highest { return longest }
        return Swift.max(shortest, Swift.min(longest, .microseconds(Int(microseconds))))
    }

    /// The time of a rank in ascending order, from 1: the largest of its bucket, but never above
    /// the exact maximum or below the minimum; `nil` for a rank that no time has.
    package func value(atRank rank: Int) -> Nanoseconds? {
        guard let shortest = extent.minimum, let longest = extent.maximum, rank >= 1 else {
            return nil
        }
        var seen: UInt64 = 0
        for entry in counts.recordedValues() {
            seen += entry.count
            guard seen >= UInt64(rank) else { continue }
            if Int64(entry.value) >= LatencyBuckets.highest { return longest }
            return Swift.max(shortest, Swift.min(longest, .microseconds(Int(entry.value))))
        }
        return nil
    }

    /// How many recorded times lie in buckets wholly above a time, for charts; not for judging.
    package func countAbove(_ time: Nanoseconds) -> UInt64 {
        buckets.reduce(0) { $0 + ($1.lowest > time ? $1.count : 0) }
    }

    /// The used buckets, ascending.
    package var buckets: [LatencyBucket] {
        indexedCounts.map { LatencyBucket(index: $0.index, count: $0.count) }
    }

    /// The used buckets by index, ascending.
    package var indexedCounts: [(index: Int, count: UInt64)] {
        counts.recordedValues().map {
            (LatencyBuckets.index(ofMicroseconds: Int64($0.value)), $0.count)
        }
    }

    /// The percentile distribution as HdrHistogram prints it (`.hgrm`), times in ms.
    package var percentileDistribution: String {
        var text = ""
        counts.outputPercentileDistribution(to: &text, outputValueUnitScalingRatio: 1_000)
        return text
    }

    /// Counts at a bucket's upper end, so that percentiles answer the upper end also for times
    /// that came by way of a sparse histogram.
    private mutating func add(_ count: UInt64, toBucket index: Int) {
        let value = Swift.min(LatencyBuckets.highest(at: index), LatencyBuckets.highest)
        counts.record(UInt64(value), count: count)
    }
}

extension LatencyHistogram: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.extent == right.extent
            && left.indexedCounts.elementsEqual(right.indexedCounts, by: ==)
    }
}
