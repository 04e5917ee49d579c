/// A ClientHello or ServerHello as it stood on the wire, and the versions it speaks of.
package struct HelloMessage: Sendable, Equatable {
    package enum Sender: Sendable, Equatable {
        case client, server
    }

    package let sender: Sender
    /// Numbers as ``TLSVersion/rawValue``: what a client offers, or the one a server has chosen.
    package let versions: [Int]

    /// Reads a handshake message (RFC 5246 §7.4.1, RFC 8446 §4.1 and §4.2.1).
    ///
    /// A client below TLS 1.3 offers its version and, by the protocol, any lower one; only the one
    /// named is listed.
    /// - Returns: `nil` for any other message and for bytes that break off.
    package init?(_ bytes: [UInt8]) {
        var rest = Reader(bytes[...])
        guard let type = rest.number(1), type == 1 || type == 2, rest.skip(3),
            let legacy = rest.number(2), rest.skip(32), rest.skipBlock(lengthBytes: 1)
        else { return nil }
        sender = type == 1 ? .client : .server
        let isComplete =
            sender == .client
            ? rest.skipBlock(lengthBytes: 2) && rest.skipBlock(lengthBytes: 1)
            : rest.skip(3)
        guard isComplete else { return nil }
        let named = rest.isAtEnd ? nil : Self.supportedVersions(&rest, sender)
        versions = named ?? [legacy]
    }

    /// The extension "supported_versions", where there is one.
    private static func supportedVersions(_ rest: inout Reader, _ sender: Sender) -> [Int]? {
        guard var extensions = rest.block(lengthBytes: 2) else { return nil }
        while let kind = extensions.number(2), var content = extensions.block(lengthBytes: 2) {
            guard kind == 43 else { continue }
            guard sender == .client else { return content.number(2).map { [$0] } }
            guard var list = content.block(lengthBytes: 1) else { return nil }
            var versions: [Int] = []
            while let version = list.number(2) { versions.append(version) }
            return versions
        }
        return nil
    }

    /// Takes bytes from the front and never beyond the end.
    private struct Reader {
        private var bytes: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { bytes.isEmpty }

        mutating func number(_ width: Int) -> Int? {
            guard bytes.count >= width else { return nil }
            defer { bytes = bytes.dropFirst(width) }
            return bytes.prefix(width).reduce(0) { $0 << 8 | Int($1) }
        }

        mutating func skip(_ count: Int) -> Bool {
            guard bytes.count >= count else { return false }
            bytes = bytes.dropFirst(count)
            return true
        }

        mutating func block(lengthBytes: Int) -> Reader? {
            guard let length = number(lengthBytes), bytes.count >= length else { return nil }
            defer { bytes = bytes.dropFirst(length) }
            return Reader(bytes.prefix(length))
        }

        mutating func skipBlock(lengthBytes: Int) -> Bool { block(lengthBytes: lengthBytes) != nil }
    }
}
