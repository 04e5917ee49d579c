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
        let bytes = header.utf8Span.span
        let wanted = name.utf8Span.span
        var end = endOfPart(0, bytes)
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "="), from: 0, to: end) else {
            return nil
        }
        let found = bytes.trimmed(0..<equals)
        guard found.count == wanted.count,
            wanted.indices.allSatisfy({ wanted[$0] == bytes[found.lowerBound + $0] })
        else { return nil }
        let value = bytes.trimmed(equals + 1..<end)
        guard !value.isEmpty, !bytes.holds("\"\"", in: value) else { return nil }
        while end < bytes.count {
            let start = end + 1
            end = endOfPart(start, bytes)
            if deletes(bytes, start..<end) { return nil }
        }
        return bytes.text(value)
    }

    /// Where the part that begins at a place ends: before the next semicolon.
    private static func endOfPart(_ start: Int, _ bytes: Span<UInt8>) -> Int {
        bytes.firstIndex(of: UInt8(ascii: ";"), from: start) ?? bytes.count
    }

    private static func deletes(_ bytes: Span<UInt8>, _ attribute: Range<Int>) -> Bool {
        guard
            let equals = bytes.firstIndex(
                of: UInt8(ascii: "="),
                from: attribute.lowerBound,
                to: attribute.upperBound
            )
        else {
            return false
        }
        let name = bytes.trimmed(attribute.lowerBound..<equals)
        let value = bytes.trimmed(equals + 1..<attribute.upperBound)
        if bytes.holds("max-age", in: name) {
            return Int(bytes.text(value)).map { $0 <= 0 } ?? false
        }
        return bytes.holds("expires", in: name) && hasPassed(bytes.text(value)[...])
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
}
