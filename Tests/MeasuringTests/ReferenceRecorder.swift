import Measuring
import Timekeeping

/// The recorder as its rules read: one sample after the other, everything kept, nothing clever.
///
/// Says what a record must hold after any samples, whenever the deltas were taken.
struct ReferenceRecorder {
    struct Cell: Equatable {
        var planned = 0
        var succeeded = 0
        var late = 0
        var violations = 0
        var over: [Int] = []
        var byOutcome: [Outcome: Int] = [:]
        var response: [Nanoseconds] = []
        var service: [Nanoseconds] = []
        /// R − S of all dispatched operations.
        var gap = Nanoseconds.zero
        /// By tenth of the second: planned, and the violations' offsets and ends.
        var slices: [Int: Slice] = [:]
    }

    struct Slice: Equatable {
        var planned = 0
        var waitingChange = 0
        var violations: [Nanoseconds] = []
        var ends: [Nanoseconds] = []
    }

    struct Second: Equatable {
        var started = 0
        var finished = 0
        var violations = 0
        var lags: [Nanoseconds] = []
    }

    let plan: MeasuringPlan
    let origin: MonotonicInstant
    private(set) var cells: [CellKey: Cell] = [:]
    private(set) var seconds: [Int: Second] = [:]
    private(set) var requests: [Int: [RequestSample]] = [:]
    private var samples: [OperationSample] = []

    init(plan: MeasuringPlan, origin: MonotonicInstant) {
        self.plan = plan
        self.origin = origin
    }

    mutating func record(_ sample: RequestSample) {
        requests[sample.request, default: []].append(sample)
    }

    mutating func record(_ sample: OperationSample) {
        let stamps = sample.stamps
        let operation = plan.operations[sample.operation]
        let isLate =
            sample.outcome.wasDispatched
            && stamps.responseTime > operation.target ?? Nanoseconds(.max)
        let isViolation = isLate || sample.outcome != .succeeded
        count(sample, operation, isLate: isLate, isViolation: isViolation)
        let done = second(stamps.done)
        seconds[done, default: Second()].finished += 1
        if isViolation { seconds[done]?.violations += 1 }
        guard sample.outcome.wasDispatched else { return }
        seconds[second(stamps.dispatched), default: Second()].started += 1
        let free = samples.filter { $0.user == sample.user }.map(\.stamps.done).max()
        let due = max(stamps.planned, free ?? stamps.planned)
        let lag = max(.zero, stamps.dispatched - due)
        seconds[second(stamps.planned), default: Second()].lags.append(lag)
        samples.append(sample)
    }

    private mutating func count(
        _ sample: OperationSample,
        _ operation: MeasuringPlan.Operation,
        isLate: Bool,
        isViolation: Bool
    ) {
        let stamps = sample.stamps
        let planned = stamps.planned - origin
        let end = max(stamps.done - origin, planned)
        var key = CellKey(
            operation: sample.operation,
            second: second(stamps.planned),
            isJudged: plan.judgedSpan.contains(planned)
        )
        var cell = cells[key] ?? Cell()
        cell.planned += 1
        cell.succeeded += sample.outcome == .succeeded ? 1 : 0
        cell.late += isLate ? 1 : 0
        cell.violations += isViolation ? 1 : 0
        cell.byOutcome[sample.outcome, default: 0] += 1
        let over = operation.limits.map {
            sample.outcome != .succeeded || stamps.responseTime > $0 ? 1 : 0
        }
        cell.over = cell.over.isEmpty ? over : zip(cell.over, over).map(+)
        if sample.outcome.wasDispatched {
            cell.response.append(stamps.responseTime)
            cell.service.append(stamps.serviceTime)
            cell.gap += stamps.responseTime - stamps.serviceTime
        }
        let offset = planned - .seconds(key.second)
        let tenth = Int(offset.count / 100_000_000)
        cell.slices[tenth, default: Slice()].planned += 1
        if isViolation {
            cell.slices[tenth]?.violations.append(offset)
            cell.slices[tenth]?.ends.append(end)
        }
        cells[key] = cell
        func tenths(_ time: Nanoseconds) -> Int { Int((Double(time.count) / 1e8).rounded(.down)) }
        let first = tenths(planned) + 1
        guard isLate, tenths(end) > first else { return }
        for (tenth, change) in [(first, 1), (tenths(end), -1)] {
            key.second = Int((Double(tenth) / 10).rounded(.down))
            cells[key, default: Cell()].slices[tenth - key.second * 10, default: Slice()]
                .waitingChange += change
        }
    }

    private func second(_ instant: MonotonicInstant) -> Int {
        Int((Double((instant - origin).count) / 1e9).rounded(.down))
    }
}
