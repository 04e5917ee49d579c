import Availability
import Timekeeping

/// Figures of availability as the reports print them.
enum ProbeText {
    /// "99.502%"; a dash without a figure.
    static func share(_ share: Double?) -> String { share.map(AvailabilityText.share) ?? "–" }

    /// Minutes up to five hours, as budgets are spoken of.
    static func length(_ length: Nanoseconds) -> String {
        let minutes = abs(length.seconds) / 60
        let sign = length < .zero ? "-" : ""
        guard minutes >= 1 else { return DurationText.readable(length) }
        if minutes < 300 {
            let text = DecimalText.fixed(minutes, decimals: 1)
            return sign + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " min"
        }
        let hours = Int((minutes / 60).rounded(.down))
        let rest = Int(minutes.rounded()) - hours * 60
        if rest == 0, hours % 24 == 0 { return "\(sign)\(hours / 24) d" }
        guard hours >= 72 else { return "\(sign)\(hours) h \(rest < 10 ? "0" : "")\(rest) min" }
        return hours % 24 == 0 ? "\(sign)\(hours / 24) d" : "\(sign)\(hours / 24) d \(hours % 24) h"
    }

    /// "14.4 times"; a dash without a figure.
    static func times(_ factor: Double?) -> String {
        factor.map { "\(DecimalText.fixed($0, decimals: 1)) times" } ?? "–"
    }

    static func remarks(_ outage: Outage) -> [String] {
        var remarks: [String] = []
        switch outage.end {
        case .repaired: break
        case .running: remarks.append("still running")
        case .lost: remarks.append("its end was not seen")
        }
        if outage.beginsInGap { remarks.append("its begin was not seen") }
        if outage.clippedTicks > 0 {
            remarks.append("\(outage.clippedTicks) more in planned stops")
        }
        if !outage.counts { remarks.append("too short to count") }
        return remarks
    }

    /// "5 … 15 min": the limits of what was measured.
    static func limits(_ outage: Outage) -> String {
        guard let greatest = outage.greatest else { return "> \(length(outage.least))" }
        return "\(length(outage.least)) … \(length(greatest))"
    }

    static func flaw(_ window: PlannedWindow, _ flaw: WindowFlaw, notice: Nanoseconds?) -> String {
        let span = "\(window.from) to \(window.to)"
        let asked = notice.map { ", of the \(length($0)) that the contract asks for" } ?? ""
        switch flaw {
        case .isEmpty: return "\(span): ends before it begins"
        case .isUnannounced: return "\(span): nothing says when it was announced"
        case .isTooLate(let given) where given < .zero: return "\(span): announced after its begin"
        case .isTooLate(let given): return "\(span): announced only \(length(given)) before\(asked)"
        }
    }
}
