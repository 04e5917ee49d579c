/// Scheme, host and port: where a connection leads (RFC 6454).
///
/// A class, so that requests to the same origin can share one and are told alike at a glance.
package final class Origin: Sendable, Hashable, CustomStringConvertible {
    package let isSecure: Bool
    /// In lower case; an IPv6 address in brackets.
    package let host: String
    package let port: Int
    /// Host, and the port unless it is the scheme's own.
    package let authority: String

    init(isSecure: Bool, host: String, port: Int?) {
        let usual = isSecure ? 443 : 80
        self.isSecure = isSecure
        self.host = host
        self.port = port ?? usual
        authority = self.port == usual ? host : "\(host):\(self.port)"
    }

    /// "https://host:port" without a trailing slash.
    package var description: String { (isSecure ? "https://" : "http://") + authority }

    package static func == (left: Origin, right: Origin) -> Bool {
        left === right
            || left.port == right.port && left.isSecure == right.isSecure
                && left.host == right.host
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(isSecure)
        hasher.combine(host)
        hasher.combine(port)
    }
}
