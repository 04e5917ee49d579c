import Timekeeping

/// Figures as the reports print them.
enum Figures {
    /// A count with commas between thousands: "12,345".
    static func count(_ count: Int) -> String {
        var digits = Array(String(abs(count)))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (count < 0 ? "-" : "") + String(digits)
    }

    /// A time to about three figures, or a dash.
    static func time(_ time: Nanoseconds?) -> String {
        time.map(DurationText.readable) ?? "–"
    }
}
