/// A length of time in whole nanoseconds; negative lengths are allowed in arithmetic.
///
/// Used in place of `Duration` where millions of values are added: `Duration` is 128 bits wide.
package struct Nanoseconds: Hashable, Comparable, Sendable {
    package var count: Int64

    package init(_ count: Int64) {
        self.count = count
    }

    package static let zero = Nanoseconds(0)

    package static func seconds(_ value: Int) -> Self { Self(Int64(value) * 1_000_000_000) }
    package static func milliseconds(_ value: Int) -> Self { Self(Int64(value) * 1_000_000) }
    package static func microseconds(_ value: Int) -> Self { Self(Int64(value) * 1_000) }

    /// Rounds to the nearest nanosecond; clamps what does not fit (292 years).
    package static func seconds(_ value: Double) -> Self {
        let scaled = (value * 1e9).rounded()
        guard scaled.isFinite, abs(scaled) < 9.2e18 else {
            return Self(scaled > 0 ? .max : .min)
        }
        return Self(Int64(scaled))
    }

    package var seconds: Double { Double(count) / 1e9 }
    package var milliseconds: Double { Double(count) / 1e6 }

    /// Whole microseconds, rounded up, at least 0: what a histogram records.
    package var microsecondsRoundedUp: Int64 { count <= 0 ? 0 : (count - 1) / 1_000 + 1 }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }
    package static func + (left: Self, right: Self) -> Self { Self(left.count &+ right.count) }
    package static func - (left: Self, right: Self) -> Self { Self(left.count &- right.count) }
    package static func += (left: inout Self, right: Self) { left.count &+= right.count }
    package static func * (left: Self, right: Int) -> Self { Self(left.count &* Int64(right)) }
}
