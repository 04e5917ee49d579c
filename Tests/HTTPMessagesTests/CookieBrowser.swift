import HTTPMessages

/// A user with a jar, in words short enough for tests.
struct CookieBrowser {
    var jar: CookieJar
    var now = 1_000_000

    init(jar: CookieJar = CookieJar()) { self.jar = jar }

    /// Gets an answer from "http://host/path" with these cookies.
    mutating func visit(_ url: String, _ setCookies: String...) {
        let place = Self.parts(url)
        for setCookie in setCookies {
            unsafe [UInt8](setCookie.utf8).withUnsafeBytes { field in
                unsafe [UInt8](place.path.utf8).withUnsafeBytes { path in
                    unsafe jar.store(
                        setCookie: field,
                        host: CookieHost(place.host),
                        path: path,
                        isSecure: place.isSecure,
                        now: now
                    )
                }
            }
        }
    }

    /// What a request there carries, without "Cookie: " and the line end.
    func sends(_ url: String) -> String {
        let place = Self.parts(url)
        var bytes: [UInt8] = []
        unsafe [UInt8](place.path.utf8).withUnsafeBytes { path in
            unsafe jar.appendHeader(
                to: &bytes,
                host: CookieHost(place.host),
                path: path,
                isSecure: place.isSecure,
                now: now
            )
        }
        let line = String(decoding: bytes, as: UTF8.self)
        guard line.hasPrefix("Cookie: "), line.hasSuffix("\r\n") else { return line }
        return String(line.dropFirst(8).dropLast(1))
    }

    func value(of name: String, at url: String) -> String? {
        let place = Self.parts(url)
        return unsafe [UInt8](place.path.utf8).withUnsafeBytes { path in
            unsafe jar.value(
                of: name,
                host: CookieHost(place.host),
                path: path,
                isSecure: place.isSecure,
                now: now
            )
        }
    }

    private static func parts(_ url: String) -> (isSecure: Bool, host: String, path: String) {
        let isSecure = url.hasPrefix("https://")
        let rest = url.dropFirst(isSecure ? 8 : 7)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        return (isSecure, String(rest[..<slash]), String(rest[slash...]))
    }
}
