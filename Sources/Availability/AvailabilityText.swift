import Timekeeping

/// Figures in the words of reasons.
package enum AvailabilityText {
    /// "216 min", "3 h 30 min": minutes up to five hours, as budgets are spoken of.
    static func length(_ length: Nanoseconds) -> String {
        let minutes = length.seconds / 60
        guard minutes >= 1 || minutes <= -1 else { return DurationText.readable(length) }
        if minutes < 300 {
            return trimmed(DecimalText.fixed(minutes, decimals: 1)) + " min"
        }
        let whole = Int(minutes.rounded())
        if whole % 1_440 == 0 { return "\(whole / 1_440) d" }
        guard whole >= 3 * 1_440 else { return "\(whole / 60) h \(padded(whole % 60)) min" }
        let hours = Int((minutes / 60).rounded())
        return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
    }

    /// "99.5%", "99.948%": rounded down, so that what is below a promise never reads as kept.
    package static func share(_ share: Double) -> String {
        trimmed(DecimalText.fixed((share * 1e5 + 1e-6).rounded(.down) / 1e3, decimals: 3)) + "%"
    }

    static func ticks(_ count: Int) -> String {
        count == 1 ? "1 tick" : "\(self.count(count)) ticks"
    }

    package static func outages(_ count: Int) -> String {
        count == 1 ? "1 outage" : "\(count) outages"
    }

    /// "8,640".
    static func count(_ count: Int) -> String {
        var digits = String(count)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    private static func trimmed(_ decimals: String) -> String {
        guard decimals.contains(".") else { return decimals }
        var rest = decimals[...]
        while rest.hasSuffix("0") { rest.removeLast() }
        if rest.hasSuffix(".") { rest.removeLast() }
        return String(rest)
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
