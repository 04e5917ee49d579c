import Checklists
import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("Findings of runs of one class")
struct MeasuredFindingsTests {
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
            let tellsLengths = finding.measured.en.contains("; median 98.")
            #expect(tellsLengths == (operationClass == .batch), "\(finding.measured.en)")
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

@Suite("Item 24")
struct UsersFindingTests {
    private func finding(
        _ signedIn: SignedInCount?,
        achieved: Int = 20,
        ready: Int = 20
    ) throws -> ChecklistFinding {
        var run = MeasuredRun(.online)
        run.facts.terms.contract.concurrentUsers = 20
        run.facts.terms.signsIn = true
        run.facts.load.achievedPeakUsers = achieved
        run.facts.load.usersReady = ready
        run.facts.load.signedIn = signedIn
        let judgement = Judge.judge(run.facts)
        return try #require(
            RunFindings(run.facts, judgement, evidence: "e").all.first { $0.item == 24 }
        )
    }

    @Test("all contracted users by our own count pass, where the service is not asked")
    func ownCount() throws {
        let found = try finding(nil)
        #expect(found.verdict == .pass)
        #expect(
            found.measured.en
                == "20 of the 20 contracted users; 20 of 20 signed in"
        )
    }

    @Test("the service's own count passes when it reaches the contracted users")
    func counted() throws {
        for highest in [20, 21] {
            let found = try finding(SignedInCount([0, highest, highest]))
            #expect(found.verdict == .pass)
            #expect(found.measured.en.hasSuffix("; \(highest) by the service's own count"))
            #expect(found.measured.ja.hasSuffix("、サービス自身の計数で\(highest)"))
        }
    }

    @Test("fewer by the service's own count, or none told, is never a PASS")
    func fewer() throws {
        let fewer = try finding(SignedInCount([20, 19, 19]))
        #expect(fewer.verdict == .inconclusive)
        #expect(fewer.measured.en.contains("19 by the service's own count (fewer than contracted"))
        let none = try finding(SignedInCount([], failed: 4))
        #expect(none.verdict == .inconclusive)
        #expect(none.measured.en.contains("the service told no count of its own"))
    }

    @Test("users whom the service does not let in were not there, few as they may be")
    func turnedAway() throws {
        let found = try finding(nil, ready: 19)
        #expect(found.verdict == .inconclusive)
        #expect(found.measured.en.hasPrefix("19 of the 20 contracted users; 19 of 20 signed in"))
    }

    @Test("others at the service do not stand in for users that were not there")
    func others() throws {
        #expect(
            try finding(SignedInCount([25, 25]), achieved: 19).verdict != .pass
        )
    }
}

/// A run of a minute made by hand: ten operations a second of one kind, each of about 0.1 s.
struct MeasuredRun {
    var facts: RunFacts

    init(_ operationClass: OperationClass) {
        let length = 60
        var contract = Contract.default
        contract.response = [
            operationClass: ResponseTarget(within: .seconds(60), share: 0.9, shareAtPeak: 0.8)
        ]
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
