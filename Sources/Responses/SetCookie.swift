/// The cookies an answer sets.
enum SetCookie {
    /// The value the answer gives to the cookie of a name, or `nil` when it sets none of that name.
    ///
    /// An answer that deletes the cookie does not set it: an empty value, a Max-Age of 0 or less,
    /// or an Expires in 1970, the date that services use to delete.
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
        case "expires": return value.contains("1970")
        default: return false
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }
}
