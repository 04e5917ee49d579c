/// A length of time in whole nanoseconds; negative lengths are allowed in arithmetic.
///
/// Used in place of `Duration` where millions of values are added: `Duration` is 128 bits wide.
/// Public, unlike the rest of the package: the compiler inlines only public code into other
/// modules, and time is reckoned with at every step of every request.
public struct Nanoseconds: Hashable, Comparable, Sendable, Codable {
    /// The length in ns.
    public var count: Int64

    /// - Parameter count: in ns.
    @inlinable
    public init(_ count: Int64) {
        self.count = count
    }

    /// No time.
    @inlinable public static var zero: Self { Self(0) }

    /// Whole seconds.
    @inlinable public static func seconds(_ value: Int) -> Self {
        Self(Int64(value) * 1_000_000_000)
    }
    /// Whole milliseconds.
    @inlinable public static func milliseconds(_ value: Int) -> Self {
        Self(Int64(value) * 1_000_000)
    }
    /// Whole microseconds.
    @inlinable public static func microseconds(_ value: Int) -> Self { Self(Int64(value) * 1_000) }

    /// Rounds to the nearest nanosecond; clamps what does not fit (292 years).
    public static func seconds(_ value: Double) -> Self {
        let scaled = (value * 1e9).rounded()
        guard scaled.isFinite, abs(scaled) < 9.2e18 else {
            return Self(scaled > 0 ? .max : .min)
        }
        return Self(Int64(scaled))
    }

    /// In seconds.
    public var seconds: Double { Double(count) / 1e9 }
    /// In milliseconds.
    public var milliseconds: Double { Double(count) / 1e6 }

    /// Whole microseconds, rounded up, at least 0: what a histogram records.
    @inlinable public var microsecondsRoundedUp: Int64 { count <= 0 ? 0 : (count - 1) / 1_000 + 1 }

    // The standard library's ways from < to the others would each cost a call.

    /// Equal to the ns.
    @inlinable public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count
    }
    /// Shorter.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.count < right.count
    }
    /// Longer.
    @inlinable public static func > (left: Self, right: Self) -> Bool {
        left.count > right.count
    }
    /// Not longer.
    @inlinable public static func <= (left: Self, right: Self) -> Bool {
        left.count <= right.count
    }
    /// Not shorter.
    @inlinable public static func >= (left: Self, right: Self) -> Bool {
        left.count >= right.count
    }
    /// The sum; wraps beyond 292 years.
    @inlinable public static func + (left: Self, right: Self) -> Self {
        Self(left.count &+ right.count)
    }
    /// The difference; wraps beyond 292 years.
    @inlinable public static func - (left: Self, right: Self) -> Self {
        Self(left.count &- right.count)
    }
    /// Adds; wraps beyond 292 years.
    @inlinable public static func += (left: inout Self, right: Self) {
        left.count &+= right.count
    }
    /// The multiple; wraps beyond 292 years.
    @inlinable public static func * (left: Self, right: Int) -> Self {
        Self(left.count &* Int64(right))
    }
}

// Stored as the plain number of nanoseconds.
extension Nanoseconds {
    /// Reads the number of ns.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Writes the number of ns.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}
