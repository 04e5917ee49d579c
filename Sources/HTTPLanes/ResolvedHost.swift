/// A host whose addresses are known before the run, so that no lookup is measured.
package struct ResolvedHost: Sendable, Equatable {
    package var host: String
    package var port: Int
    /// Numeric, in the order the system's resolver gave them; at least one.
    package var addresses: [String]

    package init(host: String, port: Int, addresses: [String]) {
        self.host = host
        self.port = port
        self.addresses = addresses
    }

    /// The entry for `CURLOPT_RESOLVE`; `nil` for an IPv6 address, which needs no lookup and which
    /// libcurl cannot read there.
    var pin: String? {
        guard !host.contains(":") else { return nil }
        let listed = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }
        return "\(host):\(port):\(listed.joined(separator: ","))"
    }
}
