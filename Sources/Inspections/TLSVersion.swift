/// A version of TLS by its number on the wire (RFC 8446 §4.2.1).
package enum TLSVersion: Int, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case tls10 = 0x0301
    case tls11 = 0x0302
    case tls12 = 0x0303
    case tls13 = 0x0304

    /// - Parameter promise: as contracts write it, "1.2".
    package init?(promise: String) {
        guard let version = Self.allCases.first(where: { $0.number == promise }) else { return nil }
        self = version
    }

    /// - Parameter name: as OpenSSL writes it, "TLSv1.2"; "TLSv1" is 1.0.
    package init?(openSSLName name: String) {
        let number = name == "TLSv1" ? "1.0" : String(name.dropFirst("TLSv".count))
        guard name.hasPrefix("TLSv") else { return nil }
        self.init(promise: number)
    }

    /// "1.2".
    package var number: String {
        switch self {
        case .tls10: "1.0"
        case .tls11: "1.1"
        case .tls12: "1.2"
        case .tls13: "1.3"
        }
    }

    /// "TLS 1.2".
    package var name: String { "TLS \(number)" }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
