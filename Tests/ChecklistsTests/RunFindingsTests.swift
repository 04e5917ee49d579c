import Checklists
import Measuring
import Testing
import Timekeeping
import Verdicts
import Workload

@Suite("Findings of runs")
struct RunFindingsTests {
    @Test("an item's share is the operations' compliance, not the time users waited")
    func share() throws {
        for (operationClass, item) in [(OperationClass.heavy, 19), (.batch, 21)] {
            let run = MeasuredRun(operationClass)
            let judgement = Judge.judge(run.facts)
            // One operation of a class: its own gate and the class's waiting time are all there is.
            #expect(judgement.gates.count { $0.kind == .compliance } == 1)
            #expect(judgement.gates.count { $0.kind == .waiting } == 1)
            let finding = try #require(
                RunFindings(run.facts, judgement, evidence: "e").all.first { $0.item == item }
            )
            #expect(finding.verdict == .pass)
            #expect(finding.measured.en.contains("100% within 1 min (n 600, IPA level 5)"))
            #expect(finding.measured.ja.contains("100%(n=600、IPAレベル5)"))
        }
    }

    @Test("time spent waiting still keeps an item from a PASS")
    func waiting() throws {
        let run = MeasuredRun(.batch)
        var judgement = Judge.judge(run.facts)
        let waiting = try #require(judgement.gates.firstIndex { $0.kind == .waiting })
        judgement.gates[waiting].verdict = .inconclusive
        let finding = RunFindings(run.facts, judgement, evidence: "e").all.first { $0.item == 21 }
        #expect(finding?.verdict == .inconclusive)
    }
}

/// A run of a minute made by hand: ten operations a second of one kind, each of about 0.1 s.
struct MeasuredRun {
    var facts: RunFacts

    init(_ operationClass: OperationClass) {
        let length = 60
        var contract = Contract.default
        contract.response = [operationClass: ResponseTarget(within: .seconds(60), share: 0.9)]
        let scenario = Scenario(
            name: "test",
            service: .rehearsal,
            contract: contract,
            load: .users([UserStage(target: 20, duration: .seconds(length))]),
            flows: [Flow(name: "flow", steps: [OperationID(index: 0)])],
            operations: [
                Workload.Operation(
                    name: "work",
                    operationClass: operationClass,
                    requests: [Workload.Request(target: Template("/"))]
                )
            ]
        )
        let plan = MeasuringPlan(scenario: scenario, gates: [])
        let origin = MonotonicInstant(nanoseconds: 1_000_000_000_000)
        facts = RunFacts(
            record: Self.record(plan, origin, length: length),
            terms: RunTerms(scenario),
            gates: [],
            ended: .completed,
            load: LoadFacts(
                plannedPeakUsers: 20,
                achievedPeakUsers: 20,
                usersStarted: 20,
                usersReady: 20
            )
        )
    }

    private static func record(
        _ plan: MeasuringPlan,
        _ origin: MonotonicInstant,
        length: Int
    ) -> RunRecord {
        let recorder = ShardRecorder(plan: plan, origin: origin)
        for index in 0..<(length * 10) {
            let planned = origin + .seconds((Double(index) + 0.5) / 10)
            let done = planned + .milliseconds(50 + index * 7919 % 97)
            let stamps = Stamps(
                planned: planned,
                dispatched: planned,
                written: planned,
                firstByte: done,
                done: done
            )
            recorder.record(
                OperationSample(operation: 0, user: index, outcome: .succeeded, stamps: stamps)
            )
        }
        var record = RunRecord(plan: plan, origin: origin, shards: 1)
        for second in 1...length {
            var health = LoopHealth()
            health.turns = 1_000
            health.span = .seconds(1)
            health.cpu = .milliseconds(100)
            health.longestTurn = .milliseconds(1)
            let now = origin + .seconds(second)
            record.merge(recorder.take(inFlight: [], users: 20, loop: health, at: now), shard: 0)
        }
        return record
    }
}
