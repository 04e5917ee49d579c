/// A `Set-Cookie` field in its parts (RFC 6265 §5.2); they lie in the field's own memory.
@unsafe
struct SetCookie {
    /// The longest name and value together, in bytes; what browsers allow.
    static let longest = 4096
    /// The longest value of an attribute, in bytes; longer ones count as absent.
    static let longestAttribute = 1024

    let name: UnsafeRawBufferPointer
    let value: UnsafeRawBufferPointer
    /// The domain asked for, without its leading dot.
    var domain: UnsafeRawBufferPointer?
    /// The path asked for; absent when it does not begin with a slash.
    private(set) var path: UnsafeRawBufferPointer?
    private(set) var isSecure = false
    private var maxAge: Int?
    private var expires: Int?

    /// Reads a field's value; `nil` when it holds no cookie that may be kept.
    init?(_ field: UnsafeRawBufferPointer) {
        if unsafe field.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) { return nil }
        var parts = unsafe ValueParts(of: field, between: ";")
        guard let pair = unsafe parts.next(),
            let equals = unsafe pair.firstIndex(of: UInt8(ascii: "="), from: 0)
        else { return nil }
        unsafe name = pair.part(0, equals).trimmed
        unsafe value = pair.part(equals + 1, pair.count).trimmed
        guard unsafe !name.isEmpty && name.count + value.count <= Self.longest,
            unsafe name.firstIndex(of: 0x09, from: 0) == nil,
            unsafe value.firstIndex(of: 0x09, from: 0) == nil
        else { return nil }
        while let part = unsafe parts.next() { unsafe readAttribute(part) }
    }

    /// When the cookie ends, in seconds since 1970; `nil` with the session.
    func expiry(now: Int) -> Int? {
        guard let maxAge = unsafe maxAge else { return unsafe expires }
        return maxAge <= 0 ? .min : now.addingReportingOverflow(maxAge).partialValue
    }

    private mutating func readAttribute(_ part: UnsafeRawBufferPointer) {
        let equals = unsafe part.firstIndex(of: UInt8(ascii: "="), from: 0)
        let name = unsafe part.part(0, equals ?? part.count).trimmed
        let value = unsafe part.part(equals.map { $0 + 1 } ?? part.count, part.count).trimmed
        guard unsafe value.count <= Self.longestAttribute else { return }
        if unsafe name.matches("Expires") {
            if let date = unsafe cookieDate(value) { unsafe expires = date }
        } else if unsafe name.matches("Max-Age") {
            if let seconds = unsafe Self.seconds(value) { unsafe maxAge = seconds }
        } else if unsafe name.matches("Domain") {
            if unsafe !value.isEmpty {
                let hasDot = unsafe value[0] == UInt8(ascii: ".")
                unsafe domain = value.part(hasDot ? 1 : 0, value.count)
            }
        } else if unsafe name.matches("Path") {
            let isAbsolute = unsafe value.first == UInt8(ascii: "/")
            unsafe path = isAbsolute ? value : nil
        } else if unsafe name.matches("Secure") {
            unsafe isSecure = true
        }
    }

    /// RFC 6265 §5.2.2; so many seconds that they overflow mean for ever.
    private static func seconds(_ text: UnsafeRawBufferPointer) -> Int? {
        let isNegative = unsafe text.first == UInt8(ascii: "-")
        guard text.count > (isNegative ? 1 : 0) else { return nil }
        var seconds = 0
        for index in (isNegative ? 1 : 0)..<text.count {
            guard let digit = unsafe text[index].digit else { return nil }
            seconds = min(seconds * 10 + digit, 1 << 50)
        }
        return isNegative ? -seconds : seconds
    }
}
