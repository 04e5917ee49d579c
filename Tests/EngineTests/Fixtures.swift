import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

/// A small scenario to play in virtual time, and the run of it.
struct VirtualRun {
    /// What is done to the run from outside, besides playing it to its end.
    struct Conduct {
        var shards = 1
        /// After the schedule's end, before what is in flight is ended.
        var drain = Nanoseconds.seconds(60)
        var stopAt: Nanoseconds?
        var abortAt: Nanoseconds?
        /// When reports are asked for, besides the last.
        var reportsAt: [Nanoseconds] = []
        /// The workers stand still for a while, as in a stopped process.
        var freeze: (at: Nanoseconds, length: Nanoseconds)?
    }

    let workers: [VirtualWorker]
    let record: RunRecord
    let reports: [ShardReport]
    let origin: MonotonicInstant
    /// At each report asked for: operations sent so far that stood in no sample and not in flight.
    let unaccounted: [Int]

    var worker: VirtualWorker { workers[0] }
    var sent: [(user: Int, at: MonotonicInstant, request: OutgoingRequest)] {
        workers.flatMap(\.sent)
    }

    init(
        _ scenario: Scenario,
        seed: UInt64 = 1,
        drain: Nanoseconds = .seconds(60),
        stopAt: Nanoseconds? = nil,
        answer: @escaping (Int, OutgoingRequest, MonotonicInstant) -> VirtualWorker.Script
    ) throws {
        try self.init(
            scenario,
            seed: seed,
            conduct: Conduct(drain: drain, stopAt: stopAt),
            answer: answer
        )
    }

    /// Plays a scenario to its end, or until it is stopped.
    init(
        _ scenario: Scenario,
        seed: UInt64 = 1,
        conduct: Conduct,
        answer: @escaping (Int, OutgoingRequest, MonotonicInstant) -> VirtualWorker.Script
    ) throws {
        let workers = (0..<conduct.shards).map { _ in VirtualWorker(answer: answer) }
        let plan = try RunPlan(
            scenario: scenario,
            baseURL: "http://forms.test",
            seed: seed,
            runTag: "test",
            measuring: MeasuringPlan(playing: scenario)
        )
        let origin = workers[0].now + .seconds(1)
        let session = RunSession(plan: plan, workers: workers, origin: origin)
        var reports: [ShardReport] = []
        var record = RunRecord(plan: plan.measuring, origin: origin, shards: conduct.shards)
        var unaccounted: [Int] = []
        func drive(to limit: MonotonicInstant) {
            for worker in workers { worker.drive(limit: limit) }
        }
        func takeReports() {
            session.requestReports()
            for worker in workers { worker.drive(limit: worker.now) }
            let taken = session.takeReports()
            for report in taken { record.merge(report.delta, shard: report.shard) }
            reports += taken
        }
        session.start()
        let end = scenario.load.duration + conduct.drain
        for moment in conduct.moments where moment.time < end && !session.isFinished {
            drive(to: origin + moment.time)
            switch moment.action {
            case .stop: session.stopNewWork()
            case .abort: session.abortInFlight()
            case .freeze(let length): for worker in workers { worker.freeze(for: length) }
            case .report:
                takeReports()
                let began = workers.flatMap(\.sent).count { !$0.request.url.hasSuffix("/hop") }
                let all = record.totals(judgedOnly: false)
                let recorded = all.planned - all.missed - all.byOutcome[.notPlayable, default: 0]
                unaccounted.append(
                    began - recorded - record.inFlight.count { $0.user >= 0 }
                )
            }
        }
        drive(to: origin + end)
        if !session.isFinished {
            session.abortInFlight()
            for worker in workers { worker.drive() }
        }
        takeReports()
        #expect(session.isFinished)
        self.workers = workers
        self.reports = reports
        self.record = record
        self.origin = origin
        self.unaccounted = unaccounted
    }

    /// When requests to a path were sent, as offsets from the origin.
    func sends(to path: String) -> [Nanoseconds] {
        sent.filter { $0.request.url.hasSuffix(path) }.map { $0.at - origin }
    }

    /// Users and arrivals of all shards at the end.
    var attendance: AttendanceFigures {
        var sum = AttendanceFigures()
        for report in lastReports { sum.add(report.attendance) }
        return sum
    }

    var arrivalsHandled: Int { lastReports.reduce(0) { $0 + $1.arrivalsHandled } }

    private var lastReports: ArraySlice<ShardReport> { reports.suffix(workers.count) }
}

extension VirtualRun.Conduct {
    enum Action {
        case stop, abort, report
        case freeze(Nanoseconds)
    }

    /// Everything that happens, in order.
    var moments: [(time: Nanoseconds, action: Action)] {
        var moments = reportsAt.map { (time: $0, action: Action.report) }
        if let stopAt { moments.append((stopAt, .stop)) }
        if let abortAt { moments.append((abortAt, .abort)) }
        if let freeze { moments.append((freeze.at, .freeze(freeze.length))) }
        return moments.sorted { $0.time < $1.time }
    }
}

extension MeasuringPlan {
    /// Everything three seconds; what users do before and after their flows is not judged.
    init(playing scenario: Scenario) {
        let apart = Set(scenario.beforeEachUser + scenario.afterEachUser)
        self.init(
            operations: scenario.operations.enumerated().map { index, operation in
                .init(
                    name: operation.name,
                    className: operation.operationClass.rawValue,
                    isJudged: !apart.contains(OperationID(index: index)),
                    target: .seconds(3),
                    limits: [.seconds(3)]
                )
            },
            requests: scenario.operations.enumerated().flatMap { index, operation in
                operation.requests.map { _ in .init(name: operation.name, operation: index) }
            },
            judgedSpan: scenario.judgedSpan
        )
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

    static func open(
        rate: Double,
        hold: Nanoseconds,
        users: Int,
        paths: [String] = ["/form"],
        leadIn: Nanoseconds = .zero,
        law: ArrivalLoad.Law = .constant
    ) -> Scenario {
        var scenario = closed(users: users, hold: hold, paths: paths)
        scenario.load = .arrivals(
            ArrivalLoad(
                law: law,
                stages: [
                    RateStage(target: rate, duration: .zero),
                    RateStage(target: rate, duration: hold),
                ],
                users: users,
                leadIn: leadIn
            )
        )
        return scenario
    }

    /// The time in which users of an open load sign in.
    var leadIn: Nanoseconds {
        guard case .arrivals(let load) = load else { return .zero }
        return load.leadIn
    }

    /// The arrivals of an open load's whole schedule.
    func arrivals(seed: UInt64) -> [Arrival] {
        guard case .arrivals(let load) = load else { return [] }
        var schedule = ArrivalSchedule(load, seed: seed)
        var arrivals: [Arrival] = []
        while let arrival = schedule.next() { arrivals.append(arrival) }
        return arrivals
    }
}

extension VirtualWorker.Script {
    static func ok(after delay: Nanoseconds) -> Self { Self(delay: delay) }
}
