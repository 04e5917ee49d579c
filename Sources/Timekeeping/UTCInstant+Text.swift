/// A date and a time of day as written, without a zone: what a calendar and a clock show.
package struct CivilTime: Hashable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00 by the clock it was read from.
    package var nanoseconds: Int64
}

/// A moment as written in ISO 8601: with its offset from UTC, or without one.
package enum WrittenTime: Hashable, Sendable {
    case instant(UTCInstant)
    /// No zone was written: only with one is it a moment.
    case civil(CivilTime)

    /// Reads "2026-11-23", "2026-11-23T08:30", "2026-11-23 08:30:05.250+09:00", "…Z".
    ///
    /// - Returns: `nil` for what is no such text, for dates that no calendar has (30 February) and
    ///   for years before 1678 or after 2261.
    package init?(_ text: some StringProtocol) {
        var reader = TimeReader(text)
        guard let civil = reader.civilTime() else { return nil }
        guard let offset = reader.offset() else { return nil }
        switch offset {
        case .none: self = .civil(civil)
        case .seconds(let seconds):
            self = .instant(
                UTCInstant(unixNanoseconds: civil.nanoseconds - Int64(seconds) * 1_000_000_000)
            )
        }
    }
}

extension UTCInstant: CustomStringConvertible {
    /// "2026-11-23T08:24:39Z", with milliseconds where there are any: "…T08:24:39.250Z".
    package var description: String {
        let (date, second, fraction) = parts
        let milliseconds = fraction / 1_000_000
        return date + "T" + Self.clock(second)
            + (milliseconds > 0 ? "." + Self.padded(milliseconds, 3) : "") + "Z"
    }

    /// "2026-11-23 08:24:39", for tables whose heading says that times are in UTC.
    package var dateAndTime: String {
        let (date, second, _) = parts
        return date + " " + Self.clock(second)
    }

    private static func clock(_ second: Int64) -> String {
        "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }

    /// The date, the second of the day, and the nanoseconds of the second.
    private var parts: (date: String, second: Int64, fraction: Int64) {
        let fraction = Self.remainder(unixNanoseconds, 1_000_000_000)
        let seconds = (unixNanoseconds - fraction) / 1_000_000_000
        let second = Self.remainder(seconds, 86_400)
        let date = CivilDate(daysSince1970: (seconds - second) / 86_400)
        let text =
            "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-"
            + Self.padded(date.day, 2)
        return (text, second, fraction)
    }

    private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// Days to date and back by the method of Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms": years begin in March, eras of 400 years have 146,097 days.
struct CivilDate: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Whether a calendar has this day.
    var isReal: Bool { CivilDate(daysSince1970: daysSince1970) == self }
}
