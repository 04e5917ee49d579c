/// Reads the parts of a moment in ISO 8601, digit by digit.
struct TimeReader {
    /// What stands behind a time of day.
    enum Offset {
        case none
        case seconds(Int)
    }

    private var rest: ArraySlice<UInt8>

    init(_ text: some StringProtocol) {
        rest = Array(text.utf8)[...]
    }

    /// The date, and the time of day if one follows; midnight else.
    mutating func civilTime() -> CivilTime? {
        guard let year = number(4), (1678...2261).contains(year), take("-"),
            let month = number(2), (1...12).contains(month), take("-"), let day = number(2)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard date.isReal, let time = timeOfDay() else { return nil }
        return CivilTime(nanoseconds: date.daysSince1970 * 86_400_000_000_000 + time)
    }

    private mutating func timeOfDay() -> Int64? {
        guard take("T") || take("t") || take(" ") else { return rest.isEmpty ? 0 : nil }
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60
        else { return nil }
        var second: Int64 = 0
        var fraction: Int64 = 0
        if take(":") {
            guard let read = number(2), read < 60 else { return nil }
            second = read
            if take(".") || take(",") {
                guard let read = self.fraction() else { return nil }
                fraction = read
            }
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + fraction
    }

    /// The offset that ends the text; `nil` when something else follows.
    mutating func offset() -> Offset? {
        if rest.isEmpty { return Offset.none }
        if take("Z") || take("z") { return rest.isEmpty ? .seconds(0) : nil }
        let isBehind = rest.first == UInt8(ascii: "-")
        guard take("+") || take("-"), let hours = number(2), hours < 24 else { return nil }
        var minutes: Int64 = 0
        if !rest.isEmpty {
            _ = take(":")
            guard let read = number(2), read < 60 else { return nil }
            minutes = read
        }
        let seconds = Int(hours * 3_600 + minutes * 60)
        return rest.isEmpty ? .seconds(isBehind ? -seconds : seconds) : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(_ digits: Int) -> Int64? {
        guard rest.count >= digits else { return nil }
        var value: Int64 = 0
        for byte in rest.prefix(digits) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        rest.removeFirst(digits)
        return value
    }

    /// Decimals as nanoseconds; those beyond the ninth are dropped.
    private mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var digits = 0
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            if digits < 9 { value = value * 10 + Int64(byte - 0x30) }
            digits += 1
            rest.removeFirst()
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 9)..<9 { value *= 10 }
        return value
    }
}
