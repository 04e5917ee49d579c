/// Lengths of time as people write them: a number and a unit, "250ms", "3s", "2min", "1.5h".
package enum DurationText {
    /// The units understood, longest name first where one is the beginning of another.
    package static let units: [(name: String, nanoseconds: Double)] = [
        ("ms", 1e6), ("us", 1e3), ("µs", 1e3), ("ns", 1), ("min", 60e9), ("h", 3600e9),
        ("d", 86400e9), ("s", 1e9),
    ]

    /// Reads a length of time; `nil` when the text has no number, no unit, or is negative.
    ///
    /// A bare number is refused on purpose: "3" may mean seconds to one reader and milliseconds
    /// to another.
    package static func parse(_ text: some StringProtocol) -> Nanoseconds? {
        let trimmed = trimmingSpaces(text)
        for unit in units where trimmed.hasSuffix(unit.name) {
            let number = trimmingSpaces(trimmed.dropLast(unit.name.count))
            if let count = scaled(number, by: Int128(unit.nanoseconds)) {
                return Nanoseconds(count)
            }
        }
        return nil
    }

    /// A decimal number times a unit, rounded half up, in whole numbers throughout: a `Double`
    /// loses nanoseconds beyond 104 days.
    private static func scaled(_ number: some StringProtocol, by unit: Int128) -> Int64? {
        var value: Int128 = 0
        var divisor: Int128 = 1
        var seenPoint = false
        var digits = 0
        for letter in number.utf8 {
            if letter == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(letter) else { return nil }
            digits += 1
            // Digits beyond the eighteenth decimal are below a nanosecond in any unit.
            if seenPoint, divisor == 1_000_000_000_000_000_000 { continue }
            value = value * 10 + Int128(letter - UInt8(ascii: "0"))
            if seenPoint { divisor *= 10 }
            guard value / divisor <= Int128(Int64.max) else { return nil }
        }
        let first = number.utf8.first
        guard digits > 0, first != UInt8(ascii: ".") else { return nil }
        let (product, overflow) = value.multipliedReportingOverflow(by: unit)
        return overflow ? nil : Int64(exactly: (product + divisor / 2) / divisor)
    }

    private static func trimmingSpaces<Text: StringProtocol>(_ text: Text) -> Substring {
        var rest = Substring(text)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }

    /// Writes a length in the largest unit that keeps it exact, so that it reads back identically.
    package static func canonical(_ length: Nanoseconds) -> String {
        let exactUnits: [(String, Int64)] = [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("min", 60_000_000_000),
            ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
        ]
        guard length.count != 0 else { return "0s" }
        for (name, size) in exactUnits where length.count % size == 0 {
            return "\(length.count / size)\(name)"
        }
        return "\(length.count)ns"
    }

    /// Writes a length for reading, to about three figures: "1.23 ms", "3.00 s", "2 min 05 s".
    package static func readable(_ length: Nanoseconds) -> String {
        let magnitude = abs(length.seconds)
        let sign = length.count < 0 ? "-" : ""
        if magnitude == 0 { return "0 ms" }
        if magnitude < 1e-6 { return "\(length.count) ns" }
        if magnitude < 0.9995e-3 { return sign + threeFigures(magnitude * 1e6) + " µs" }
        if magnitude < 0.9995 { return sign + threeFigures(magnitude * 1e3) + " ms" }
        if magnitude < 99.95 { return sign + threeFigures(magnitude) + " s" }
        let whole = Int(magnitude.rounded())
        if whole < 3600 { return "\(sign)\(whole / 60) min \(twoDigits(whole % 60)) s" }
        return "\(sign)\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
    }

    private static func threeFigures(_ value: Double) -> String {
        let decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
        return DecimalText.fixed(value, decimals: decimals)
    }

    private static func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
