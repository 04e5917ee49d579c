// What happens to the cookies held when a service sets one.
extension CookieJar {
    /// Where the cookie is that the wish would replace: of the same name, domain and path, and
    /// like it for one host or for a domain.
    func index(
        of wish: SetCookie,
        host: CookieHost,
        path: UnsafeRawBufferPointer
    ) -> Int? {
        cookies.firstIndex { cookie in
            let scope = cookie.scope
            guard unsafe wish.name.equals(cookie.name) && path.equals(scope.path),
                unsafe scope.isHostOnly == (wish.domain == nil)
            else { return false }
            guard let domain = unsafe wish.domain else { return host.name == scope.domain }
            return domain.count == scope.domain.count && host.isBelow(scope.domain)
        }
    }

    mutating func insert(_ wish: SetCookie, scope: CookieScope) {
        var pair: [UInt8] = []
        unsafe pair.reserveCapacity(wish.name.count + 1 + wish.value.count)
        unsafe pair.append(contentsOf: wish.name)
        pair.append(UInt8(ascii: "="))
        unsafe pair.append(contentsOf: wish.value)
        let cookie = unsafe Cookie(
            pair: pair,
            nameCount: wish.name.count,
            scope: scope,
            number: nextNumber
        )
        nextNumber += 1
        let place = cookies.firstIndex { $0.scope.path.count < scope.path.count }
        cookies.insert(cookie, at: place ?? cookies.count)
    }

    /// Drops what is over, and the oldest of the domain or of all when there are too many.
    mutating func makeRoom(for domain: [UInt8], now: Int) {
        guard cookies.count >= Self.mostPerHost else { return }
        cookies.removeAll { $0.scope.isExpired(at: now) }
        let neighbours = cookies.indices.filter { cookies[$0].scope.domain == domain }
        if neighbours.count >= Self.mostPerHost {
            removeOldest(of: neighbours)
        } else if cookies.count >= Self.most {
            removeOldest(of: cookies.indices)
        }
    }

    private mutating func removeOldest(of places: some Sequence<Int>) {
        let oldest = places.min { cookies[$0].number < cookies[$1].number }
        if let oldest { cookies.remove(at: oldest) }
    }

    /// Whether the wish, made over a plain connection, would stand in for a secure cookie
    /// (RFC 6265bis §5.7).
    func shadowsSecure(
        _ wish: SetCookie,
        host: CookieHost,
        path: UnsafeRawBufferPointer
    ) -> Bool {
        cookies.contains { cookie in
            guard unsafe cookie.scope.isSecure && wish.name.equals(cookie.name),
                unsafe path.isPath(below: cookie.scope.path)
            else { return false }
            let domain = unsafe CookieHost(bytes: wish.effectiveDomain(host: host))
            let other = CookieHost(bytes: cookie.scope.domain)
            return domain.isBelow(other.name) || other.isBelow(domain.name)
        }
    }
}

extension CookieJar.Cookie {
    var name: ArraySlice<UInt8> { pair[..<nameCount] }

    fileprivate mutating func setValue(_ value: UnsafeRawBufferPointer) {
        pair.removeLast(pair.count - nameCount - 1)
        unsafe pair.append(contentsOf: value)
    }

    /// Takes over what is new; the place in the order stays.
    mutating func renew(with wish: SetCookie, expiry: Int?) {
        unsafe setValue(wish.value)
        unsafe scope.isSecure = wish.isSecure
        scope.expiry = expiry
    }
}

extension SetCookie {
    /// The domain asked for in lower case, or else the host.
    fileprivate func effectiveDomain(host: CookieHost) -> [UInt8] {
        unsafe domain.map { unsafe $0.map(\.lowercased) } ?? host.name
    }

    func scope(host: CookieHost, path: UnsafeRawBufferPointer, expiry: Int?) -> CookieScope {
        unsafe CookieScope(
            domain: effectiveDomain(host: host),
            isHostOnly: domain == nil,
            path: Array(path),
            isSecure: isSecure,
            expiry: expiry
        )
    }

    /// Whether the cookie is what the prefix of its name promises (RFC 6265bis §4.1.3).
    func keepsPromises(path: UnsafeRawBufferPointer) -> Bool {
        if unsafe name.hasPrefix("__Host-") {
            return unsafe isSecure && domain == nil && path.count == 1
        }
        return unsafe isSecure || !name.hasPrefix("__Secure-")
    }
}

extension UnsafeRawBufferPointer {
    @unsafe
    fileprivate func hasPrefix(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return unsafe self.count >= count && part(0, count).matches(text)
    }

    @unsafe
    fileprivate func equals(_ other: ArraySlice<UInt8>) -> Bool {
        unsafe other.withUnsafeBytes { unsafe equals($0) }
    }

    /// The text in lower case, as ASCII letters go.
    @unsafe
    var lowercasedText: String { unsafe String(decoding: map(\.lowercased), as: UTF8.self) }

    /// The path of a cookie whose service names none: the request's up to its last slash
    /// (RFC 6265 §5.1.4).
    @unsafe
    var defaultCookiePath: UnsafeRawBufferPointer {
        let root: StaticString = "/"
        guard unsafe first == UInt8(ascii: "/"),
            let lastSlash = unsafe lastIndex(of: UInt8(ascii: "/")), lastSlash > 0
        else { return unsafe UnsafeRawBufferPointer(start: root.utf8Start, count: 1) }
        return unsafe part(0, lastSlash)
    }
}
