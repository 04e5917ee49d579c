import Measuring
import Reporting
import Timekeeping
import Verdicts
import Wording
import Workload

@testable import Journaling

/// A random run on two shards, as the tool would keep it: its journal, and itself.
struct JournaledSample {
    let header: JournalHeader
    let ticks: [JournalTick]
    let end: JournalEnd
    /// The record as it is in memory.
    let record: RunRecord

    static let origin = MonotonicInstant(nanoseconds: 8_000_000_000_000)

    init(seed: UInt64, seconds: Int = 30) throws {
        var generator = SeededGenerator(seed: seed, stream: .thinkTime, 1)
        let gates = try [
            "p95(save report) < 2s", "errors < 5%", "mean(online) < 1s", "delays <= 3",
        ].map { try Gate.parse($0) }
        let scenario = Self.scenario(seconds: seconds)
        let plan = MeasuringPlan(scenario: scenario, gates: gates)
        header = JournalHeader(
            plan: plan,
            origin: Self.origin,
            shards: 2,
            terms: RunTerms(scenario),
            gates: gates,
            meta: Self.meta
        )
        var record = RunRecord(plan: plan, origin: Self.origin, shards: 2)
        let recorders = (0..<2).map { _ in ShardRecorder(plan: plan, origin: Self.origin) }
        var ticks: [JournalTick] = []
        for second in 0..<seconds {
            let machine = JournalTick.MachineReading(
                second: second,
                figures: MachineSecond(
                    busiestCore: Double.random(in: 0...1, using: &generator),
                    steal: 0.01,
                    runnable: second % 5,
                    resident: 30 << 20 + second
                )
            )
            record.add(machine.figures, second: second)
            let deltas = recorders.enumerated().map { shard, recorder in
                Self.play(second, on: shard, recorder, &generator)
                return (shard, Self.take(recorder, second: second, &generator))
            }
            for (shard, delta) in deltas { record.merge(delta, shard: shard) }
            let failures =
                second % 7 == 3
                ? [
                    FailureExample(
                        operation: 2,
                        request: 0,
                        outcome: .unexpectedStatus,
                        status: 500,
                        words: "expected 303, got 500 (点検)",
                        user: second
                    )
                ] : []
            ticks.append(
                JournalTick(
                    deltas: deltas,
                    state: JournalTick.State(
                        load: Self.load(present: second * 40),
                        failures: failures,
                        machine: [machine],
                        leaks: second % 9 == 4 ? [Self.leak(second)] : []
                    )
                )
            )
        }
        self.ticks = ticks
        self.record = record
        end = JournalEnd(
            ended: seed % 4 == 0 ? .interrupted(signal: "SIGINT") : .completed,
            load: Self.load(present: seconds * 40),
            machine: MachineFacts(
                noiseFloor: .microseconds(250),
                faults: seed % 5 == 0 ? [Bilingual("the wall clock was stepped by 3 s")] : []
            ),
            duration: .seconds(seconds) + .milliseconds(321)
        )
    }

    /// The run as the tool judges it live.
    var facts: RunFacts {
        RunFacts(
            record: record,
            terms: header.terms,
            gates: header.gates,
            ended: end.ended,
            load: end.load,
            machine: end.machine,
            leaks: leaks
        )
    }

    var leaks: [LeakEvidence] { ticks.flatMap { $0.state.leaks ?? [] } }

    var failures: [FailureExample] { ticks.flatMap(\.state.failures) }

    /// The journal's bytes up to a number of ticks, and with its end or without.
    func bytes(ticks count: Int? = nil, isComplete: Bool = true) throws -> [UInt8] {
        var bytes = try JournalFormat.bytes(of: header)
        for tick in ticks.prefix(count ?? ticks.count) {
            bytes += try JournalFormat.bytes(of: tick)
        }
        return isComplete ? bytes + (try JournalFormat.bytes(of: end)) : bytes
    }

    // MARK: What is played

    private static func play(
        _ second: Int,
        on shard: Int,
        _ recorder: ShardRecorder,
        _ generator: inout SeededGenerator
    ) {
        let isSlow = (12..<18).contains(second)
        for index in 0..<Int.random(in: 5...15, using: &generator) {
            let planned =
                origin + .seconds(second)
                + .milliseconds(Int.random(in: 0..<1_000, using: &generator))
            let lag = Nanoseconds.microseconds(Int.random(in: 1...900, using: &generator))
            let took = Double.random(in: 0.001...(isSlow ? 9 : 1.5), using: &generator)
            let outcome =
                Int.random(in: 0..<40, using: &generator) == 0
                ? Outcome.allCases.randomElement(using: &generator) : nil
            recorder.record(
                OperationSample(
                    operation: Int.random(in: 0...2, using: &generator),
                    user: index * 2 + shard,
                    outcome: outcome ?? .succeeded,
                    stamps: Stamps(
                        planned: planned,
                        dispatched: planned + lag,
                        written: planned + lag + .microseconds(30),
                        firstByte: planned + .seconds(took),
                        done: planned + .seconds(took) + .microseconds(80)
                    )
                )
            )
            recorder.record(request(at: planned, user: index * 2 + shard, &generator))
        }
    }

