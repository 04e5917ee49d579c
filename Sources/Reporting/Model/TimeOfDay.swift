import Foundation

/// Wall-clock times, in UTC.
package enum TimeOfDay {
    /// "2026-11-23T15:29:09.123Z".
    package static func iso(unixNanoseconds: Int64) -> String {
        let (seconds, fraction) = unixNanoseconds.quotientAndRemainder(
            dividingBy: 1_000_000_000
        )
        let whole = fraction < 0 ? seconds - 1 : seconds
        let milliseconds = (fraction < 0 ? fraction + 1_000_000_000 : fraction) / 1_000_000
        var time = unsafe tm()
        var stamp = time_t(whole)
        unsafe gmtime_r(&stamp, &time)
        let date = unsafe [time.tm_year + 1900, time.tm_mon + 1, time.tm_mday].map(Int.init)
        let clock = unsafe [time.tm_hour, time.tm_min, time.tm_sec].map(Int.init)
        return padded(date[0], 4) + "-"
            + date.dropFirst().map { padded($0, 2) }
            .joined(separator: "-") + "T" + clock.map { padded($0, 2) }.joined(separator: ":")
            + "." + padded(Int(milliseconds), 3) + "Z"
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
