import CCurl
import Glibc

/// Looks hosts up once, before a run: lookups during it would be measured as the service's, and
/// thousands of users starting at once would each start a lookup.
package enum HostResolver {
    /// The addresses of a host, by the system's resolver; blocks the caller for as long as it takes.
    ///
    /// - Throws: ``LaneError`` with the resolver's reason when the host has no address.
    package static func resolve(_ endpoint: ServiceEndpoint) throws(LaneError) -> ResolvedHost {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(endpoint.host, String(endpoint.port), &hints, &first)
        guard code == 0 else {
            let words = unsafe gai_strerror(code).map { unsafe String(cString: $0) }
            throw LaneError(
                "the host \(endpoint.host) has no address: \(words ?? "error \(code)")"
            )
        }
        defer { unsafe freeaddrinfo(first) }
        var addresses: [String] = []
        var entry = unsafe first
        while let current = unsafe entry {
            if let address = unsafe numeric(current.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe entry = current.pointee.ai_next
        }
        guard !addresses.isEmpty else {
            throw LaneError("the host \(endpoint.host) has no address that can be used")
        }
        return ResolvedHost(host: endpoint.host, port: endpoint.port, addresses: addresses)
    }

    private static func numeric(_ info: addrinfo) -> String? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = unsafe getnameinfo(
            info.ai_addr,
            info.ai_addrlen,
            &text,
            socklen_t(text.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        guard code == 0 else { return nil }
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}
