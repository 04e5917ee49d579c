import Glibc

/// One reading of the monotonic and the wall clock taken together.
///
/// Lets stamps of the monotonic clock be shown as times of day. Taken once per run, so a wall
/// clock stepped during the run does not tear the record apart.
package struct ClockAnchor: Hashable, Sendable, Codable {
    package let monotonic: MonotonicInstant
    /// Nanoseconds since 1970-01-01T00:00:00Z at ``monotonic``.
    package let unixNanoseconds: Int64

    package init(monotonic: MonotonicInstant, unixNanoseconds: Int64) {
        self.monotonic = monotonic
        self.unixNanoseconds = unixNanoseconds
    }

    /// Both clocks read now; the wall reading lies between two monotonic ones.
    package static func now() -> ClockAnchor {
        let before = MonotonicInstant.now
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        let after = MonotonicInstant.now
        return ClockAnchor(
            monotonic: MonotonicInstant(
                nanoseconds: before.nanoseconds + (after - before).count / 2
            ),
            unixNanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        )
    }

    /// The wall clock's nanoseconds since 1970 at a monotonic instant.
    package func unixNanoseconds(at instant: MonotonicInstant) -> Int64 {
        unixNanoseconds + (instant - monotonic).count
    }
}
