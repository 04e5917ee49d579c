import Encodings

/// An http or https URL of plain shape, taken apart.
///
/// Anything a URL parser might read in two ways (backslashes, blanks, control characters or
/// non-ASCII in the authority, a port that is no number) is refused, so that the host that is
/// checked and the one that is connected to cannot differ.
package struct AbsoluteURL: Sendable, Equatable {
    package let origin: Origin
    /// The user name and password before the host, as written; `nil` = none.
    package let userInfo: String?
    /// Path and query, beginning with "/", without the fragment.
    ///
    /// Bytes that may not stand in a URL are percent-encoded.
    package let target: String

    package init(origin: Origin, target: String) {
        self.origin = origin
        userInfo = nil
        self.target = target
    }

    /// - Returns: `nil` for anything but an absolute http or https URL of plain shape.
    package init?(_ url: String) {
        let isSecure: Bool
        let rest: Substring
        if let plain = Self.rest(of: url, after: "http://") {
            (isSecure, rest) = (false, plain)
        } else if let secure = Self.rest(of: url, after: "https://") {
            (isSecure, rest) = (true, secure)
        } else {
            return nil
        }
        let authority = rest.prefix { !"/?#".contains($0) }
        guard authority.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let split = authority.lastIndex(of: "@")
        userInfo = split.map { String(authority[..<$0]) }
        let hostAndPort = split.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.hostAndPort(hostAndPort.lowercased()) else { return nil }
        origin = Origin(isSecure: isSecure, host: host, port: port)
        let pathAndQuery = PercentEncoding.encoded(
            String(rest[authority.endIndex...].prefix { $0 != "#" }),
            .illegalOnly
        )
        target = pathAndQuery.hasPrefix("/") ? pathAndQuery : "/" + pathAndQuery
    }

    private static func rest(of url: String, after scheme: String) -> Substring? {
        let head = url.utf8.prefix(scheme.utf8.count)
        guard Substring(head).lowercased() == scheme else { return nil }
        return url[head.endIndex...]
    }

    private static func hostAndPort(_ text: String) -> (host: String, port: Int?)? {
        let host: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[...end]
        } else {
            host = text.prefix { $0 != ":" }
        }
        guard !host.isEmpty else { return nil }
        let rest = text[host.endIndex...]
        if rest.isEmpty || rest == ":" { return (String(host), nil) }
        guard rest.first == ":", rest.dropFirst().utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let port = Int(rest.dropFirst()), (1...65_535).contains(port)
        else { return nil }
        return (String(host), port)
    }

    package var text: String { origin.description + target }

    // MARK: References

    /// The URL that a reference found on this one means (RFC 3986 §5.2); the fragment is dropped.
    ///
    /// Bytes that may not stand in a URL are percent-encoded, as browsers do.
    ///
    /// - Returns: `nil` for another scheme, or a shape that could be read in two ways.
    func resolving(_ reference: String) -> AbsoluteURL? {
        if Self.scheme(of: reference[...]) != nil {
            return AbsoluteURL(reference)?.withoutDots
        }
        if reference.hasPrefix("//") {
            return AbsoluteURL((origin.isSecure ? "https:" : "http:") + reference)?.withoutDots
        }
        let plain = PercentEncoding.encoded(
            String(reference.prefix { $0 != "#" }),
            .illegalOnly
        )
        let path = target.prefix { $0 != "?" }
        if plain.isEmpty { return AbsoluteURL(origin: origin, target: target) }
        if plain.hasPrefix("?") { return AbsoluteURL(origin: origin, target: path + plain) }
        let whole =
            plain.hasPrefix("/")
            ? plain : String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) + plain
        return AbsoluteURL(origin: origin, target: whole).withoutDots
    }

    /// RFC 3986 §3.1: a letter, then letters, digits, "+", "-", "." up to a colon.
    private static func scheme(of reference: Substring) -> Substring? {
        guard let colon = reference.firstIndex(of: ":"), let first = reference.first,
            first.isASCII, first.isLetter
        else { return nil }
        let scheme = reference[..<colon]
        let isScheme = scheme.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))
        }
        return isScheme ? scheme : nil
    }

    /// Without the segments "." and ".." (RFC 3986 §5.2.4).
    private var withoutDots: AbsoluteURL {
        let path = target.prefix { $0 != "?" }
        var kept: [Substring] = []
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (number, segment) in segments.enumerated() {
            let isLast = number == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return AbsoluteURL(
            origin: origin,
            target: "/" + kept.joined(separator: "/") + target[path.endIndex...]
        )
    }
}

extension AbsoluteURL {
    /// Whether a text begins as an http or https URL does.
    static func hasScheme(_ text: String) -> Bool {
        rest(of: text, after: "http://") != nil || rest(of: text, after: "https://") != nil
    }
}
