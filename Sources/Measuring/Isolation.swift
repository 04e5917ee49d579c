/// What came of searching one answer for other tenants' data (checklist items 34 and 44).
package enum AnswerSearched: UInt8, Sendable, Hashable {
    /// Not asked for, or there was no answer at all.
    case no
    /// Nothing was found in all that came.
    case clean
    /// Another tenant's marker was found.
    case leaked
    /// Nothing was found, but not all that came could be read.
    case incomplete
    /// Nothing was found but texts that may be another tenant's and may be ordinary words.
    case alike
    /// Nothing was found, in a form whose texts cannot be seen: packed, or in unknown characters.
    case packed
    /// Nothing was found in an image or a font, whose bytes hold no text.
    case media
}

/// How many answers were searched, and what was found.
package struct SearchCounts: Sendable, Hashable {
    /// Searched to their end, or something was found.
    package internal(set) var searched = 0
    /// Of ``searched``, those that held another tenant's marker.
    package internal(set) var leaked = 0
    /// Answers with a part that could not be read, and nothing found in the rest.
    package internal(set) var incomplete = 0
    /// Of ``searched``, those that held nothing but what may be another tenant's marker.
    package internal(set) var alike = 0
    /// Answers that may hold texts in a form in which they cannot be seen.
    package internal(set) var packed = 0
    /// Images and fonts.
    package internal(set) var media = 0

    package init() {}

    mutating func count(_ result: AnswerSearched) {
        switch result {
        case .no: break
        case .clean: searched += 1
        case .leaked:
            searched += 1
            leaked += 1
        case .incomplete: incomplete += 1
        case .alike:
            searched += 1
            alike += 1
        case .packed: packed += 1
        case .media: media += 1
        }
    }

    package mutating func add(_ other: SearchCounts) {
        searched += other.searched
        leaked += other.leaked
        incomplete += other.incomplete
        alike += other.alike
        packed += other.packed
        media += other.media
    }
}

/// The tenants whose times are told apart: the largest ones, and one group for the rest.
package struct TenantGroups: Sendable, Equatable, Codable {
    /// How many have figures of their own.
    package static let most = 50

    /// The names of the groups.
    package var names: [String]
    /// How many users each has at the peak.
    package var users: [Int]
    /// By user.
    package var groupOfUser: [Int]
    /// Whether the last group is all other tenants together.
    package var hasOthers: Bool

    /// - Parameter tenantOfUser: by user, the index of its tenant.
    package init(tenants: [String], tenantOfUser: [Int32]) {
        var counts: [Int32: Int] = [:]
        for tenant in tenantOfUser { counts[tenant, default: 0] += 1 }
        let order = counts.keys.sorted {
            (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1)
        }
        // In the order in which they stand in the accounts, as people know them.
        let own = order.prefix(Self.most).sorted()
        hasOthers = order.count > Self.most
        var groups: [Int32: Int] = [:]
        for (group, tenant) in own.enumerated() { groups[tenant] = group }
        groupOfUser = tenantOfUser.map { groups[$0] ?? own.count }
        let others = order.count - own.count
        names = own.map { tenants[Int($0)] } + (hasOthers ? ["\(others) others"] : [])
        users = Array(repeating: 0, count: names.count)
        for group in groupOfUser { users[group] += 1 }
    }
}

/// The judged operations of one class that the users of one group of tenants played.
package struct TenantTotals: Sendable, Hashable {
    package internal(set) var planned = 0
    package internal(set) var late = 0
    package internal(set) var failed = 0
    /// Of those that were dispatched.
    package internal(set) var response = SparseHistogram()

    package init() {}

    package var succeeded: Int { planned - failed }

    mutating func merge(_ other: TenantTotals) {
        planned += other.planned
        late += other.late
        failed += other.failed
        response.merge(other.response)
    }
}

/// Which ``TenantTotals``.
package struct TenantKey: Sendable, Hashable {
    /// Index into ``TenantGroups/names``.
    package var group: Int
    /// Index into ``MeasuringPlan/classNames``.
    package var className: Int

    package init(group: Int, className: Int) {
        self.group = group
        self.className = className
    }
}

/// What a shard or a run knows of the separation of tenants; all of it adds up.
struct IsolationTally: Sendable, Equatable {
    /// By second in which the answer was complete.
    var seconds: [Int: SearchCounts] = [:]
    /// By request of the plan.
    var requests: [Int: SearchCounts] = [:]
    var tenants: [TenantKey: TenantTotals] = [:]
    /// When operations were late, for the tenants' own latency-continuation periods; also before
    /// and after the judged span, as for the operations.
    ///
    /// Memory: 40 bytes for each tenth of a second in which a tenant's operation was planned, at
    /// most ``TenantGroups/most`` + 1 tenants; 73 MB for an hour in which none of 51 rests.
    /// By whole seconds of the planned start since the origin, rounded down.
    var delays: [TenantKey: [Int: [CellSlice]]] = [:]

    mutating func merge(_ other: IsolationTally) {
        seconds.merge(other.seconds, by: { $0.add($1) })
        requests.merge(other.requests, by: { $0.add($1) })
        tenants.merge(other.tenants, by: { $0.merge($1) })
        delays.merge(other.delays, by: { $0.merge($1, by: { $0.merge($1) }) })
    }

    /// Takes out all that was planned in some seconds; what is known of waiting stays.
    mutating func leaveOut(_ seconds: Set<Int>) {
        for (tenant, all) in delays {
            for (second, slices) in all where seconds.contains(second) {
                delays[tenant]?[second] = slices.compactMap(\.withoutOperations)
            }
        }
    }
}
