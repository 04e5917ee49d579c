extension AccountFeed {
    /// The accounts in the order in which users get them: user i has row i.
    ///
    /// For ``AccountMix/even`` and ``AccountMix/zipf`` each next user goes to the tenant that is
    /// furthest behind its share (Webster's divisor method, as for seats in a parliament), so that
    /// the shares hold at every moment of a ramp, not only at its end. Which account of a tenant
    /// comes first follows from the seed; of equal tenants the one that stands first.
    ///
    /// - Parameters:
    ///   - seed: the run's.
    ///   - users: how many users the shares have to hold for.
    /// - Returns: `nil` when a tenant has fewer accounts than its share asks for.
    package func arranged(seed: UInt64, users: Int) -> AccountFeed? {
        guard mix != .inOrder, let tenancy else { return self }
        let groups = TenantRows(rows, tenancy, seed: seed)
        guard let order = groups.order(of: users, weights: groups.weights(mix)) else { return nil }
        var arranged = self
        let isUsed = Set(order)
        arranged.rows =
            order.map { rows[$0] } + rows.indices.filter { !isUsed.contains($0) }.map { rows[$0] }
        return arranged
    }

    /// The first tenant whose share needs more accounts than it has, with both numbers.
    package func shortage(users: Int) -> (tenant: String, needed: Int, has: Int)? {
        guard mix != .inOrder, let tenancy else { return nil }
        let groups = TenantRows(rows, tenancy, seed: 0)
        let counts = groups.counts(of: users, weights: groups.weights(mix))
        for (group, needed) in zip(groups.byTenant, counts) where needed > group.rows.count {
            return (group.name, needed, group.rows.count)
        }
        return nil
    }
}

/// The rows of each tenant, the tenant with the most accounts first.
private struct TenantRows {
    let byTenant: [(name: String, rows: [Int])]

    init(_ rows: [[String]], _ tenancy: Tenancy, seed: UInt64) {
        let column = tenancy.tenantColumn?.index ?? 0
        var places: [String: Int] = [:]
        var groups: [(name: String, rows: [Int])] = []
        for (row, values) in rows.enumerated() {
            let place = places[values[column]] ?? groups.count
            if places.updateValue(place, forKey: values[column]) == nil {
                groups.append((values[column], []))
            }
            groups[place].rows.append(row)
        }
        for place in groups.indices {
            var generator = SeededGenerator(seed: seed, stream: .accounts, UInt64(place))
            groups[place].rows.shuffle(using: &generator)
        }
        byTenant = groups.enumerated()
            .sorted { ($1.element.rows.count, $0.offset) < ($0.element.rows.count, $1.offset) }
            .map(\.element)
    }

    func weights(_ mix: AccountMix) -> [Double] {
        byTenant.indices.map { mix == .zipf ? 1 / Double($0 + 1) : 1 }
    }

    /// How many of so many users each tenant gets.
    func counts(of users: Int, weights: [Double]) -> [Int] {
        var counts = Array(repeating: 0, count: weights.count)
        for tenant in sequence(of: users, weights: weights) { counts[tenant] += 1 }
        return counts
    }

    func order(of users: Int, weights: [Double]) -> [Int]? {
        var next = Array(repeating: 0, count: weights.count)
        var order: [Int] = []
        for tenant in sequence(of: users, weights: weights) {
            guard next[tenant] < byTenant[tenant].rows.count else { return nil }
            order.append(byTenant[tenant].rows[next[tenant]])
            next[tenant] += 1
        }
        return order
    }

    /// The tenants of users 0, 1, 2, …: each time the one with the largest weight ÷ (users + ½).
    private func sequence(of users: Int, weights: [Double]) -> [Int] {
        guard !weights.isEmpty else { return [] }
        var queue = weights.enumerated().map { (tenant: $0.offset, weight: $0.element, users: 0) }
        return (0..<users).map { _ in
            var best = 0
            for place in queue.indices.dropFirst()
            where queue[place].weight * (2 * Double(queue[best].users) + 1)
                > queue[best].weight * (2 * Double(queue[place].users) + 1)
            { best = place }
            queue[best].users += 1
            return queue[best].tenant
        }
    }
}

extension Scenario {
    /// The same scenario with the accounts in the order in which users get them.
    package func withAccountsArranged(seed: UInt64) -> Scenario {
        var scenario = self
        // The reader has seen to it that there are enough.
        scenario.accounts = accounts.map { $0.arranged(seed: seed, users: load.peakUsers) ?? $0 }
        return scenario
    }
}
