import Engine
import Measuring
import TestSupport
import Timekeeping
import Workload

/// A small scenario to play in virtual time, and the run of it.
struct VirtualRun {
    let worker: VirtualWorker
    let record: RunRecord
    let reports: [ShardReport]
    let origin: MonotonicInstant

    /// Plays a scenario on one worker to its end, or until `stop` says so.
    init(
        _ scenario: Scenario,
        seed: UInt64 = 1,
        drain: Nanoseconds = .seconds(60),
        stopAt: Nanoseconds? = nil,
        answer: @escaping (Int, OutgoingRequest, MonotonicInstant) -> VirtualWorker.Script
    ) throws {
        let worker = VirtualWorker(answer: answer)
        let measuring = MeasuringPlan(
            operations: scenario.operations.map {
                .init(
                    name: $0.name,
                    className: $0.operationClass.rawValue,
                    isJudged: true,
                    target: .seconds(3),
                    limits: [.seconds(3)]
                )
            },
            requests: scenario.operations.enumerated().flatMap { index, operation in
                operation.requests.map { _ in .init(name: operation.name, operation: index) }
            },
            judgedSpan: scenario.load.judgedSpan
        )
        let plan = try RunPlan(
            scenario: scenario,
            baseURL: "http://forms.test",
            seed: seed,
            runTag: "test",
            measuring: measuring
        )
        let origin = worker.now + .seconds(1)
        let session = RunSession(plan: plan, workers: [worker], origin: origin)
        session.start()
        if let stopAt {
            worker.drive(limit: origin + stopAt)
            session.stopNewWork()
        }
        let deadline = origin + scenario.load.duration + drain
        worker.drive(limit: deadline) { session.isFinished }
        if !session.isFinished {
            session.abortInFlight()
            worker.drive { session.isFinished }
        }
        session.requestReports()
        worker.drive { session.hasAllReports }
        reports = session.takeReports()
        var record = RunRecord(plan: measuring, origin: origin, shards: 1)
        for report in reports { record.merge(report.delta, shard: report.shard) }
        self.worker = worker
        self.record = record
        self.origin = origin
    }

    /// When requests to a path were sent, as offsets from the origin.
    func sends(to path: String) -> [Nanoseconds] {
        worker.sent.filter { $0.request.url.hasSuffix(path) }.map { $0.at - origin }
    }
}

extension Scenario {
    /// One flow with one GET per path.
    static func closed(
        users: Int,
        hold: Nanoseconds,
        paths: [String] = ["/form"],
        think: ThinkTime = .none,
        pacing: Nanoseconds? = nil
    ) -> Scenario {
        Scenario(
            name: "test",
            service: .url("http://forms.test"),
            load: .users([
                UserStage(target: users, duration: .zero), UserStage(target: users, duration: hold),
            ]),
            flows: [
                Flow(
                    name: "flow",
                    steps: paths.indices.map(OperationID.init(index:)),
                    think: think,
                    pacing: pacing
                )
            ],
            operations: paths.map { path in
                Operation(name: path, requests: [Request(target: Template(path))])
            }
        )
    }

    static func open(rate: Double, hold: Nanoseconds, users: Int) -> Scenario {
        var scenario = closed(users: users, hold: hold)
        scenario.load = .arrivals(
            ArrivalLoad(
                law: .constant,
                stages: [
                    RateStage(target: rate, duration: .zero),
                    RateStage(target: rate, duration: hold),
                ],
                users: users
            )
        )
        return scenario
    }
}

extension VirtualWorker.Script {
    static func ok(after delay: Nanoseconds) -> Self { Self(delay: delay) }
}
