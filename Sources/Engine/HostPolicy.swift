/// Which hosts requests may go to: the service's own, and those the scenario names.
package struct HostPolicy: Sendable, Equatable {
    package let hosts: Set<String>

    package init(serviceURL: String, alsoAllowed: Set<String>) {
        var hosts = Set(alsoAllowed.map { $0.lowercased() })
        if let own = AbsoluteURL(serviceURL)?.origin.host { hosts.insert(own) }
        self.hosts = hosts
    }

    package func allows(_ origin: Origin) -> Bool { hosts.contains(origin.host) }

    package func allows(url: String) -> Bool {
        AbsoluteURL(url).map { allows($0.origin) } ?? false
    }
}
