import Checklists
import Measuring
import Timekeeping
import Verdicts
import Workload

/// A run of users of two companies that passes, to plant faults in.
struct JudgedRun {
    var contract = Contract(
        name: "c",
        response: [.online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: nil)],
        delay: DelayTerms(longest: .seconds(20), worstResponse: .seconds(300)),
        concurrentUsers: 40
    )
    /// The judged operations by class, each played twelve times a second.
    var classes: [OperationClass] = [.online]
    /// Of ``classes``; "do online" and so on when absent.
    var names: [String]?
    var hours = ServiceHours.normal
    var isOpen = false
    var signsIn = true
    /// The users there, by second.
    var users: (Int) -> Int = { _ in 40 }
    var usersReady = 40
    var outcome: (Int) -> Outcome = { _ in .succeeded }
    var answers = 100
    var leaks: [LeakEvidence] = []
    var ended = RunEnd.completed
    private let origin = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    private let length = 60

    var findings: [Int: ChecklistFinding] {
        let facts = facts
        let all = RunFindings(facts, Judge.judge(facts), evidence: "e").all
        return Dictionary(uniqueKeysWithValues: all.map { ($0.item, $0) })
    }

    private var load: LoadModel {
        let hold = Nanoseconds.seconds(length)
        guard isOpen else {
            return .users([
                UserStage(target: 40, duration: .zero), UserStage(target: 40, duration: hold),
            ])
        }
        let stages = [
            RateStage(target: 12, duration: .zero), RateStage(target: 12, duration: hold),
        ]
        return .arrivals(ArrivalLoad(law: .constant, stages: stages, users: 40))
    }

    private var scenario: Scenario {
        let names = (self.names ?? classes.map { "do \($0.rawValue)" }) + ["sign in"]
        var scenario = Scenario(
            name: "test",
            service: .rehearsal,
            contract: contract,
            accounts: AccountFeed(
                path: "accounts.csv",
                columns: [],
                rows: (0..<40).map { ["comp0\($0 % 2 + 1)", "user\($0)"] },
                tenancy: Tenancy(columns: [
                    .init(name: "company", index: 0, kind: .code),
                    .init(name: "user", index: 1, kind: .code),
                ])
            ),
            load: load,
            beforeEachUser: signsIn ? [OperationID(index: classes.count)] : [],
            flows: [Flow(name: "f", steps: classes.indices.map(OperationID.init(index:)))],
            operations: zip(names, classes + [.online]).map { name, operationClass in
                Workload.Operation(
                    name: name,
                    operationClass: operationClass,
                    requests: [Workload.Request(target: Template("/"))]
                )
            }
        )
        scenario.hours = hours
        return scenario
    }

    private var facts: RunFacts {
        let plan = MeasuringPlan(scenario: scenario, gates: [])
        let recorder = ShardRecorder(plan: plan, origin: origin)
        var record = RunRecord(plan: plan, origin: origin, shards: 1)
        for operation in classes.indices { play(operation, recorder) }
        for number in 0..<answers {
            recorder.record(
                RequestSample(
                    request: 0,
                    user: number % 40,
                    outcome: .succeeded,
                    status: 200,
                    stamps: stamps(at: .milliseconds(500 * number), took: .milliseconds(50)),
                    searched: number < leaks.count ? .leaked : .clean
                )
            )
        }
        for second in 0..<length {
            record.merge(
                recorder.take(
                    inFlight: [],
                    users: users(second),
                    loop: calm,
                    at: origin + .seconds(second + 1)
                ),
                shard: 0
            )
        }
        return RunFacts(
            record: record,
            terms: RunTerms(scenario),
            gates: [],
            ended: ended,
            load: LoadFacts(
                plannedPeakUsers: 40,
                achievedPeakUsers: 40,
                usersStarted: 40,
                usersReady: usersReady
            ),
            leaks: leaks
        )
    }

    private func play(_ operation: Int, _ recorder: ShardRecorder) {
        for index in 0..<(12 * length) {
            let jitter = (index * 7919 + operation * 104_729) % 97
            recorder.record(
                OperationSample(
                    operation: operation,
                    user: index % 40,
                    outcome: outcome(index),
                    stamps: stamps(
                        at: .seconds((Double(index) + 0.5) / 12),
                        took: .milliseconds(50 + jitter)
                    )
                )
            )
        }
    }

    private func stamps(at offset: Nanoseconds, took: Nanoseconds) -> Stamps {
        let planned = origin + offset
        return Stamps(
            planned: planned,
            dispatched: planned,
            written: planned,
            firstByte: planned + took,
            done: planned + took
        )
    }

    private var calm: LoopHealth {
        var health = LoopHealth()
        health.turns = 1_000
        health.span = .seconds(1)
        health.cpu = .milliseconds(100)
        health.longestTurn = .milliseconds(1)
        return health
    }
}
