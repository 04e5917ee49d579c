/// A host as cookies see it: prepared once, compared often.
package struct CookieHost: Equatable, Sendable {
    /// In lower case, without port and brackets.
    let name: [UInt8]
    /// Whether it is an address; no cookie of one is for another (RFC 6265 §5.1.3).
    let isAddress: Bool

    /// - Parameter name: the host of a URL, without its port; an IPv6 address with or without
    ///   brackets.
    package init(_ name: String) {
        var bytes = name.utf8.map(\.lowercased)
        if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
            bytes = Array(bytes.dropFirst().dropLast())
        }
        self.init(bytes: bytes)
    }

    init(bytes: [UInt8]) {
        name = bytes
        isAddress =
            bytes.contains(UInt8(ascii: ":"))
            || bytes.allSatisfy { $0.digit != nil || $0 == UInt8(ascii: ".") }
    }
}
