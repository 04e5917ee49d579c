/// Percent-encoding of values on their way into URLs and forms (RFC 3986, WHATWG URL).
package enum PercentEncoding {
    /// Which bytes stay as they are.
    package enum Form: Sendable {
        /// Only unreserved characters: for one component of a URL.
        case component
        /// For an `application/x-www-form-urlencoded` body; a blank becomes "+".
        case form
        /// All that may stand in a URL: its structure stays, and so does what is encoded already.
        case illegalOnly
    }

    /// A text encoded.
    package static func encoded(_ text: String, _ form: Form) -> String {
        var bytes: [UInt8] = []
        append(text, form, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a text, encoded; allocates only when the buffer has to grow.
    package static func append(_ text: String, _ form: Form, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            if isKept(byte, form) {
                bytes.append(byte)
            } else if form == .form, byte == 0x20 {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digit(byte >> 4))
                bytes.append(digit(byte & 15))
            }
        }
    }

    /// The bytes that an encoded text stands for; "%" without two digits stays as it is.
    package static func decoded(_ text: some StringProtocol) -> [UInt8] {
        let encoded = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < encoded.count {
            if encoded[index] == UInt8(ascii: "%"), index + 2 < encoded.count,
                let high = Character(Unicode.Scalar(encoded[index + 1])).hexDigitValue,
                let low = Character(Unicode.Scalar(encoded[index + 2])).hexDigitValue
            {
                bytes.append(UInt8(high << 4 | low))
                index += 3
            } else {
                bytes.append(encoded[index])
                index += 1
            }
        }
        return bytes
    }

    private static func isKept(_ byte: UInt8, _ form: Form) -> Bool {
        switch form {
        case .component: isAlphanumeric(byte) || "-._~".utf8.contains(byte)
        case .form: isAlphanumeric(byte) || "*-._".utf8.contains(byte)
        case .illegalOnly: byte > 0x20 && byte < 0x7f && !"\"<>\\^`{|}".utf8.contains(byte)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
