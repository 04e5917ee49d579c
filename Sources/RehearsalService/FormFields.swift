/// A request that cannot be understood; answered with status 400.
struct BadRequest: Error, Hashable, Sendable {
    let reason: String
}

/// The named values of a form or a query string, in the order sent.
struct FormFields: Sendable {
    let fields: [(name: String, value: String)]

    init(fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// Reads `name=value&…` with `+` and percent escapes; the text must be valid UTF-8.
    init(urlEncoded bytes: some Collection<UInt8>) throws(BadRequest) {
        var fields: [(name: String, value: String)] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let cut = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try Self.decoded(pair[..<(cut ?? pair.endIndex)])
            let value = try cut.map { cut throws(BadRequest) in
                try Self.decoded(pair[pair.index(after: cut)...])
            }
            fields.append((name, value ?? ""))
        }
        self.fields = fields
    }

    /// The first value of a name; empty when there is none.
    subscript(name: String) -> String {
        fields.first { $0.name == name }?.value ?? ""
    }

    private static func decoded(_ bytes: some Collection<UInt8>) throws(BadRequest) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { throw BadRequest(reason: "a percent escape is not two hexadecimal digits") }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        guard !plain.contains(0), let text = String(validating: plain, as: UTF8.self) else {
            throw BadRequest(reason: "a field is not text in UTF-8")
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
