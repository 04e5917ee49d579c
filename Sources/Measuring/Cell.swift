import Timekeeping

/// The figures of one operation in one second of planned starts.
///
/// Memory: about 600 bytes, 40 per used tenth of a second, 8 bytes per used bucket; bounded by
/// the spread of the times, not by their number.
package struct Cell: Hashable, Sendable {
    package internal(set) var planned = 0
    package internal(set) var succeeded = 0
    /// Dispatched operations with R above the target, succeeded or not.
    package internal(set) var late = 0
    /// Operations that did not succeed or were late.
    package internal(set) var violations = 0
    /// For each of the operation's limits: operations that failed or had R above it, exactly.
    package internal(set) var over: [Int] = []
    package internal(set) var outcomes = OutcomeCounts()
    /// R of the operations that were dispatched.
    package internal(set) var response = SparseHistogram()
    /// S of the operations that were dispatched.
    package internal(set) var service = SparseHistogram()
    /// Where R − S of the dispatched operations went.
    package internal(set) var gap = StartGap()
    /// The tenths of the second in which something was planned, or waiting changed; ascending.
    package internal(set) var slices: [CellSlice] = []

    package init() {}

    /// What stays of the cell when its own operations do not count: who waited through its second.
    var withoutOperations: Cell? {
        var rest = Cell()
        rest.slices = slices.compactMap(\.withoutOperations)
        return rest.slices.isEmpty ? nil : rest
    }

    package var failed: Int { planned - succeeded }

    mutating func merge(_ other: Cell) {
        planned += other.planned
        succeeded += other.succeeded
        late += other.late
        violations += other.violations
        gap.merge(other.gap)
        outcomes.merge(other.outcomes)
        response.merge(other.response)
        service.merge(other.service)
        if over.isEmpty {
            over = other.over
        } else {
            for (position, count) in other.over.enumerated() { over[position] += count }
        }
        slices.merge(other.slices)
    }
}
