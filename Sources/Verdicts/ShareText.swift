import Timekeeping

/// Shares as percentages that never round to a bound they have not reached.
package enum ShareText {
    /// Writes a share with as many decimals as it takes to tell it from 0 % and 100 %.
    ///
    /// 0.9 is "90%", 0.9734 is "97.3%", 0.99996 is "99.996%": a share below one never reads as
    /// 100 %, and one above zero never as 0 %.
    package static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "?" }
        for decimals in 1...6 {
            let text = DecimalText.fixed(share * 100, decimals: decimals)
            let saysNone = share > 0 && text.allSatisfy { $0 == "0" || $0 == "." }
            let saysAll = share < 1 && text.hasPrefix("100")
            if saysNone || saysAll { continue }
            return trimmed(text) + "%"
        }
        return share < 0.5 ? "<0.000001%" : ">99.9999%"
    }

    /// Writes a measured share rounded down, with as many decimals as it takes to tell on which
    /// side of a limit it lies: 0.8996 is "89.9%" and never "90%".
    package static func floored(_ share: Double, toldFrom limit: Double) -> String {
        guard share.isFinite else { return "?" }
        var scale = 1_000.0
        for decimals in 1...6 {
            // A share is a quotient of counts: what binary takes from 0.29 is no part of it.
            let shown = (share * scale + 1e-6).rounded(.down) / scale
            if (shown < limit) == (share < limit), shown > 0 || share <= 0 {
                return trimmed(DecimalText.fixed(shown * 100, decimals: decimals)) + "%"
            }
            scale *= 10
        }
        return percent(share)
    }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
