import Glibc

/// A reading of the machine's monotonic clock (`CLOCK_MONOTONIC`), in nanoseconds.
///
/// One clock serves schedule, timers and stamps, so differences never mix clocks. The clock does
/// not jump with the wall clock; use ``ClockAnchor`` to show a reading as a time of day.
package struct MonotonicInstant: Hashable, Comparable, Sendable {
    /// Nanoseconds since the clock's own zero (on Linux, roughly since boot).
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's reading now.
    @inlinable
    package static var now: MonotonicInstant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(
            nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
        )
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package static func - (left: Self, right: Self) -> Nanoseconds {
        Nanoseconds(left.nanoseconds &- right.nanoseconds)
    }

    package static func + (left: Self, right: Nanoseconds) -> Self {
        MonotonicInstant(nanoseconds: left.nanoseconds &+ right.count)
    }

    package static func - (left: Self, right: Nanoseconds) -> Self {
        MonotonicInstant(nanoseconds: left.nanoseconds &- right.count)
    }
}
