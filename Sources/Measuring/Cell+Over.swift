package import Timekeeping

extension Cell {
    /// Operations that failed or had R above a limit: at least and at most so many.
    ///
    /// Exact for a limit that the recorder counted. For another one the buckets tell: the one
    /// that the limit lies in may be on either side, and failures stand among the times.
    /// - Parameter limits: those the recorder counted for this cell's operation, ascending.
    package func over(_ limit: Nanoseconds, counted limits: [Nanoseconds]) -> ClosedRange<Int> {
        if let place = limits.firstIndex(of: limit) {
            let count = over.indices.contains(place) ? over[place] : failed
            return count...count
        }
        var surely = 0
        var perhaps = 0
        for entry in response.entries {
            let bucket = LatencyBucket(index: Int(entry.index), count: UInt64(entry.count))
            // Times are rounded up: one of r µs was longer than r − 1 µs.
            if bucket.lowest - .microseconds(1) >= limit { surely += Int(entry.count) }
            if bucket.highest > limit { perhaps += Int(entry.count) }
        }
        let failedWithTime = failed - outcomes[.missed] - outcomes[.notPlayable]
        let least = failed + max(0, surely - failedWithTime)
        let most = failed + min(succeeded, perhaps)
        let exact = Dictionary(uniqueKeysWithValues: zip(limits, over))
        let above = exact.filter { $0.key > limit }.values.max() ?? 0
        let below = exact.filter { $0.key < limit }.values.min() ?? planned
        let lower = max(least, above)
        return lower...max(lower, min(most, below))
    }
}
