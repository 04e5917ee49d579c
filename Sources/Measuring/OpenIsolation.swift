import Timekeeping

/// An ``IsolationTally`` while answers and operations are counted in it.
struct OpenIsolation: Sendable {
    private let groupOfUser: [Int]
    /// By operation: the index of its class, or `nil` when it is not judged.
    private let classOfOperation: [Int?]
    private var seconds = OpenTable<OpenSearches>()
    private var requests = OpenTable<OpenSearches>()
    private var tenants = OpenTable<OpenTenant>()
    private var delays = OpenTable<OpenTenantSecond>()

    /// `nil` when the scenario does not keep tenants apart.
    init?(plan: MeasuringPlan) {
        guard let groups = plan.tenants else { return nil }
        groupOfUser = groups.groupOfUser
        let names = plan.classNames
        classOfOperation = plan.operations.map { operation in
            operation.isJudged ? names.firstIndex(of: operation.className) : nil
        }
    }

    mutating func record(_ sample: RequestSample, second: Int) {
        guard sample.searched != .no else { return }
        seconds.entries[seconds.place(of: second)].counts.count(sample.searched)
        requests.entries[requests.place(of: sample.request)].counts.count(sample.searched)
    }

    /// Counts an operation for its user's tenant.
    /// - Parameters:
    ///   - planned, done: as offsets from the origin.
    ///   - isJudged: whether it was planned in the judged span.
    mutating func record(
        _ sample: OperationSample,
        _ verdict: SampleVerdict,
        planned: Nanoseconds,
        done: Nanoseconds,
        isJudged: Bool
    ) {
        guard groupOfUser.indices.contains(sample.user),
            let className = classOfOperation[sample.operation]
        else { return }
        let key = TenantKey(group: groupOfUser[sample.user], className: className)
        if isJudged { tenants.entries[tenants.place(of: key)].record(sample, verdict) }
        let second = planned.wholeSecond
        delays.entries[delays.place(of: TenantSecond(tenant: key, second: second))].slices.record(
            within: planned - .seconds(second),
            isViolation: verdict.isViolation,
            done: done
        )
        guard verdict.isLate else { return }
        for change in WaitingChange.steps(from: planned, to: done) {
            let second = TenantSecond(tenant: key, second: change.second)
            delays.entries[delays.place(of: second)].slices.add(change)
        }
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> IsolationTally {
        var tally = IsolationTally(
            seconds: seconds.drain { $0.drain() },
            requests: requests.drain { $0.drain() },
            tenants: tenants.drain { $0.drain() }
        )
        for (key, slices) in delays.drain({ $0.slices.drain() }) {
            tally.delays[key.tenant, default: [:]][key.second] = slices
        }
        return tally
    }
}

private struct OpenSearches: OpenEntry {
    var counts = SearchCounts()

    static func spread(of key: Int) -> Int { key }

    mutating func drain() -> SearchCounts {
        defer { counts = SearchCounts() }
        return counts
    }
}

private struct OpenTenant: OpenEntry {
    private var totals = TenantTotals()
    private var response = OpenHistogram()

    init() {}

    static func spread(of key: TenantKey) -> Int { key.group &* 3 &+ key.className }

    mutating func record(_ sample: OperationSample, _ verdict: SampleVerdict) {
        totals.planned += 1
        if verdict.isLate { totals.late += 1 }
        if !verdict.succeeded { totals.failed += 1 }
        if verdict.wasDispatched { response.record(sample.stamps.responseTime) }
    }

    mutating func drain() -> TenantTotals {
        defer { totals = TenantTotals() }
        var drained = totals
        drained.response = response.drain()
        return drained
    }
}

/// A second of a tenant's operations, by planned start.
private struct TenantSecond: Hashable {
    var tenant: TenantKey
    /// Whole seconds since the origin, rounded down.
    var second: Int
}

private struct OpenTenantSecond: OpenEntry {
    var slices = OpenSlices()

    static func spread(of key: TenantSecond) -> Int {
        key.second &+ (key.tenant.group &* 3 &+ key.tenant.className) &* 31
    }
}
