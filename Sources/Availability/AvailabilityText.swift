package import Timekeeping
package import Wording

/// Figures in the words of reasons.
package enum AvailabilityText {
    /// "216 min", "3 h 30 min": minutes up to five hours, as budgets are spoken of.
    package static func length(_ length: Nanoseconds) -> Bilingual {
        Lengths.spelled(english(length))
    }

    private static func english(_ length: Nanoseconds) -> String {
        guard length >= .zero else { return "-" + english(.zero - length) }
        let minutes = length.seconds / 60
        guard minutes >= 1 else { return DurationText.readable(length) }
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

    static func ticks(_ count: Int) -> Bilingual {
        let figure = DecimalText.grouped(count)
        return count == 1
            ? Bilingual(ja: "監視\(figure)回", en: "\(figure) tick")
            : Bilingual(ja: "監視\(figure)回", en: "\(figure) ticks")
    }

    package static func outages(_ count: Int) -> Bilingual {
        count == 1
            ? Bilingual(ja: "障害1回", en: "1 outage")
            : Bilingual(ja: "障害\(count)回", en: "\(count) outages")
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
