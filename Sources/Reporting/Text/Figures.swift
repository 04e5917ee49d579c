import Timekeeping
import Verdicts

/// Figures as the reports print them.
enum Figures {
    /// A count with commas between thousands: "12,345".
    static func count(_ count: Int) -> String {
        DecimalText.grouped(count)
    }

    /// A time to about three figures, or a dash.
    static func time(_ time: Nanoseconds?) -> String {
        time.map(DurationText.readable) ?? "–"
    }

    /// A percentile without its limits, or a dash.
    static func time(_ estimate: QuantileEstimate?) -> String {
        time(estimate?.value)
    }

    /// The limits of a percentile: "1.08…1.12", with units where one differs from the percentile's
    /// own; "≥ 1.08" where too few operations give an upper limit, and nothing where they give none.
    static func limits(_ estimate: QuantileEstimate?) -> String {
        guard let estimate, let lower = estimate.lower else { return "" }
        let unit = unit(of: DurationText.readable(estimate.value))
        let texts = [lower, estimate.upper].compactMap(\.self).map(DurationText.readable)
        let isPlain = !unit.isEmpty && texts.allSatisfy { self.unit(of: $0) == unit }
        let figures = isPlain ? texts.map { String($0.dropLast(unit.count + 1)) } : texts
        return (estimate.upper == nil ? "≥ " : "") + figures.joined(separator: "…")
    }

    /// A percentile with its limits: "1.10 ms (1.08…1.12)".
    static func estimate(_ estimate: QuantileEstimate?) -> String {
        let limits = limits(estimate)
        return time(estimate) + (limits.isEmpty ? "" : " (\(limits))")
    }

    /// "ms" of "1.10 ms"; empty where the text has several.
    private static func unit(of text: String) -> String {
        let words = text.split(separator: " ")
        return words.count == 2 ? String(words[1]) : ""
    }
}
