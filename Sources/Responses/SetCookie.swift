import Glibc

/// The cookies an answer sets.
enum SetCookie {
    /// The value the answer gives to the cookie of a name, or `nil` when it sets none of that name.
    ///
    /// An answer that deletes the cookie does not set it: an empty value, a Max-Age of 0 or less,
    /// or an Expires that has passed.
    static func value(of name: String, in answer: Answer) -> String? {
        for header in answer.headers.reversed() where Answer.equal(header.name, "Set-Cookie") {
            if let value = Self.value(of: name, in: header.value) { return value }
        }
        return nil
    }

    private static func value(of name: String, in header: String) -> String? {
        var attributes = header.utf8[...]
        let pair = nextPart(&attributes)
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
            trimmed(pair[..<equals]).elementsEqual(name.utf8)
        else { return nil }
        let value = trimmed(pair[equals...].dropFirst())
        guard !value.isEmpty, !value.elementsEqual("\"\"".utf8) else { return nil }
        while !attributes.isEmpty {
            if deletes(nextPart(&attributes)) { return nil }
        }
        return String(Substring(value))
    }

    /// Takes the part up to the next semicolon away.
    private static func nextPart(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
        let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
        let part = rest[..<end]
        rest = rest[end...].dropFirst()
        return part
    }

    private static func deletes(_ attribute: Substring.UTF8View) -> Bool {
        guard let equals = attribute.firstIndex(of: UInt8(ascii: "=")) else { return false }
        let value = Substring(trimmed(attribute[equals...].dropFirst()))
        switch Substring(trimmed(attribute[..<equals])).lowercased() {
        case "max-age": return Int(value).map { $0 <= 0 } ?? false
        case "expires": return hasPassed(value)
        default: return false
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads "Thu, 01 Jan 1970 00:00:00 GMT", also with dashes between day, month and year.
    private static func hasPassed(_ date: Substring) -> Bool {
        let parts = date.split { " ,-:".contains($0) }
        guard parts.count >= 7, let month = months.firstIndex(of: String(parts[2])) else {
            return false
        }
        let figures = [1, 3, 4, 5, 6].compactMap { Int32(parts[$0]) }
        guard figures.count == 5, (0...9999).contains(figures[1]) else { return false }
        var fields = unsafe tm()
        unsafe fields.tm_mday = figures[0]
        unsafe fields.tm_mon = Int32(month)
        unsafe fields.tm_year = figures[1] - 1900
        unsafe fields.tm_hour = figures[2]
        unsafe fields.tm_min = figures[3]
        unsafe fields.tm_sec = figures[4]
        return unsafe timegm(&fields) <= time(nil)
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
