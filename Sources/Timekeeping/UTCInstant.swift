import Glibc

/// A moment by the wall clock: nanoseconds since 1970-01-01T00:00:00Z, leap seconds left out.
///
/// Reaches from 1677 to 2262. Unlike a ``MonotonicInstant`` it may be compared with moments that
/// other machines and people write down, and it may be stepped under one's feet.
package struct UTCInstant: Hashable, Comparable, Sendable {
    package var unixNanoseconds: Int64

    package init(unixNanoseconds: Int64) {
        self.unixNanoseconds = unixNanoseconds
    }

    /// The wall clock's reading.
    package static var now: UTCInstant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return UTCInstant(
            unixNanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        )
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.unixNanoseconds < right.unixNanoseconds
    }

    /// How long after `right`; clamped to what 64 bits hold.
    package static func - (left: Self, right: Self) -> Nanoseconds {
        let (length, overflow) = left.unixNanoseconds
            .subtractingReportingOverflow(right.unixNanoseconds)
        return Nanoseconds(overflow ? (left > right ? .max : .min) : length)
    }

    /// So much later; clamped to the ends of the range.
    package static func + (left: Self, right: Nanoseconds) -> Self {
        let (sum, overflow) = left.unixNanoseconds.addingReportingOverflow(right.count)
        return UTCInstant(unixNanoseconds: overflow ? (right.count > 0 ? .max : .min) : sum)
    }

    /// So much earlier; clamped to the ends of the range.
    package static func - (left: Self, right: Nanoseconds) -> Self {
        let (rest, overflow) = left.unixNanoseconds.subtractingReportingOverflow(right.count)
        return UTCInstant(unixNanoseconds: overflow ? (right.count > 0 ? .min : .max) : rest)
    }

    /// The last multiple of `step` since 1970 that is not later; itself when `step` is not above 0.
    package func rounded(downTo step: Nanoseconds) -> UTCInstant {
        guard step > .zero else { return self }
        let (quotient, rest) = unixNanoseconds.quotientAndRemainder(dividingBy: step.count)
        let whole = rest < 0 ? quotient - 1 : quotient
        let (product, overflow) = whole.multipliedReportingOverflow(by: step.count)
        return overflow ? self : UTCInstant(unixNanoseconds: product)
    }
}
