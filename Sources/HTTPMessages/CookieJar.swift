/// The cookies of one user (RFC 6265 §5).
///
/// The prefixes of names and the protection of secure cookies are those of its successor,
/// RFC 6265bis.
package struct CookieJar: Sendable {
    /// The most cookies of one host, and of all; the oldest give way.
    static let mostPerHost = 150
    static let most = 3000

    struct Cookie {
        /// The name, an equals sign and the value.
        var pair: [UInt8]
        let nameCount: Int
        var scope: CookieScope
        /// Counts up; a cookie that is renewed keeps its place.
        let number: UInt64
    }

    /// In the order they are sent: longer paths first, then older ones.
    var cookies: [Cookie] = []
    var nextNumber: UInt64 = 0
    private let isPublicSuffix: @Sendable (String) -> Bool

    /// An empty jar.
    ///
    /// - Parameter isPublicSuffix: whether anybody may register names below a domain, such as
    ///   "co.uk"; asked, with the domain in lower case, when a service sets a cookie for a whole
    ///   domain. Without it, domains with no dot inside count as such.
    package init(isPublicSuffix: @escaping @Sendable (String) -> Bool = { !$0.contains(".") }) {
        self.isPublicSuffix = isPublicSuffix
    }

    package var isEmpty: Bool { cookies.isEmpty }

    /// Takes a service's wish to keep a cookie; wishes that break the rules are passed over.
    ///
    /// - Parameters:
    ///   - setCookie: the value of a `Set-Cookie` field.
    ///   - path: of the request's target, without the query.
    ///   - isSecure: whether the answer came over an encrypted connection.
    ///   - now: in seconds since 1970.
    package mutating func store(
        setCookie: UnsafeRawBufferPointer,
        host: CookieHost,
        path: UnsafeRawBufferPointer,
        isSecure: Bool,
        now: Int
    ) {
        guard var wish = unsafe SetCookie(setCookie) else { return }
        let wishedPath = unsafe wish.path ?? path.defaultCookiePath
        guard
            unsafe isSecure || !wish.isSecure && !shadowsSecure(wish, host: host, path: wishedPath),
            unsafe wish.keepsPromises(path: wishedPath),
            unsafe wish.domain.map({ unsafe host.isBelow($0) }) ?? true
        else { return }
        var held = unsafe index(of: wish, host: host, path: wishedPath)
        if held == nil, let domain = unsafe wish.domain,
            unsafe isPublicSuffix(domain.lowercasedText)
        {
            // Nobody has a whole public suffix, but it may be a host with cookies of its own.
            guard domain.count == host.name.count else { return }
            unsafe wish.domain = nil
            held = unsafe index(of: wish, host: host, path: wishedPath)
        }
        let expiry = unsafe wish.expiry(now: now)
        if let expiry, expiry <= now {
            if let held { cookies.remove(at: held) }
        } else if let held {
            unsafe cookies[held].renew(with: wish, expiry: expiry)
        } else {
            let scope = unsafe wish.scope(host: host, path: wishedPath, expiry: expiry)
            makeRoom(for: scope.domain, now: now)
            unsafe insert(wish, scope: scope)
        }
    }

    // MARK: Sending

    /// The most cookies in one request, and the longest field in bytes; the same as libcurl's.
    private static let mostSent = 150
    private static let longestField = 8190

    /// Appends the field for a request, "Cookie: a=b; c=d\r\n", or nothing.
    package func appendHeader(
        to request: inout [UInt8],
        host: CookieHost,
        path: UnsafeRawBufferPointer,
        isSecure: Bool,
        now: Int
    ) {
        var sent = 0
        var length = 8
        for cookie in cookies
        where unsafe cookie.scope.matches(host: host, path: path, isSecure: isSecure, now: now) {
            guard sent < Self.mostSent, length + cookie.pair.count < Self.longestField else {
                break
            }
            request.append(sent == 0 ? "Cookie: " : "; ")
            request.append(contentsOf: cookie.pair)
            length += cookie.pair.count + (sent == 0 ? 0 : 2)
            sent += 1
        }
        if sent > 0 { request.append("\r\n") }
    }

    /// The value of the cookie of that name that a request would carry first.
    package func value(
        of name: String,
        host: CookieHost,
        path: UnsafeRawBufferPointer,
        isSecure: Bool,
        now: Int
    ) -> String? {
        let cookie = cookies.first { cookie in
            guard cookie.name.elementsEqual(name.utf8) else { return false }
            return unsafe cookie.scope.matches(
                host: host,
                path: path,
                isSecure: isSecure,
                now: now
            )
        }
        return cookie.map { String(decoding: $0.pair[($0.nameCount + 1)...], as: UTF8.self) }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        unsafe append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        )
    }
}
