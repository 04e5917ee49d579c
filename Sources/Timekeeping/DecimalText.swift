/// Decimal numbers as text, without locale and without Foundation.
package enum DecimalText {
    /// Writes a value with a fixed number of decimals, rounded half away from zero.
    ///
    /// - Parameter decimals: 0 to 9; others are moved to the nearer end.
    package static func fixed(_ value: Double, decimals wanted: Int) -> String {
        let decimals = min(max(0, wanted), 9)
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9.2e18 else { return "\(value)" }
        var digits = String(Int64(scaled))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        while digits.count <= decimals { digits = "0" + digits }
        return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }

    /// A count with commas between thousands: "12,345".
    package static func grouped(_ count: Int) -> String {
        var digits = Array(String(count.magnitude))
        for index in stride(from: digits.count - 3, to: 0, by: -3) {
            digits.insert(",", at: index)
        }
        return (count < 0 ? "-" : "") + String(digits)
    }
}
