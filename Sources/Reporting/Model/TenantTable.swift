import Measuring
import Statistics
import Timekeeping

/// The judged operations of one class by company, side by side.
struct TenantTable {
    struct Row {
        let name: String
        /// Of the load's peak.
        let users: Int
        let totals: TenantTotals
        let response: LatencyHistogram
        /// Its own latency-continuation periods, over the whole run.
        let delays: [Episode]
        /// All companies without figures of their own.
        let isOthers: Bool
    }

    /// How even the service was; shown, never judged.
    struct Evenness {
        /// The companies it rests on.
        let companies: Int
        /// The fewest operations of any of them.
        let fewest: Int
        let worst: Row
        let best: Row
        /// The worst company's p95 over the best one's, at least 1.
        let ratio: Double
        /// Jain's index of the companies' mean response times.
        let jain: Double
    }

    /// Companies with fewer operations have no p95 to speak of.
    static let fewestOperations = 20

    let className: String
    /// In the order of the accounts.
    let rows: [Row]
    /// `nil` with fewer than two companies that have enough operations.
    let evenness: Evenness?

    /// One for each class in which at least two companies have operations.
    /// - Parameter episodes: those of companies.
    static func tables(of record: RunRecord, episodes: [Episode]) -> [TenantTable] {
        guard let groups = record.plan.tenants else { return [] }
        let tenants = record.tenants
        return record.plan.classNames.enumerated().compactMap { number, name in
            let rows = groups.names.enumerated().compactMap { group, tenant -> Row? in
                let key = TenantKey(group: group, className: number)
                guard let totals = tenants[key] else { return nil }
                return Row(
                    name: tenant,
                    users: groups.users[group],
                    totals: totals,
                    response: LatencyHistogram(totals.response),
                    delays: episodes.filter {
                        $0.scope == .tenant(group: group, className: name)
                    },
                    isOthers: groups.hasOthers && group == groups.names.count - 1
                )
            }
            return rows.isEmpty
                ? nil : TenantTable(className: name, rows: rows, evenness: evenness(of: rows))
        }
    }

    private static func evenness(of rows: [Row]) -> Evenness? {
        let told = rows.filter { !$0.isOthers && $0.response.count >= fewestOperations }
        let ordered = told.sorted { $0.p95 < $1.p95 }
        let means = told.compactMap { $0.response.mean?.seconds }
        guard told.count > 1, let best = ordered.first, let worst = ordered.last,
            best.p95 > .zero, let jain = Fairness.jain(means)
        else { return nil }
        return Evenness(
            companies: told.count,
            fewest: told.map { Int($0.response.count) }.min() ?? 0,
            worst: worst,
            best: best,
            ratio: worst.p95.seconds / best.p95.seconds,
            jain: jain
        )
    }
}

extension TenantTable.Row {
    /// How long its longest period continued; `nil` without any.
    var longestDelay: Nanoseconds? { delays.map(\.duration).max() }

    fileprivate var p95: Nanoseconds { response.percentile(95) ?? .zero }
}
