import Timekeeping

/// The figures of one operation in one second of planned starts.
///
/// Memory: about 0.5 kB, 32 bytes per used tenth of a second, 8 bytes per used bucket; bounded by
/// the spread of the times, not by their number.
package struct Cell: Hashable, Sendable {
    package private(set) var planned = 0
    package private(set) var succeeded = 0
    /// Dispatched operations with R above the target, succeeded or not.
    package private(set) var late = 0
    /// Operations that did not succeed or were late.
    package private(set) var violations = 0
    /// For each of the operation's limits: operations that failed or had R above it, exactly.
    package private(set) var over: [Int] = []
    package private(set) var outcomes = OutcomeCounts()
    /// R of the operations that were dispatched.
    package private(set) var response = SparseHistogram()
    /// S of the operations that were dispatched.
    package private(set) var service = SparseHistogram()
    /// The used tenths of the second, ascending.
    package private(set) var slices: [CellSlice] = []
    /// Late operations whose first whole second of waiting is this one, less those whose waiting
    /// ended in it; the running sum over seconds is how many waited all through each.
    package private(set) var waitingChange = 0

    package init() {}

    package var failed: Int { planned - succeeded }

    /// Takes in one finished operation.
    /// - Parameters:
    ///   - offset: the planned start since the beginning of the second, 0 ..< 1 s.
    ///   - done: the end as offset from the origin.
    mutating func record(
        _ sample: OperationSample,
        of operation: MeasuringPlan.Operation,
        offset: Nanoseconds,
        done: Nanoseconds
    ) {
        let verdict = SampleVerdict(sample, of: operation)
        if over.isEmpty { over = Array(repeating: 0, count: operation.limits.count) }
        planned += 1
        outcomes.add(sample.outcome)
        if verdict.succeeded { succeeded += 1 }
        if verdict.isLate { late += 1 }
        if verdict.isViolation { violations += 1 }
        for (position, limit) in operation.limits.enumerated()
        where verdict.exceeds(limit) {
            over[position] += 1
        }
        if verdict.wasDispatched {
            response.record(sample.stamps.responseTime)
            service.record(sample.stamps.serviceTime)
        }
        withSlice(UInt8(clamping: offset.count / CellSlice.length.count)) {
            $0.record(within: offset, isViolation: verdict.isViolation, done: done)
        }
    }

    mutating func addWaiting(_ change: Int) {
        waitingChange += change
    }

    mutating func merge(_ other: Cell) {
        planned += other.planned
        succeeded += other.succeeded
        late += other.late
        violations += other.violations
        waitingChange += other.waitingChange
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

/// What an operation's end means for the exact counters.
struct SampleVerdict {
    let succeeded: Bool
    let wasDispatched: Bool
    let isLate: Bool
    private let response: Nanoseconds

    var isViolation: Bool { !succeeded || isLate }

    init(_ sample: OperationSample, of operation: MeasuringPlan.Operation) {
        succeeded = sample.outcome == .succeeded
        wasDispatched = sample.outcome.wasDispatched
        response = sample.stamps.responseTime
        // R equal to the target keeps it.
        isLate = wasDispatched && operation.target.map { sample.stamps.responseTime > $0 } == true
    }

    /// A failed operation exceeds every limit, however quick it failed.
    func exceeds(_ limit: Nanoseconds) -> Bool {
        !succeeded || response > limit
    }
}
