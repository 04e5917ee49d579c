import Foundation
import Measuring
import Reporting
import Timekeeping
import Verdicts
import Wording
import Workload

/// A run made by hand: 120 s of two operations with a stall of 30 s, and one cause of failures.
enum SampleRun {
    static let origin = MonotonicInstant(nanoseconds: 5_000_000_000_000)

    static func report(
        stall: Range<Double> = 40..<70,
        name: String = "open <form> & 点検",
        secrets: [String] = []
    ) throws -> RunReport {
        let gates = try ["p95(save report) < 2s", "errors < 1%"].map { try Gate.parse($0) }
        let scenario = scenario(name: name, secrets: secrets)
        let plan = MeasuringPlan(scenario: scenario, gates: gates)
        let record = record(plan, stall: stall)
        let facts = RunFacts(
            record: record,
            terms: RunTerms(scenario),
            gates: gates,
            ended: .completed,
            load: LoadFacts(
                plannedPeakUsers: 40,
                achievedPeakUsers: 40,
                usersStarted: 40,
                usersReady: 40,
                signedIn: SignedInCount(Array(repeating: 40, count: 20) + [38], failed: 1)
            )
        )
        return RunReport(
            facts: facts,
            judgement: Judge.judge(facts),
            meta: RunMeta(
                version: "0.1.0",
                libraries: ["libcurl": "7.88.1"],
                host: "bench",
                system: "Linux, 2 cores",
                shards: 1,
                lane: .curl,
                laneReason: Bilingual(ja: "指定による", en: "asked for"),
                seed: 42,
                scenarioPath: "Scenarios/sample.yaml",
                scenarioSHA256: String(repeating: "ab", count: 32),
                start: ClockAnchor(
                    monotonic: origin,
                    unixNanoseconds: 1_795_447_749_123_000_000
                ),
                duration: .seconds(120),
                effectiveSettings: "scenario: sample\n",
                commandLine: ["sanbyo", "run", "Scenarios/sample.yaml"]
            ),
            secrets: secrets
        )
    }

    private static func scenario(name: String, secrets: [String]) -> Scenario {
        let steps = [OperationID(index: 1), OperationID(index: 2)]
        return Scenario(
            name: "sample",
            question: "Does it keep three seconds?",
            service: .rehearsal,
            contract: Contract(
                name: "xc-gate",
                response: [
                    .online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: 0.8)
                ],
                delay: DelayTerms(longest: .seconds(20), worstResponse: .seconds(300))
            ),
            load: .users([UserStage(target: 40, duration: .seconds(120))]),
            beforeEachUser: [OperationID(index: 0)],
            flows: [Flow(name: "report", steps: steps)],
            operations: ["sign in", name, "save report"].map {
                Workload.Operation(
                    name: $0,
                    requests: [Workload.Request(target: Template("/"))]
                )
            },
            secrets: secrets
        )
    }

    private static func record(_ plan: MeasuringPlan, stall: Range<Double>) -> RunRecord {
        let recorder = ShardRecorder(plan: plan, origin: origin)
        for user in 0..<40 {
            recorder.record(sample(0, user: user, at: Double(user) / 40, took: 0.2))
        }
        for index in 0..<(120 * 10) {
            for operation in 1...2 {
                let at = Double(index) / 10 + Double(operation) * 0.03
                let jitter = Double((index &* 7919) % 97) / 97
                let took = stall.contains(at) ? stall.upperBound - at + 0.1 : 0.05 + 0.1 * jitter
                let fails = operation == 2 && index == 7
                recorder.record(
                    sample(
                        operation,
                        user: 100 + index * 2 + operation,
                        at: at,
                        took: took,
                        outcome: fails ? .unexpectedStatus : .succeeded
                    )
                )
            }
        }
        var record = RunRecord(plan: plan, origin: origin, shards: 1)
        for second in 0..<120 {
            var health = LoopHealth()
            health.turns = 500
            health.span = .seconds(1)
            health.cpu = .milliseconds(80)
            health.longestTurn = .milliseconds(2)
            record.merge(
                recorder.take(
                    inFlight: [],
                    users: min(40, 4 * (second + 1)),
                    loop: health,
                    at: origin + .seconds(second + 1)
                ),
                shard: 0
            )
        }
        return record
    }

    private static func sample(
        _ operation: Int,
        user: Int,
        at: Double,
        took: Double,
        outcome: Outcome = .succeeded
    ) -> OperationSample {
        let planned = origin + .seconds(at)
        let dispatched = planned + .microseconds(200)
        let done = planned + .seconds(took)
        return OperationSample(
            operation: operation,
            user: user,
            outcome: outcome,
            stamps: Stamps(
                planned: planned,
                dispatched: dispatched,
                written: dispatched,
                firstByte: done,
                done: done
            )
        )
    }
}

extension [ReportFile] {
    func text(_ name: String) -> String? {
        first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}
