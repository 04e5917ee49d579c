import Measuring
import Timekeeping
import Workload

/// The figures of a run as gates need them, with some seconds of planned starts set aside.
struct RunFigures {
    /// Exact counts and times of some operations over some part of the run.
    struct Sums {
        var planned = 0
        var succeeded = 0
        var missed = 0
        var unfinished = 0
        /// Timed out or not ready in the time given: it takes longer than was waited for.
        var givenUp = 0
        var response = LatencyHistogram()

        var failed: Int { planned - succeeded }
    }

    private let plan: MeasuringPlan
    /// By operation: what the contract promises, which need not be what the run counted.
    private let targets: [Nanoseconds?]
    /// By operation, in order of time; only cells in which something was planned.
    private let cells: [[(key: CellKey, cell: Cell)]]
    private let withoutSeconds: Set<Int>

    /// What of the judged span was played before the look, if any.
    private let span: Range<Nanoseconds>

    /// - Parameters:
    ///   - aside: seconds of planned starts that are set aside, beside those left out.
    init(_ facts: RunFacts, without aside: Set<Int> = []) {
        let record = facts.record
        let seconds = aside.union(facts.leftOut)
        plan = record.plan
        span = facts.judgedSpan
        targets = facts.terms.operations.map { facts.terms.promise(for: $0.operationClass)?.within }
        withoutSeconds = seconds
        var cells = record.plan.operations.map { _ in [(key: CellKey, cell: Cell)]() }
        for (key, cell) in record.cells
        where cell.planned > 0 && !seconds.contains(key.second) {
            cells[key.operation].append((key, cell))
        }
        self.cells = cells.map { $0.sorted { $0.key.second < $1.key.second } }
    }

    /// What gates are judged by: planned starts in the judged span, and for operations apart
    /// from the flows (sign-in) the whole run.
    private func judgedCells(_ operations: [Int]) -> [(key: CellKey, cell: Cell)] {
        operations.flatMap { index in
            plan.operations[index].isJudged
                ? cells[index].filter { $0.key.isJudged && $0.key.second < lastSecond }
                : cells[index]
        }
    }

    /// A look ends at a whole second; the judged span may end within one.
    private var lastSecond: Int { Int(span.upperBound.seconds.rounded(.up)) }

    /// The length of what is judged, in seconds.
    var judgedLength: Double { judgedSeconds.reduce(0) { $0 + $1.length } }

    func target(of operation: Int) -> Nanoseconds? { targets[operation] }

    func judged(_ operations: [Int]) -> Sums { sums(judgedCells(operations)) }

    func wholeRun(_ operations: [Int]) -> Sums { sums(operations.flatMap { cells[$0] }) }

    private func sums(_ cells: [(key: CellKey, cell: Cell)]) -> Sums {
        cells.reduce(into: Sums()) { sums, entry in
            sums.planned += entry.cell.planned
            sums.succeeded += entry.cell.succeeded
            sums.missed += entry.cell.outcomes[.missed]
            sums.unfinished += entry.cell.outcomes[.unfinished]
            sums.givenUp += entry.cell.outcomes[.timedOut] + entry.cell.outcomes[.notReady]
            sums.response.merge(entry.cell.response)
        }
    }

    /// The response time that a share (0 … 1) of the judged operations did not exceed.
    func percentile(_ operations: [Int], share: Double) -> Nanoseconds? {
        judged(operations).response.percentile(share * 100)
    }

    /// Exact counts against a share, and the same by second of planned start.
    func tally(_ operations: [Int], _ badness: Condition.Badness) -> ShareTally {
        let chosen = judgedCells(operations)
        let median = sums(chosen).response.percentile(50) ?? .zero
        var seconds: [Int: ShareTally.Second] = [:]
        for (key, cell) in chosen {
            var second = seconds[key.second] ?? ShareTally.Second()
            second.count += cell.planned
            let bad = bad(cell, key.operation, badness)
            second.bad += bad.upperBound
            second.fewestBad += bad.lowerBound
            if let limit = limit(of: key.operation, badness) {
                second.slow += cell.response.count(
                    above: max(median, Nanoseconds(limit.count / 2))
                )
            }
            seconds[key.second] = second
        }
        return ShareTally(seconds: seconds.sorted { $0.key < $1.key }.map(\.value))
    }

    /// The time an operation is bad beyond; `nil` when time plays no part.
    private func limit(of operation: Int, _ badness: Condition.Badness) -> Nanoseconds? {
        switch badness {
        case .failed: nil
        case .lateOrFailed: targets[operation]
        case .over(let limit): limit
        }
    }

    private func bad(
        _ cell: Cell,
        _ operation: Int,
        _ badness: Condition.Badness
    ) -> ClosedRange<Int> {
        guard let limit = limit(of: operation, badness) else { return cell.failed...cell.failed }
        return cell.over(limit, counted: plan.operations[operation].limits)
    }

    /// Operations with a time, and the sum of their response times in seconds, by second.
    func meanSeries(_ operations: [Int]) -> [(weight: Double, sum: Double)] {
        bySecond(operations, fillingGaps: false) { cell in
            (Double(cell.response.extent.count), Double(cell.response.extent.sum) / 1e9)
        }
    }

    /// Succeeded operations by second of the judged span, empty seconds among them.
    func successSeries(_ operations: [Int]) -> [(weight: Double, sum: Double)] {
        bySecond(operations, fillingGaps: true) { cell in (0, Double(cell.succeeded)) }
    }

    private func bySecond(
        _ operations: [Int],
        fillingGaps: Bool,
        _ value: (Cell) -> (Double, Double)
    ) -> [(weight: Double, sum: Double)] {
        var seconds: [Int: (weight: Double, sum: Double)] = [:]
        for (key, cell) in judgedCells(operations) {
            let (weight, sum) = value(cell)
            let known = seconds[key.second] ?? (0, 0)
            seconds[key.second] = (known.weight + weight, known.sum + sum)
        }
        guard fillingGaps else { return seconds.sorted { $0.key < $1.key }.map(\.value) }
        return judgedSeconds.map { second in
            (second.length, seconds[second.number]?.sum ?? 0)
        }
    }

    /// The seconds of the judged span with the part of each that lies in it.
    private var judgedSeconds: [(number: Int, length: Double)] {
        guard !span.isEmpty else { return [] }
        let last = (span.upperBound - Nanoseconds(1)).wholeSecond
        return (span.lowerBound.wholeSecond...last).compactMap { number in
            guard !withoutSeconds.contains(number) else { return nil }
            let from = max(span.lowerBound, .seconds(number))
            let to = min(span.upperBound, .seconds(number + 1))
            return (number, (to - from).seconds)
        }
    }
}
