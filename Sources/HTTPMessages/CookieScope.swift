/// Where a cookie is sent (RFC 6265 §5.3 and §5.4).
package struct CookieScope: Equatable, Sendable {
    /// In lower case, without a leading dot.
    let domain: [UInt8]
    /// Whether the cookie is for that host alone, not for those below it.
    let isHostOnly: Bool
    let path: [UInt8]
    /// Whether it is for encrypted connections only.
    var isSecure: Bool
    /// In seconds since 1970; `nil` lasts as long as the user's session.
    var expiry: Int?

    /// - Parameters:
    ///   - domain: with or without a leading dot, in any case.
    ///   - expiry: the second from which on the cookie is no more, since 1970.
    package init(domain: String, isHostOnly: Bool, path: String, isSecure: Bool, expiry: Int?) {
        let bytes = domain.utf8.map(\.lowercased)
        self.init(
            domain: bytes.first == UInt8(ascii: ".") ? Array(bytes.dropFirst()) : bytes,
            isHostOnly: isHostOnly,
            path: Array(path.utf8),
            isSecure: isSecure,
            expiry: expiry
        )
    }

    init(domain: [UInt8], isHostOnly: Bool, path: [UInt8], isSecure: Bool, expiry: Int?) {
        self.domain = domain
        self.isHostOnly = isHostOnly
        self.path = path
        self.isSecure = isSecure
        self.expiry = expiry
    }

    /// Whether a request carries the cookie.
    ///
    /// - Parameters:
    ///   - path: of the request's target, without the query.
    ///   - isSecure: whether the connection is encrypted.
    ///   - now: in seconds since 1970.
    package func matches(
        host: CookieHost,
        path: UnsafeRawBufferPointer,
        isSecure: Bool,
        now: Int
    ) -> Bool {
        if self.isSecure && !isSecure || isExpired(at: now) { return false }
        return unsafe matches(host: host) && path.isPath(below: self.path)
    }

    func isExpired(at now: Int) -> Bool { expiry.map { $0 <= now } ?? false }

    private func matches(host: CookieHost) -> Bool {
        if isHostOnly { return host.name == domain }
        return host.isBelow(domain)
    }
}

extension CookieHost {
    func isBelow(_ domain: [UInt8]) -> Bool {
        unsafe domain.withUnsafeBytes { unsafe isBelow($0) }
    }

    /// Whether the host is the domain, in any case, or lies below it (RFC 6265 §5.1.3).
    func isBelow(_ domain: UnsafeRawBufferPointer) -> Bool {
        let start = name.count - domain.count
        guard start == 0 || start > 0 && !isAddress && name[start - 1] == UInt8(ascii: ".") else {
            return false
        }
        return domain.indices.allSatisfy { unsafe name[start + $0] == domain[$0].lowercased }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether this path is the other one or lies below it (RFC 6265 §5.1.4).
    @unsafe
    func isPath(below path: [UInt8]) -> Bool {
        guard unsafe count >= path.count && part(0, path.count).equals(path) else { return false }
        return unsafe count == path.count || path.last == UInt8(ascii: "/")
            || self[path.count] == UInt8(ascii: "/")
    }
}
