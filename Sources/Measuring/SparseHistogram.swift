package import Timekeeping

/// A histogram that stores only the buckets used: what a window of one second costs.
///
/// Same layout as ``LatencyHistogram`` (``LatencyBuckets``). Memory: 8 bytes per used bucket, so
/// it is bounded by the spread of the times, never by their number.
package struct SparseHistogram: Hashable, Sendable {
    /// A used bucket.
    package struct Entry: Hashable, Sendable {
        package var index: UInt16
        package var count: UInt32

        package init(index: UInt16, count: UInt32) {
            self.index = index
            self.count = count
        }
    }

    /// The used buckets by ascending index.
    package private(set) var entries: [Entry] = []
    package private(set) var extent = LatencyExtent()

    package init() {}

    /// - Parameters:
    ///   - entries: by ascending index, each counting more than zero.
    ///   - extent: what is known of the same times.
    init(entries: [Entry], extent: LatencyExtent) {
        self.entries = entries
        self.extent = extent
    }

    package var isEmpty: Bool { extent.count == 0 }

    /// Records one time, in whole microseconds rounded up.
    package mutating func record(_ time: Nanoseconds) {
        guard let index = extent.admit(time) else { return }
        let position = lowerBound(index)
        if position < entries.count, entries[position].index == index {
            entries[position].count = Self.sum(entries[position].count, 1)
        } else {
            entries.insert(Entry(index: UInt16(index), count: 1), at: position)
        }
    }

    /// Adds another histogram's buckets; linear in the buckets used.
    package mutating func merge(_ other: SparseHistogram) {
        extent.merge(other.extent)
        guard !entries.isEmpty else {
            entries = other.entries
            return
        }
        guard !other.entries.isEmpty else { return }
        var merged: [Entry] = []
        merged.reserveCapacity(entries.count + other.entries.count)
        var rest = other.entries[...]
        for entry in entries {
            while let next = rest.first, next.index < entry.index {
                merged.append(rest.removeFirst())
            }
            if let next = rest.first, next.index == entry.index {
                merged.append(
                    Entry(index: entry.index, count: Self.sum(entry.count, next.count))
                )
                rest.removeFirst()
            } else {
                merged.append(entry)
            }
        }
        merged.append(contentsOf: rest)
        entries = merged
    }

    /// How many times lie in buckets above the one that holds a time.
    package func count(above time: Nanoseconds) -> Int {
        let edge = Self.index(of: time)
        return entries.reduce(0) { $0 + (Int($1.index) > edge ? Int($1.count) : 0) }
    }

    /// How many times lie in the bucket that holds a time, or above it.
    package func count(from time: Nanoseconds) -> Int {
        let edge = Self.index(of: time)
        return entries.reduce(0) { $0 + (Int($1.index) >= edge ? Int($1.count) : 0) }
    }

    private static func index(of time: Nanoseconds) -> Int {
        LatencyBuckets.index(
            ofMicroseconds: min(time.microsecondsRoundedUp, LatencyBuckets.highest)
        )
    }

    /// The time that a share of the times, 0 … 1, does not exceed, to the upper end of its bucket
    /// and never above the exact maximum; `nil` when empty.
    package func value(atShare share: Double) -> Nanoseconds? {
        guard let longest = extent.maximum else { return nil }
        let rank = max(1, (share * Double(extent.count)).rounded(.up))
        var seen = 0.0
        for entry in entries {
            seen += Double(entry.count)
            guard seen >= rank else { continue }
            let end = LatencyBuckets.highest(at: Int(entry.index))
            return Swift.min(longest, .microseconds(Int(end)))
        }
        return longest
    }

    /// Appends a bucket read from a file; indices must ascend and counts be above zero.
    mutating func append(bucket index: Int, count: UInt32) {
        extent.admit(bucket: index, count: UInt64(count))
        entries.append(Entry(index: UInt16(index), count: count))
    }

    private func lowerBound(_ index: Int) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Int(entries[middle].index) < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Counts stay at the top instead of trapping: 4 billion times in one bucket of one second.
    private static func sum(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }
}
