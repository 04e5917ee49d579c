/// Percent-encoding of values on their way into URLs and forms (RFC 3986, WHATWG URL).
package enum PercentEncoding {
    /// Encodes a value as one component: everything but unreserved characters.
    package static func component(_ value: String) -> String {
        encode(value) { isUnreserved($0) }
    }

    /// Encodes a value of an `application/x-www-form-urlencoded` body; a blank becomes "+".
    package static func form(_ value: String) -> String {
        var text = ""
        for byte in value.utf8 {
            if byte == 0x20 {
                text += "+"
            } else if isAlphanumeric(byte) || "*-._".utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += escaped(byte)
            }
        }
        return text
    }

    /// Encodes only what may not stand in a URL at all.
    ///
    /// Its structure stays, and so does what is encoded already.
    package static func illegalOnly(_ value: String) -> String {
        encode(value) { $0 > 0x20 && $0 < 0x7f && !"\"<>\\^`{|}".utf8.contains($0) }
    }

    private static func encode(_ value: String, keeping isKept: (UInt8) -> Bool) -> String {
        guard !value.utf8.allSatisfy(isKept) else { return value }
        var text = ""
        for byte in value.utf8 {
            if isKept(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += escaped(byte)
            }
        }
        return text
    }

    private static func escaped(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "-._~".utf8.contains(byte)
    }
}
