import Timekeeping

/// The figures of one operation in one second of planned starts.
///
/// Memory: about 0.6 kB, 32 bytes per used tenth of a second, 8 bytes per used bucket; bounded by
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
    /// The used tenths of the second, ascending.
    package internal(set) var slices: [CellSlice] = []
    /// Late operations whose first whole second of waiting is this one, less those whose waiting
    /// ended in it; the running sum over seconds is how many waited all through each.
    package internal(set) var waitingChange = 0

    package init() {}

    /// A cell without operations of its own.
    init(waiting change: Int) {
        waitingChange = change
    }

    package var failed: Int { planned - succeeded }

    mutating func merge(_ other: Cell) {
        planned += other.planned
        succeeded += other.succeeded
        late += other.late
        violations += other.violations
        waitingChange += other.waitingChange
        gap.merge(other.gap)
        outcomes.merge(other.outcomes)
        response.merge(other.response)
        service.merge(other.service)
        if over.isEmpty {
            over = other.over
        } else {
            for (position, count) in other.over.enumerated() { over[position] += count }
        }
        for slice in other.slices { withSlice(slice.index) { $0.merge(slice) } }
    }

    private mutating func withSlice(_ index: UInt8, _ change: (inout CellSlice) -> Void) {
        let position = slices.firstIndex { $0.index >= index } ?? slices.count
        if position == slices.count || slices[position].index != index {
            slices.insert(CellSlice(index: index), at: position)
        }
        change(&slices[position])
    }
}
