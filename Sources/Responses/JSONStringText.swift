/// The characters of a JSON string literal.
enum JSONStringText {
    /// Decodes what stands between the quotation marks of a checked literal.
    ///
    /// A half of a surrogate pair without its other half, and bytes that are not UTF-8, become
    /// U+FFFD.
    static func decoded(_ literal: ArraySlice<UInt8>) -> String {
        let backslash = UInt8(ascii: "\\")
        guard literal.contains(backslash) else { return String(decoding: literal, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(literal.count)
        var rest = literal
        while let byte = rest.popFirst() {
            guard byte == backslash, let escape = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            if escape == UInt8(ascii: "u") {
                let scalar = scalar(&rest)
                bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
            } else {
                bytes.append(control[escape] ?? escape)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let control: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    /// The scalar of the four digits after `\u`, and of a low surrogate escape that follows.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let first = unit(&rest)
        guard (0xD800...0xDBFF).contains(first),
            rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
        else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        var ahead = rest.dropFirst(2)
        let second = unit(&ahead)
        guard (0xDC00...0xDFFF).contains(second) else { return "\u{FFFD}" }
        rest = ahead
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
        let digits = String(decoding: rest.prefix(4), as: UTF8.self)
        rest = rest.dropFirst(4)
        return UInt32(digits, radix: 16) ?? 0xFFFD
    }
}
