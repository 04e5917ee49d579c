import Timekeeping

/// A ``Cell`` while operations are counted in it: no list is searched, no memory asked for once
/// the lists have grown.
struct OpenCell: OpenEntry {
    /// The plain counters; what the other properties count is empty in it.
    private var cell = Cell()
    private var over: [Int] = []
    private var outcomes = OpenOutcomes()
    private var response = OpenHistogram()
    private var service = OpenHistogram()
    private var slices = OpenSlices()

    init() {}

    static func spread(of key: CellKey) -> Int {
        key.second &+ key.operation &* 31
    }

    /// Takes in one finished operation.
    /// - Parameters:
    ///   - start: what kept it from starting on time.
    ///   - offset: the planned start since the beginning of the second, 0 ..< 1 s.
    ///   - done: the end as offset from the origin.
    mutating func record(
        _ sample: OperationSample,
        _ verdict: SampleVerdict,
        start: SampleStart,
        offset: Nanoseconds,
        done: Nanoseconds
    ) {
        cell.planned += 1
        if verdict.succeeded { cell.succeeded += 1 }
        if verdict.isLate { cell.late += 1 }
        if verdict.isViolation { cell.violations += 1 }
        while over.count < verdict.limits { over.append(0) }
        for position in 0..<verdict.exceeded { over[position] += 1 }
        outcomes.add(sample.outcome)
        if verdict.wasDispatched {
            response.record(sample.stamps.responseTime)
            service.record(sample.stamps.serviceTime)
            cell.gap.add(sample.stamps, free: start.free, opening: start.opening)
        }
        slices.record(within: offset, isViolation: verdict.isViolation, done: done)
    }

    mutating func add(_ change: WaitingChange) {
        slices.add(change)
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> Cell {
        var drained = cell
        drained.over = over
        drained.outcomes = outcomes.drain()
        drained.response = response.drain()
        drained.service = service.drain()
        drained.slices = slices.drain()
        cell = Cell()
        over.removeAll(keepingCapacity: true)
        return drained
    }
}

/// ``OutcomeCounts`` while they grow, with a place for every outcome.
struct OpenOutcomes: Sendable {
    private var counts = Outcome.allCases.map { _ in 0 }

    mutating func add(_ outcome: Outcome) {
        counts[Int(outcome.rawValue)] += 1
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> OutcomeCounts {
        var drained = OutcomeCounts()
        for outcome in Outcome.allCases where counts[Int(outcome.rawValue)] > 0 {
            drained.add(outcome, counts[Int(outcome.rawValue)])
            counts[Int(outcome.rawValue)] = 0
        }
        return drained
    }
}
