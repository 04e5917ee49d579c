import Measuring
import Timekeeping
import Verdicts
import Workload

/// The cells of a record sorted for tables: by operation, in order of time.
struct CellsByOperation {
    private let cells: [[(second: Int, cell: Cell)]]
    /// By operation, of its response and service times.
    private let estimators: [(response: QuantileEstimator, service: QuantileEstimator)]

    init(_ record: RunRecord, dependence: Contract.Dependence) {
        var cells = record.plan.operations.map { _ in [(second: Int, cell: Cell)]() }
        for (key, cell) in record.cells where cell.planned > 0 {
            cells[key.operation].append((key.second, cell))
        }
        let sorted = cells.map { $0.sorted { $0.second < $1.second } }
        self.cells = sorted
        estimators = sorted.map { cells in
            func estimator(_ times: (Cell) -> SparseHistogram) -> QuantileEstimator {
                QuantileEstimator(cells.map { times($0.cell) }, dependence: dependence)
            }
            return (estimator(\.response), estimator(\.service))
        }
    }

    /// Times of requests of an operation: they depend on each other as the operation's do.
    func times(
        of operation: Int,
        response: LatencyHistogram,
        service: LatencyHistogram
    ) -> (response: OperationRow.Times, service: OperationRow.Times) {
        let own = estimators[operation]
        return (
            OperationRow.Times(response) { own.response.estimate($0, in: response) },
            OperationRow.Times(service) { own.service.estimate($0, in: service) }
        )
    }

    /// The figures of an operation over the whole run.
    func row(of index: Int, plan: MeasuringPlan) -> OperationRow {
        let sums = Sums(cells[index].map(\.cell))
        let operation = plan.operations[index]
        let causes = Outcome.allCases.filter { $0 != .succeeded }
            .map { (outcome: $0, count: sums.outcomes[$0, default: 0]) }
            .filter { $0.count > 0 }
            .sorted { $0.count > $1.count }
        let longest = cells[index].max {
            ($0.cell.response.extent.maximum ?? .zero) < ($1.cell.response.extent.maximum ?? .zero)
        }
        return OperationRow(
            name: operation.name,
            className: operation.className,
            isJudged: operation.isJudged,
            target: operation.target,
            planned: sums.planned,
            succeeded: sums.succeeded,
            late: sums.late,
            failed: sums.planned - sums.succeeded,
            violations: sums.violations,
            causes: causes,
            response: OperationRow.Times(sums.response, estimators[index].response.estimate),
            service: OperationRow.Times(sums.service, estimators[index].service.estimate),
            gap: sums.gap,
            longestAt: sums.response.isEmpty ? nil : longest.map { .seconds($0.second) }
        )
    }

    /// Windows of each operation, then of all judged ones together, without gaps.
    func windows(plan: MeasuringPlan, timeline: [SecondFigures]) -> [WindowRow] {
        let length = ReportModel.windowSeconds
        guard let last = cells.compactMap(\.last?.second).max(), last >= 0 else { return [] }
        let users = Dictionary(
            timeline.map { ($0.second / length, $0.users) },
            uniquingKeysWith: max
        )
        let judged = plan.operations.indices.filter { plan.operations[$0].isJudged }
        let groups =
            plan.operations.indices.map { (operation: $0 as Int?, members: [$0]) }
            + [(operation: nil, members: judged)]
        return groups.flatMap { group -> [WindowRow] in
            let grouped = Dictionary(grouping: group.members.flatMap { cells[$0] }) {
                $0.second / length
            }
            return (0...(last / length)).map { number in
                WindowRow(
                    number: number,
                    operation: group.operation,
                    sums: Sums(grouped[number, default: []].map(\.cell)),
                    users: users[number]
                )
            }
        }
    }

    /// Sums over cells.
    struct Sums {
        var planned = 0
        var succeeded = 0
        var late = 0
        var violations = 0
        var outcomes: [Outcome: Int] = [:]
        var gap = StartGap()
        var response = LatencyHistogram()
        var service = LatencyHistogram()

        init(_ cells: [Cell]) {
            // Merged sparsely first: a full histogram per window would cost 200 kB each.
            var response = SparseHistogram()
            var service = SparseHistogram()
            for cell in cells {
                planned += cell.planned
                succeeded += cell.succeeded
                late += cell.late
                violations += cell.violations
                outcomes.merge(cell.outcomes.byOutcome, uniquingKeysWith: +)
                response.merge(cell.response)
                service.merge(cell.service)
                gap.merge(cell.gap)
            }
            self.response = LatencyHistogram(response)
            self.service = LatencyHistogram(service)
        }
    }
}

extension WindowRow {
    fileprivate init(
        number: Int,
        operation: Int?,
        sums: CellsByOperation.Sums,
        users: Int?
    ) {
        self.init(
            start: .seconds(number * ReportModel.windowSeconds),
            length: .seconds(ReportModel.windowSeconds),
            operation: operation,
            planned: sums.planned,
            late: sums.late,
            failed: sums.planned - sums.succeeded,
            p50: sums.response.percentile(50),
            p95: sums.response.percentile(95),
            p99: sums.response.percentile(99),
            max: sums.response.max,
            serviceP50: sums.service.percentile(50),
            serviceP95: sums.service.percentile(95),
            serviceP99: sums.service.percentile(99),
            users: users
        )
    }
}
