package import Timekeeping

/// The bucket layout of every histogram of the project: HdrHistogram's, 1 µs to 1 h at 3 digits.
///
/// 2,048 sub-buckets of 1 µs, then each power of two in 1,024 steps, so a bucket is never wider
/// than 0.1 % of its values. Formulas: HdrHistogram's `AbstractHistogram.countsArrayIndex`.
package enum LatencyBuckets {
    /// The number of buckets, 23,552.
    package static let count = 23_552
    /// The longest time told apart, in µs; longer ones are recorded as this and counted as clipped.
    package static let highest: Int64 = 3_600_000_000
    package static let digits: Int32 = 3

    /// The bucket of a time in µs, which must lie in 0 … ``highest``.
    @inline(__always)
    package static func index(ofMicroseconds value: Int64) -> Int {
        let exponent = 53 - (value | 2_047).leadingZeroBitCount
        return (exponent << 10) + Int(value >> Int64(exponent))
    }

    /// The smallest time in µs of a bucket.
    package static func lowest(at index: Int) -> Int64 {
        let exponent = max(0, (index >> 10) - 1)
        return Int64(index - (exponent << 10)) << Int64(exponent)
    }

    /// The largest whole µs of a bucket.
    package static func highest(at index: Int) -> Int64 {
        lowest(at: index + 1) - 1
    }
}

/// A bucket with what it counted, for charts.
package struct LatencyBucket: Hashable, Sendable {
    /// The smallest and the largest time of the bucket, whole µs, both inclusive.
    package var lowest: Nanoseconds
    package var highest: Nanoseconds
    package var count: UInt64

    package init(index: Int, count: UInt64) {
        lowest = Nanoseconds(LatencyBuckets.lowest(at: index) * 1_000)
        highest = Nanoseconds(LatencyBuckets.highest(at: index) * 1_000)
        self.count = count
    }
}
