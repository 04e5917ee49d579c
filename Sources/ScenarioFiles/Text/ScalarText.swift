import Timekeeping

/// Reads the single values that files hold: numbers with units, shares, rates, statuses.
enum ScalarText {
    /// The longest length of time a file may name.
    static let longestDuration = Nanoseconds(366 * 86_400 * 1_000_000_000)

    /// A length of time with its unit, at most 366 days.
    static func duration(_ text: String) -> Nanoseconds? {
        guard let length = DurationText.parse(text), length <= longestDuration else { return nil }
        return length
    }

    /// A share written in percent, as a number in (0, 1].
    static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let percent = number(text.dropLast()), percent > 0,
            percent <= 100
        else { return nil }
        return percent / 100
    }

    /// A number of bytes written with its unit; kB, MB, GB are decimal, KiB, MiB, GiB binary.
    static func size(_ text: String) -> Int? {
        let units: [(name: String, bytes: Double)] = [
            ("KiB", 0x1p10), ("MiB", 0x1p20), ("GiB", 0x1p30), ("kB", 1e3), ("KB", 1e3),
            ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
        ]
        let compact = text.filter { $0 != " " }
        for unit in units where compact.hasSuffix(unit.name) {
            guard let value = number(compact.dropLast(unit.name.count)), value >= 0,
                value * unit.bytes < 1e18
            else { return nil }
            return Int((value * unit.bytes).rounded())
        }
        return nil
    }

    /// Arrivals per second, from "50/s", "90/min" or "400/h"; at most a million per second.
    static func rate(_ text: String) -> Double? {
        let units: [(name: String, seconds: Double)] = [("/s", 1), ("/min", 60), ("/h", 3600)]
        let compact = text.filter { $0 != " " }
        for unit in units where compact.hasSuffix(unit.name) {
            guard let value = number(compact.dropLast(unit.name.count)), value >= 0,
                value / unit.seconds <= 1e6
            else { return nil }
            return value / unit.seconds
        }
        return nil
    }

    static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A whole number from 0 to a billion.
    static func count(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int(text), value <= 1_000_000_000
        else { return nil }
        return value
    }

    /// A plain decimal number without sign or exponent.
    static func number(_ text: some StringProtocol) -> Double? {
        guard !text.isEmpty, text.utf8.count < 30,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
        else { return nil }
        return Double(text)
    }

    /// A range of statuses: "303", "2xx", "200-399".
    static func status(_ text: String) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, let low = Int(parts[0]), let high = Int(parts[1]), low >= 100,
            low <= high, high <= 599, parts.allSatisfy({ $0.utf8.count == 3 })
        {
            return low...high
        }
        guard text.utf8.count == 3 else { return nil }
        if text.hasSuffix("xx"), let hundreds = Int(text.prefix(1)), (1...5).contains(hundreds) {
            return hundreds * 100...hundreds * 100 + 99
        }
        guard let status = count(text), (100...599).contains(status) else { return nil }
        return status...status
    }

    /// Whether the text is a date, or a date and time, of ISO 8601.
    static func isDate(_ text: String) -> Bool {
        text.wholeMatch(
            of:
                /\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?/
        ) != nil
    }
}
