package import Timekeeping
package import Wording

/// A figure with its kind, so that a share is never printed as a time.
package enum Quantity: Sendable, Hashable {
    /// A share, 0 … 1.
    case share(Double)
    case time(Nanoseconds)
    /// Events per second.
    case rate(Double)
    case count(Int)

    /// The figure in its base unit: share 0 … 1, seconds, events per second, or a count.
    package var value: Double {
        switch self {
        case .share(let share): share
        case .time(let time): time.seconds
        case .rate(let rate): rate
        case .count(let count): Double(count)
        }
    }

    /// The unit of ``value``, as files name it.
    package var unit: String {
        switch self {
        case .share: "share"
        case .time: "s"
        case .rate: "1/s"
        case .count: "count"
        }
    }
}

extension Quantity: CustomStringConvertible {
    /// For reading: "97.3%", "2.31 s", "12.4/s", "3".
    package var description: String {
        switch self {
        case .share(let share): ShareText.percent(share)
        case .time(let time): DurationText.readable(time)
        case .rate(let rate): DecimalText.fixed(rate, decimals: rate < 10 ? 2 : 1) + "/s"
        case .count(let count): "\(count)"
        }
    }
}

extension Quantity {
    /// For sentences: "97.3%", "2.31 s" and "2.31秒", "12.4/s", "3".
    package var words: Bilingual {
        switch self {
        case .time(let time): Lengths.measured(time)
        case .share, .rate, .count: Bilingual(description)
        }
    }
}
