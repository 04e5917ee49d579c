import Glibc

/// The cookies an answer sets.
enum SetCookie {
    /// The value the answer gives to the cookie of a name, or `nil` when it sets none of that name.
    ///
    /// An answer that deletes the cookie does not set it: an empty value, a Max-Age of 0 or less,
    /// or an Expires that has passed.
    static func value(of name: String, in answer: Answer) -> String? {
        answer.values(of: "Set-Cookie").reversed().lazy
            .compactMap { Self.value(of: name, in: $0) }.first
    }

    private static func value(of name: String, in header: String) -> String? {
        let parts = header.split(separator: ";", omittingEmptySubsequences: false)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "="),
            trimmed(pair[..<equals]).utf8.elementsEqual(name.utf8)
        else { return nil }
        let value = trimmed(pair[pair.index(after: equals)...])
        guard !value.isEmpty, value != "\"\"", !parts.dropFirst().contains(where: deletes) else {
            return nil
        }
        return String(value)
    }

    private static func deletes(_ attribute: Substring) -> Bool {
        guard let equals = attribute.firstIndex(of: "=") else { return false }
        let value = trimmed(attribute[attribute.index(after: equals)...])
        switch trimmed(attribute[..<equals]).lowercased() {
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

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }
}
