import Engine
import HTTPLanes
import Measuring
import Timekeeping
import Workload

/// A scenario played in this process over real sockets, and its record.
struct InProcessRun {
    let record: RunRecord
    let origin: MonotonicInstant

    /// - Parameters:
    ///   - origin: what planned starts count from.
    ///   - isEnough: ends the run before its time when it is true.
    ///   - observer: called with every exchange, on the shards' threads.
    init(
        _ scenario: Scenario,
        against url: String,
        shards: Int = 1,
        origin: MonotonicInstant = .now + .milliseconds(200),
        isEnough: @Sendable () -> Bool = { false },
        observer: (@Sendable (ExchangeReport) -> Void)? = nil
    ) async throws {
        let measuring = MeasuringPlan(
            operations: scenario.operations.indices.map { index in
                .init(
                    name: scenario.operations[index].name,
                    className: "online",
                    isJudged: scenario.judgedOperations.contains(OperationID(index: index)),
                    target: .seconds(3),
                    limits: [.seconds(3)]
                )
            },
            requests: scenario.operations.indices.flatMap { index in
                scenario.operations[index].requests.map { _ in
                    .init(name: scenario.operations[index].name, operation: index)
                }
            },
            judgedSpan: scenario.judgedSpan
        )
        let plan = try RunPlan(
            scenario: scenario,
            baseURL: url,
            seed: 3,
            runTag: "test",
            measuring: measuring
        )
        var workers: [any LaneWorker] = []
        for index in 0..<shards {
            let worker = try (scenario.transport.lane ?? .curl).makeWorker(
                index: index,
                transport: scenario.transport
            )
            try worker.start()
            workers.append(worker)
        }
        defer { for worker in workers { worker.stop() } }
        self.origin = origin
        let session = RunSession(
            plan: plan,
            workers: workers,
            origin: origin,
            observer: observer
        )
        session.start()
        while !session.isFinished {
            try await Task.sleep(for: .milliseconds(20))
            if isEnough() { session.stopNewWork() }
        }
        session.requestReports()
        while !session.hasAllReports { try await Task.sleep(for: .milliseconds(2)) }
        var record = RunRecord(plan: measuring, origin: origin, shards: shards)
        for report in session.takeReports() { record.merge(report.delta, shard: report.shard) }
        self.record = record
    }
}

extension Scenario {
    /// Flows of one GET each without think time, all equally likely.
    static func gets(_ paths: [String], load: LoadModel) -> Scenario {
        Scenario(
            name: "accuracy",
            service: .url("http://127.0.0.1"),
            load: load,
            flows: paths.indices.map {
                Flow(name: paths[$0], steps: [OperationID(index: $0)])
            },
            operations: paths.map {
                Operation(name: $0, requests: [Request(target: Template($0))])
            }
        )
    }
}
