package import Timekeeping

/// Exact counters and histograms of one or several operations over a stretch of the run.
package struct Totals: Sendable, Equatable {
    /// Every operation planned, whatever became of it: the denominator.
    package var planned = 0
    package var succeeded = 0
    /// Dispatched operations with R above their target, succeeded or not.
    package var late = 0
    /// Operations that did not succeed or were late.
    package var violations = 0
    /// The limits counted for every operation taken in, ascending.
    package var limits: [Nanoseconds] = []
    /// For each of ``limits``: operations that failed or had R above it, exactly.
    package var over: [Int] = []
    package var byOutcome: [Outcome: Int] = [:]
    /// R of all dispatched operations, failed ones too; unfinished ones stand with their age.
    package var response = LatencyHistogram()
    /// S of the same operations.
    package var service = LatencyHistogram()

    package init() {}

    /// Operations that did not succeed.
    package var failed: Int { planned - succeeded }
    /// Operations planned and never dispatched: no free user, or too far behind their pacing.
    package var missed: Int { byOutcome[.missed, default: 0] }
    /// Operations still in flight when they were counted.
    package var unfinished: Int { byOutcome[.unfinished, default: 0] }

    /// The share that succeeded within the target, 0 … 1; `nil` when nothing was planned.
    package var compliance: Double? {
        planned > 0 ? Double(planned - violations) / Double(planned) : nil
    }

    /// Operations that failed or had R above a limit; `nil` when the plan did not count it for
    /// every operation taken in.
    package func over(_ limit: Nanoseconds) -> Int? {
        limits.firstIndex(of: limit).map { over[$0] }
    }

    mutating func add(_ cell: Cell) {
        planned += cell.planned
        succeeded += cell.succeeded
        late += cell.late
        violations += cell.violations
        for (position, count) in cell.over.enumerated() { over[position] += count }
        byOutcome.merge(cell.outcomes.byOutcome, uniquingKeysWith: +)
        response.merge(cell.response)
        service.merge(cell.service)
    }

    /// Adds another operation's figures; only limits counted for both remain.
    mutating func merge(_ other: Totals) {
        planned += other.planned
        succeeded += other.succeeded
        late += other.late
        violations += other.violations
        let common = limits.filter(other.limits.contains)
        over = common.map { (over($0) ?? 0) + (other.over($0) ?? 0) }
        limits = common
        byOutcome.merge(other.byOutcome, uniquingKeysWith: +)
        response.merge(other.response)
        service.merge(other.service)
    }
}
