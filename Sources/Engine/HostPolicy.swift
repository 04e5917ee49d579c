/// Which hosts requests may go to: the service's own, and those the scenario names.
///
/// Looks only at URLs of plain shape. Anything a URL parser might read in two ways (backslashes,
/// blanks, control characters, non-ASCII in the authority) is refused, so that what is checked
/// here and what is connected to cannot differ.
package struct HostPolicy: Sendable, Equatable {
    package let hosts: Set<String>

    package init(serviceURL: String, alsoAllowed: Set<String>) {
        var hosts = Set(alsoAllowed.map { $0.lowercased() })
        if let own = Self.host(of: serviceURL) { hosts.insert(own) }
        self.hosts = hosts
    }

    package func allows(url: String) -> Bool {
        guard let host = Self.host(of: url) else { return false }
        return hosts.contains(host)
    }

    /// The host of an absolute http or https URL in lower case, without port and user; `nil` for
    /// any other text.
    package static func host(of url: String) -> String? {
        let lowered = url.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else {
            return nil
        }
        let authority = lowered.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        // Some letters beyond ASCII (the Kelvin sign) become ASCII when lowered.
        let written = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard
            written.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let afterUser = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if afterUser.hasPrefix("[") {
            guard let end = afterUser.firstIndex(of: "]") else { return nil }
            return String(afterUser[...end])
        }
        let host = afterUser.prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }
}
