import Glibc

/// A reading of the machine's monotonic clock (`CLOCK_MONOTONIC`), in nanoseconds.
///
/// One clock serves schedule, timers and stamps, so differences never mix clocks. The clock does
/// not jump with the wall clock; use ``ClockAnchor`` to show a reading as a time of day.
public struct MonotonicInstant: Hashable, Comparable, Sendable, Codable {
    /// Nanoseconds since the clock's own zero (on Linux, roughly since boot).
    public var nanoseconds: Int64

    /// - Parameter nanoseconds: since the clock's own zero.
    @inlinable
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's reading now.
    public static var now: MonotonicInstant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(
            nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
        )
    }

    // Written out, and public, for the reason told at Nanoseconds.

    /// The same to the ns.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        left.nanoseconds == right.nanoseconds
    }

    /// Earlier.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Later.
    @inlinable
    public static func > (left: Self, right: Self) -> Bool {
        left.nanoseconds > right.nanoseconds
    }

    /// Not later.
    @inlinable
    public static func <= (left: Self, right: Self) -> Bool {
        left.nanoseconds <= right.nanoseconds
    }

    /// Not earlier.
    @inlinable
    public static func >= (left: Self, right: Self) -> Bool {
        left.nanoseconds >= right.nanoseconds
    }

    /// How long after `right`; negative if before.
    @inlinable
    public static func - (left: Self, right: Self) -> Nanoseconds {
        Nanoseconds(left.nanoseconds &- right.nanoseconds)
    }

    /// So much later.
    @inlinable
    public static func + (left: Self, right: Nanoseconds) -> Self {
        MonotonicInstant(nanoseconds: left.nanoseconds &+ right.count)
    }

    /// So much earlier.
    @inlinable
    public static func - (left: Self, right: Nanoseconds) -> Self {
        MonotonicInstant(nanoseconds: left.nanoseconds &- right.count)
    }
}