    private static func request(
        at planned: MonotonicInstant,
        user: Int,
        _ generator: inout SeededGenerator
    ) -> RequestSample {
        let found: [AnswerSearched] = [
            .clean, .clean, .clean, .incomplete, .leaked, .alike, .packed, .media,
        ]
        return RequestSample(
            request: Int.random(in: 0...2, using: &generator),
            user: user,
            outcome: .succeeded,
            status: 200,
            stamps: Stamps(
                planned: planned,
                dispatched: planned,
                written: planned,
                firstByte: planned,
                done: planned + .milliseconds(2)
            ),
            searched: found.randomElement(using: &generator) ?? .clean
        )
    }

    private static func leak(_ second: Int) -> LeakEvidence {
        LeakEvidence(
            operation: 1,
            request: 1,
            hop: 0,
            status: 200,
            user: second,
            tenant: "comp01",
            member: "u001",
            marker: "u002",
            column: "user_code",
            owner: "comp02",
            ownerMember: "u002",
            owners: 1,
            place: .body,
            planned: .seconds(second),
            done: .seconds(second) + .milliseconds(2),
            unixNanoseconds: 1_795_447_749_123_000_000,
            excerpt: "…会社 u002 の記録…"
        )
    }

    private static func take(
        _ recorder: ShardRecorder,
        second: Int,
        _ generator: inout SeededGenerator
    ) -> RecorderDelta {
        let now = origin + .seconds(second + 1)
        var loop = LoopHealth()
        loop.turns = Int.random(in: 100...900, using: &generator)
        loop.longestTurn = .microseconds(Int.random(in: 10...3_000, using: &generator))
        loop.cpu = .milliseconds(Int.random(in: 1...400, using: &generator))
        loop.span = .seconds(1)
        return recorder.take(
            inFlight: (0..<3).map {
                InFlight(operation: $0, user: $0, planned: now - .seconds($0 * 2))
            },
            users: 20,
            loop: loop,
            at: now
        )
    }

    private static func load(present: Int) -> LoadFacts {
        LoadFacts(
            plannedPeakUsers: 40,
            achievedPeakUsers: 40,
            usersStarted: 40,
            usersReady: 40,
            signInShare: 0.0123456789012345,
            signedIn: SignedInCount([38] + Array(repeating: 39, count: 10), failed: 1)
        )
    }

    private static func scenario(seconds: Int) -> Scenario {
        Scenario(
            name: "journaled 朝",
            question: "Does what is read back equal what was measured?",
            service: .url("http://127.0.0.1:1"),
            contract: Contract(
                name: "test",
                path: "contracts/test.yaml",
                response: [
                    .online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: 0.8),
                    .heavy: ResponseTarget(within: .seconds(60), share: 0.95, shareAtPeak: nil),
                ],
                delay: DelayTerms(longest: .seconds(300), worstResponse: .seconds(300)),
                concurrentUsers: 200
            ),
            accounts: AccountFeed(
                path: "accounts.csv",
                columns: [],
                rows: (0..<40).map { ["comp0\($0 % 4)", "user\($0)"] },
                tenancy: Tenancy(columns: [
                    .init(name: "company_code", index: 0, kind: .code),
                    .init(name: "user_code", index: 1, kind: .code),
                ])
            ),
            load: .users([UserStage(target: 40, duration: .seconds(seconds))]),
            beforeEachUser: [OperationID(index: 0)],
            flows: [
                Flow(
                    name: "file",
                    weight: 7,
                    steps: [OperationID(index: 1), OperationID(index: 2)],
                    think: .exponential(mean: .seconds(8))
                )
            ],
            operations: ["sign in", "open form", "save report"].map {
                Operation(name: $0, requests: [Request(target: Template("/\($0)"))])
            }
        )
    }

    private static let meta = RunMeta(
        version: "0.1.0",
        libraries: ["libcurl": "7.88.1"],
        host: "bench",
        system: "Linux, 2 cores",
        shards: 2,
        lane: .direct,
        laneReason: Bilingual(ja: "特別な必要のないHTTP/1.1", en: "HTTP/1.1 without special needs"),
        seed: .max,
        scenarioPath: "Scenarios/sample.yaml",
        service: "https://forms.example.jp",
        scenarioSHA256: String(repeating: "ab", count: 32),
        start: ClockAnchor(monotonic: origin, unixNanoseconds: 1_795_447_749_123_000_000),
        duration: .zero,
        effectiveSettings: "scenario: journaled 朝\n",
        commandLine: ["sanbyo", "run", "Scenarios/sample.yaml"],
        warnings: [Bilingual("certificates were not verified")]
    )
}
