/// Which flows each user chooses among, where flows are bound to tenants.
package struct FlowGroups: Sendable, Equatable {
    /// Each with the indices of its flows, ascending.
    package private(set) var groups: [[Int]] = []
    /// By user up to the load's peak.
    package private(set) var groupOfUser: [Int] = []

    /// `nil` when every user chooses among all flows.
    ///
    /// The users of a tenant that flows name play those flows and no others; all other users play
    /// the flows that name nobody.
    package init?(_ scenario: Scenario) {
        guard scenario.flows.contains(where: { !$0.tenants.isEmpty }),
            let accounts = scenario.accounts, let column = accounts.tenancy?.tenantColumn
        else { return nil }
        var places: [String: Int] = [:]
        for row in accounts.rows.prefix(scenario.load.peakUsers) {
            let tenant = row[column.index]
            if places[tenant] == nil {
                let flows = Self.flows(of: tenant, scenario.flows)
                let place = groups.firstIndex(of: flows) ?? groups.count
                if place == groups.count { groups.append(flows) }
                places[tenant] = place
            }
            groupOfUser.append(places[tenant] ?? 0)
        }
    }

    /// The flows that the users of a tenant play.
    package static func flows(of tenant: String, _ flows: [Flow]) -> [Int] {
        let own = flows.indices.filter { flows[$0].tenants.contains(tenant) }
        return own.isEmpty ? flows.indices.filter { flows[$0].tenants.isEmpty } : own
    }

    /// The share of the users that is in each group.
    package var shares: [Double] {
        groups.indices.map { group in
            Double(groupOfUser.count { $0 == group }) / Double(max(1, groupOfUser.count))
        }
    }
}
