/// JSON string escapes (RFC 8259 §7).
package enum JSONString {
    /// A text as it stands between the quotes of a JSON string.
    ///
    /// DEL and the line separators are escaped too, so that the text may stand in a script.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: needsEscape) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where needsEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Appends a text as ``escaped(_:)`` writes it; plain texts need no memory of their own.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: escaped(text).utf8)
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "\\", "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
