import Glibc

/// The `Date` header's value, worked out once a second.
struct HTTPDate {
    private var second = 0
    private var text = ""

    /// The time now as RFC 9110 writes it: "Sun, 06 Nov 1994 08:49:37 GMT".
    mutating func now() -> String {
        let current = time(nil)
        if current != second || text.isEmpty {
            second = current
            text = Self.text(current)
        }
        return text
    }

    /// A time in seconds since 1970.
    static func text(_ seconds: Int) -> String {
        var seconds = seconds
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let (weekday, month) = unsafe (Int(parts.tm_wday), Int(parts.tm_mon))
        let (day, year) = unsafe (Int(parts.tm_mday), 1900 + Int(parts.tm_year))
        let clock = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec].map { two(Int($0)) }
        return "\(days[weekday]), \(two(day)) \(months[month]) \(year) "
            + clock.joined(separator: ":") + " GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
