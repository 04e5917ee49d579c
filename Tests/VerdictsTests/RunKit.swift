import Measuring
import Timekeeping
import Verdicts
import Workload

/// Builds scenarios, records and facts for the tests of the judge.
struct RunKit {
    var scenario: Scenario
    var gates: [Gate] = []
    var ended = RunEnd.completed
    var load = LoadFacts(
        plannedPeakUsers: 50,
        achievedPeakUsers: 50,
        usersStarted: 50,
        usersReady: 50
    )
    var machine = MachineFacts()
    /// The judged span, as whole seconds.
    var length = 60

    init(
        operations: [(name: String, OperationClass)] = [("open", .online), ("save", .online)],
        contract: Contract = .default,
        before: Int? = nil,
        length: Int = 60,
        gates: [String] = []
    ) throws {
        self.length = length
        let ids = operations.indices.map(OperationID.init(index:))
        let apart = before.map { [OperationID(index: $0)] } ?? []
        scenario = Scenario(
            name: "test",
            service: .rehearsal,
            contract: contract,
            load: .users([UserStage(target: 50, duration: .seconds(length))]),
            beforeEachUser: apart,
            flows: [Flow(name: "flow", steps: ids.filter { !apart.contains($0) })],
            operations: operations.map {
                Workload.Operation(
                    name: $0.name,
                    operationClass: $0.1,
                    requests: [Workload.Request(target: Template("/\($0.name)"))]
                )
            }
        )
        self.gates = try gates.map { try Gate.parse($0) }
    }

    /// One played operation, in seconds.
    struct Play {
        var operation: Int
        var at: Double
        var took: Double
        var outcome = Outcome.succeeded
        var lag = 0.0
        /// Absent: a user of its own.
        var user: Int?
    }

    func facts(_ plays: [Play], loop: (Int) -> LoopHealth = Self.calm) -> RunFacts {
        let plan = MeasuringPlan(scenario: scenario, gates: gates)
        let origin = MonotonicInstant(nanoseconds: 1_000_000_000_000)
        let recorder = ShardRecorder(plan: plan, origin: origin)
        var record = RunRecord(plan: plan, origin: origin, shards: 1)
        for (index, play) in plays.enumerated() {
            let planned = origin + .seconds(play.at)
            let dispatched = planned + .seconds(play.lag)
            let done = planned + .seconds(play.took)
            recorder.record(
                OperationSample(
                    operation: play.operation,
                    user: play.user ?? index,
                    outcome: play.outcome,
                    stamps: Stamps(
                        planned: planned,
                        dispatched: dispatched,
                        written: dispatched,
                        firstByte: done,
                        done: done
                    )
                )
            )
        }
        for second in 0..<length {
            record.merge(
                recorder.take(
                    inFlight: [],
                    users: 50,
                    loop: loop(second),
                    at: origin + .seconds(second + 1)
                ),
                shard: 0
            )
        }
        return RunFacts(
            record: record,
            terms: RunTerms(scenario),
            gates: gates,
            ended: ended,
            load: load,
            machine: machine
        )
    }

    func judge(_ plays: [Play], loop: (Int) -> LoopHealth = Self.calm) -> Judgement {
        Judge.judge(facts(plays, loop: loop))
    }

    static func calm(_ second: Int) -> LoopHealth {
        var health = LoopHealth()
        health.turns = 1_000
        health.span = .seconds(1)
        health.cpu = .milliseconds(100)
        health.longestTurn = .milliseconds(1)
        return health
    }

    /// Evenly spaced plays of each operation, the k-th changed by `change`.
    static func even(
        operations: [Int] = [0, 1],
        perSecond: Int = 12,
        seconds: Int = 60,
        change: (inout Play, Int) -> Void = { _, _ in }
    ) -> [Play] {
        operations.flatMap { operation in
            (0..<(perSecond * seconds)).map { index in
                // Times vary a little, without order, as real ones do.
                let jitter = Double((index &* 7919 + operation &* 104_729) % 97) / 97
                var play = Play(
                    operation: operation,
                    at: (Double(index) + 0.5) / Double(perSecond),
                    took: 0.05 + 0.1 * jitter
                )
                change(&play, index)
                return play
            }
        }
    }
}

extension Judgement {
    func gate(_ id: String) -> GateResult? { gates.first { $0.id == id } }
}

extension Contract {
    /// Three seconds for 90 % of online operations, and slow phases of at most so long.
    static func delay(longest: Nanoseconds) -> Contract {
        Contract(
            name: "delay",
            response: [
                .online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: nil)
            ],
            delay: DelayTerms(longest: longest, worstResponse: .seconds(300))
        )
    }
}
