package import Timekeeping

/// A latency-continuation period (遅延継続時間): operations late more often than promised.
///
/// Definition: methodology §4.4. Instants are offsets from the origin.
package struct Episode: Sendable, Hashable {
    /// Whose operations were looked at together.
    package enum Scope: Sendable, Hashable {
        /// Index into ``MeasuringPlan/operations``.
        case operation(Int)
        case className(String)
        /// All `online` operations.
        case service
        /// One class's operations of the users of one group of tenants.
        ///
        /// - group: index into ``TenantGroups/names``.
        case tenant(group: Int, className: String)
    }

    package var scope: Scope
    /// The planned start of the first violating operation.
    package var start: Nanoseconds
    /// The completion of the last violating operation.
    package var end: Nanoseconds
    /// When the episode could first be told: the end of the bad window that opened it.
    package var alertedAt: Nanoseconds
    /// Operations planned between the edges, and violations among them.
    package var planned: Int
    package var violations: Int
    /// The smallest compliance among the windows of the episode, 0 … 1.
    package var worstShare: Double
    /// Response times of operations planned in the seconds of the episode; `nil` without any,
    /// and for a tenant.
    package var p50: Nanoseconds?
    package var p95: Nanoseconds?
    package var max: Nanoseconds?
    /// It was under way when the judged part began, so it may have begun earlier.
    package var leftCensored: Bool
    /// It was under way when the judged part ended, so it may have gone on.
    package var rightCensored: Bool
    /// The generator itself was late while it lasted.
    package var generatorSuspect: Bool
    /// The operations with violations in it, by index, ascending; not told for a tenant.
    package var operations: [Int]

    package init(
        scope: Scope,
        start: Nanoseconds,
        end: Nanoseconds,
        alertedAt: Nanoseconds,
        planned: Int,
        violations: Int,
        worstShare: Double,
        p50: Nanoseconds?,
        p95: Nanoseconds?,
        max: Nanoseconds?,
        leftCensored: Bool,
        rightCensored: Bool,
        generatorSuspect: Bool,
        operations: [Int]
    ) {
        self.scope = scope
        self.start = start
        self.end = end
        self.alertedAt = alertedAt
        self.planned = planned
        self.violations = violations
        self.worstShare = worstShare
        self.p50 = p50
        self.p95 = p95
        self.max = max
        self.leftCensored = leftCensored
        self.rightCensored = rightCensored
        self.generatorSuspect = generatorSuspect
        self.operations = operations
    }

    /// Whether it is about one company's operations.
    package var isOfCompany: Bool {
        if case .tenant = scope { true } else { false }
    }

    /// How long the delay continued; a lower bound when censored.
    package var duration: Nanoseconds { end - start }
}
