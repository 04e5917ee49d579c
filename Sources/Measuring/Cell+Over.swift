package import Timekeeping

extension Cell {
    /// Operations that failed or had R above a limit: at least and at most so many.
    ///
    /// Exact for a limit that the recorder counted. For another one the buckets tell: the one
    /// that the limit lies in may be on either side, and failures stand among the times.
    /// - Parameter limits: those the recorder counted for this cell's operation, ascending.
    package func over(_ limit: Nanoseconds, counted limits: [Nanoseconds]) -> ClosedRange<Int> {
        if let place = limits.firstIndex(of: limit) {
            guard over.indices.contains(place) else { return min(failed, planned)...planned }
            return over[place]...over[place]
        }
        var surely = 0
        var perhaps = 0
        for entry in response.entries {
            let bucket = LatencyBucket(index: Int(entry.index), count: UInt64(entry.count))
            // Times are rounded up: one of r µs was longer than r − 1 µs.
            if bucket.lowest - .microseconds(1) >= limit { surely += Int(entry.count) }
            if bucket.highest > limit { perhaps += Int(entry.count) }
        }
        // The last bucket ends at an hour, and holds all longer times.
        let last = LatencyBuckets.index(ofMicroseconds: LatencyBuckets.highest)
        if limit >= LatencyBucket(index: last, count: 0).highest,
            let longest = response.extent.maximum, longest > limit
        {
            perhaps = Int(clamping: response.extent.clipped)
        }
        let failedWithTime = failed - outcomes[.missed] - outcomes[.notPlayable]
        let least = failed + max(0, surely - failedWithTime)
        let most = failed + min(succeeded, perhaps)
        let exact = zip(limits, over)
        let above = exact.filter { $0.0 > limit }.map(\.1).max() ?? 0
        let below = exact.filter { $0.0 < limit }.map(\.1).min() ?? planned
        let lower = max(least, above)
        return lower...max(lower, min(most, below))
    }
}
