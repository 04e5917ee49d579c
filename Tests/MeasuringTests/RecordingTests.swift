import Measuring
import Testing
import Timekeeping

@Suite("Recording")
struct RecordingTests {
    @Test("a response of exactly the target is in time, one nanosecond more is late")
    func exactTarget() {
        let record = Fixture.record([
            Fixture.sample(at: .zero, took: .seconds(3)),
            Fixture.sample(at: .zero, took: .seconds(3) + Nanoseconds(1)),
        ])
        let totals = record.totals(operation: 0, judgedOnly: true)
        #expect(totals.planned == 2 && totals.late == 1 && totals.violations == 1)
        #expect(totals.over == [1] && totals.over(.seconds(3)) == 1)
        #expect(totals.over(.seconds(2)) == nil)
    }

    @Test(
        "a failed operation exceeds every limit, however quick it failed",
        arguments: Outcome.allCases
    )
    func failures(outcome: Outcome) {
        let plan = Fixture.plan([Fixture.operation(limits: [.seconds(1), .seconds(3)])])
        let record = Fixture.record(
            [Fixture.sample(at: .zero, took: .milliseconds(1), outcome: outcome)],
            plan: plan
        )
        let totals = record.totals(judgedOnly: true)
        let failed = outcome == .succeeded ? 0 : 1
        #expect(totals.failed == failed && totals.violations == failed)
        #expect(totals.over == [failed, failed] && totals.late == 0)
        #expect(totals.byOutcome == [outcome: 1])
    }

    @Test("what was never dispatched counts, but has no response time")
    func missed() {
        let record = Fixture.record([
            Fixture.sample(at: .seconds(1), took: .seconds(9), outcome: .missed),
            Fixture.sample(at: .seconds(1), took: .seconds(9), outcome: .notPlayable),
        ])
        let totals = record.totals(operation: 0, judgedOnly: true)
        #expect(totals.planned == 2 && totals.violations == 2 && totals.late == 0)
        #expect(totals.response.isEmpty && totals.service.isEmpty)
        #expect(totals.missed == 1)
        #expect(record.health.missed == 1 && record.health.notPlayable == 1)
        #expect(record.health.lag.isEmpty)
    }

    @Test("an unfinished operation stands with its age")
    func unfinished() {
        let record = Fixture.record([
            Fixture.sample(at: .zero, took: .seconds(40), outcome: .unfinished)
        ])
        let totals = record.totals(operation: 0, judgedOnly: true)
        #expect(totals.unfinished == 1 && totals.late == 1)
        #expect(totals.response.max == .seconds(40))
    }

    @Test("the time before the first byte is told apart by cause")
    func startGap() throws {
        let recorder = ShardRecorder(plan: Fixture.plan(), origin: Fixture.origin)
        // Planned while its user was still busy for 2 s, 5 ms late, then a connection of 30 ms.
        recorder.record(Fixture.sample(at: .zero, took: .seconds(3)))
        let planned = Fixture.origin + .seconds(1)
        let written = planned + .milliseconds(2_040)
        let stamps = Stamps(
            planned: planned,
            dispatched: planned + .milliseconds(2_005),
            written: written,
            firstByte: written + .milliseconds(10),
            done: written + .milliseconds(20)
        )
        var request = RequestSample(
            request: 0,
            user: 0,
            outcome: .succeeded,
            status: 200,
            stamps: stamps
        )
        request.connection = ConnectionPhases(
            nameLookup: .milliseconds(1),
            connect: .milliseconds(9),
            tls: .milliseconds(20),
            isReconnect: false
        )
        recorder.record(request)
        recorder.record(
            OperationSample(operation: 0, user: 0, outcome: .succeeded, stamps: stamps)
        )
        let delta = recorder.take(inFlight: [], users: 1, loop: LoopHealth(), at: Fixture.origin)
        var record = RunRecord(plan: Fixture.plan(), origin: Fixture.origin, shards: 1)
        record.merge(delta, shard: 0)
        let cell = try #require(
            record.cells[CellKey(operation: 0, second: 1, isJudged: true)]
        )
        #expect(cell.gap.delayed == 1 && cell.gap.busyUser == .seconds(2))
        #expect(cell.gap.lag == .milliseconds(5) && cell.gap.waiting == .milliseconds(5))
        #expect(cell.gap.nameLookup == .milliseconds(1))
        #expect(cell.gap.connect == .milliseconds(9) && cell.gap.tls == .milliseconds(20))
        #expect(cell.gap.total == .milliseconds(2_040))
    }

    @Test("the judged part is told apart to the nanosecond")
    func judgedSpan() {
        let plan = Fixture.plan(judged: .milliseconds(1_500)..<(.milliseconds(2_500)))
        let starts = [1_499, 1_500, 2_499, 2_500].map { Nanoseconds.milliseconds($0) }
        let record = Fixture.record(starts.map { Fixture.sample(at: $0, took: .zero) }, plan: plan)
        #expect(record.totals(operation: 0, judgedOnly: true).planned == 2)
        #expect(record.totals(operation: 0, judgedOnly: false).planned == 4)
        #expect(record.cells.count == 4)
    }

    @Test("sign-in is recorded but belongs to no judged figure")
    func unjudged() {
        let plan = Fixture.plan([
            Fixture.operation(), Fixture.operation("sign in", isJudged: false),
        ])
        let record = Fixture.record(
            [
                Fixture.sample(at: .zero, took: .seconds(1)),
                Fixture.sample(at: .zero, took: .seconds(8), operation: 1),
            ],
            plan: plan
        )
        #expect(record.totals(judgedOnly: true).planned == 1)
        #expect(record.totals(className: "online", judgedOnly: true).late == 0)
        #expect(record.totals(judgedOnly: false).late == 1)
    }

    @Test("a class counts a limit only if all its operations do")
    func commonLimits() {
        let plan = Fixture.plan(
            [
                Fixture.operation("a", limits: [.seconds(1), .seconds(3)]),
                Fixture.operation("b", limits: [.seconds(2), .seconds(3)]),
            ]
        )
        let record = Fixture.record(
            [
                Fixture.sample(at: .zero, took: .seconds(4)),
                Fixture.sample(at: .zero, took: .seconds(4), operation: 1),
            ],
            plan: plan
        )
        let totals = record.totals(className: "online", judgedOnly: true)
        #expect(totals.limits == [.seconds(3)] && totals.over == [2])
        #expect(totals.over(.seconds(1)) == nil)
    }

    @Test("a class of only failures still counts its limits when nothing was recorded")
    func empty() {
        let record = Fixture.record([])
        let totals = record.totals(className: "online", judgedOnly: true)
        #expect(totals.planned == 0 && totals.compliance == nil && totals.over == [0])
        #expect(record.totals(className: "no such", judgedOnly: true).planned == 0)
        #expect(record.timeline.count <= 1)
    }

    @Test("several shards and many deltas give the same record as one", arguments: 1...5)
    func merging(seed: UInt64) {
        var generator = TestGenerator(state: seed)
        let plan = Fixture.plan([Fixture.operation(), Fixture.operation("save")])
        let samples = (0..<3_000).map { index in
            Fixture.sample(
                at: .milliseconds(Int(generator.next() % 20_000)),
                took: generator.time(),
                operation: Int(generator.next() % 2),
                user: index,
                outcome: generator.next() % 9 == 0 ? .connectionLost : .succeeded
            )
        }
        let whole = Fixture.record(samples, plan: plan)
        let recorders = (0..<3).map { _ in
            ShardRecorder(plan: plan, origin: Fixture.origin)
        }
        var parts = RunRecord(plan: plan, origin: Fixture.origin, shards: 3)
        for (index, sample) in samples.enumerated() {
            let shard = index % 3
            recorders[shard].record(sample)
            if generator.next() % 50 == 0 || index > samples.count - 4 {
                let delta = recorders[shard].take(
                    inFlight: [],
                    users: 0,
                    loop: LoopHealth(),
                    at: Fixture.origin
                )
                parts.merge(delta, shard: shard)
            }
        }
        #expect(parts.cells == whole.cells)
        for operation in 0...1 {
            #expect(
                parts.totals(operation: operation, judgedOnly: true)
                    == whole.totals(operation: operation, judgedOnly: true)
            )
        }
        #expect(parts.health.lag == whole.health.lag)
    }

    @Test("a million operations in the same windows need no more memory than a hundred thousand")
    func bounded() {
        var generator = TestGenerator(state: 1)
        let plan = Fixture.plan()
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        let times = (0..<5_000).map { _ in Nanoseconds(Int64(generator.next() % 4_000_000_000)) }
        var sizes: [[Int]] = []
        var record = RunRecord(plan: plan, origin: Fixture.origin, shards: 1)
        for round in 0..<10 {
            for number in 0..<100_000 {
                let second = number % 10
                recorder.record(
                    Fixture.sample(
                        at: .milliseconds(second * 1_000 + number / 10 % 100 * 10),
                        took: times[(number / 10) % 5_000],
                        user: number % 100
                    )
                )
            }
            record.merge(
                recorder.take(
                    inFlight: [],
                    users: 100,
                    loop: LoopHealth(),
                    at: Fixture.origin + .seconds(round)
                ),
                shard: 0
            )
            sizes.append([
                record.cells.count,
                record.cells.values.reduce(0) {
                    $0 + $1.response.entries.count + $1.service.entries.count
                },
                record.cells.values.reduce(0) { $0 + $1.slices.count },
            ])
        }
        #expect(record.totals(judgedOnly: true).planned == 1_000_000)
        #expect(sizes.allSatisfy { $0 == sizes[0] }, "\(sizes)")
        // Ten windows, and at most four seconds of waiting after them.
        #expect(sizes[0][0] <= 14)
    }

    @Test("the generator's own delay leaves out the time its user was kept busy")
    func lag() {
        // User 1 is kept for 5 s; its next start, planned at 1 s, can only be made at 5 s.
        let late = OperationSample(
            operation: 0,
            user: 1,
            outcome: .succeeded,
            stamps: Stamps(
                planned: Fixture.origin + .seconds(1),
                dispatched: Fixture.origin + .milliseconds(5_002),
                written: Fixture.origin + .milliseconds(5_002),
                firstByte: Fixture.origin + .seconds(6),
                done: Fixture.origin + .seconds(6)
            )
        )
        let record = Fixture.record([
            Fixture.sample(at: .zero, took: .seconds(5), user: 1), late,
            Fixture.sample(at: .seconds(8), took: .seconds(1), user: 2, lag: .milliseconds(150)),
        ])
        #expect(record.health.lag.max == .milliseconds(150))
        #expect(record.health.worstLag[1] == .milliseconds(2))
        #expect(record.health.worstLag[8] == .milliseconds(150))
        #expect(record.totals(operation: 0, judgedOnly: true).response.max == .seconds(5))
        #expect(record.isGeneratorSuspect(in: 7...9, above: .milliseconds(100)))
        #expect(!record.isGeneratorSuspect(in: 0...7, above: .milliseconds(100)))
    }

    @Test("the time line has users and loop figures of every shard, without gaps")
    func timeline() {
        let plan = Fixture.plan()
        var record = RunRecord(plan: plan, origin: Fixture.origin, shards: 2)
        for shard in 0..<2 {
            let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
            for second in 1...4 where shard == 0 || second != 3 {
                recorder.record(
                    Fixture.sample(
                        at: .milliseconds(second * 1_000 - 500),
                        took: .milliseconds(10),
                        lag: .milliseconds(second)
                    )
                )
                var loop = LoopHealth()
                loop.turns = 10
                loop.cpu = .milliseconds(shard == 0 ? 200 : 900)
                loop.span = .seconds(1)
                record.merge(
                    recorder.take(
                        inFlight: [],
                        users: second * 10 + shard,
                        loop: loop,
                        at: Fixture.origin + .seconds(second)
                    ),
                    shard: shard
                )
            }
        }
        let timeline = record.timeline
        #expect(timeline.map(\.second) == [0, 1, 2, 3])
        #expect(timeline.map(\.users) == [21, 41, 51, 81])
        #expect(timeline.map(\.finished) == [2, 2, 1, 2])
        #expect(timeline.map(\.worstLag) == (1...4).map { .milliseconds($0) })
        #expect(timeline[0].busiestShard == 0.9 && timeline[2].busiestShard == 0.2)
        #expect(record.health.loop.turns == 70)
        #expect(record.health.shards.map(\.turns) == [40, 30])
        #expect(record.completeUpTo == Fixture.origin + .seconds(4))
    }

    @Test("requests are counted with hops, retries, connections and bytes")
    func requests() {
        let plan = Fixture.plan()
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        let stamps = Fixture.sample(at: .zero, took: .milliseconds(20)).stamps
        recorder.record(
            RequestSample(
                request: 0,
                user: 0,
                outcome: .succeeded,
                status: 302,
                stamps: stamps,
                bytesSent: 10,
                bytesReceived: 20,
                connection: ConnectionPhases(
                    nameLookup: .milliseconds(1),
                    connect: .milliseconds(2),
                    tls: .zero,
                    isReconnect: true
                ),
                hiddenRetries: 1
            )
        )
        recorder.record(
            RequestSample(
                request: 0,
                user: 0,
                outcome: .connectionLost,
                status: 0,
                stamps: stamps,
                hop: 1,
                bytesSent: 5
            )
        )
        var record = RunRecord(plan: plan, origin: Fixture.origin, shards: 1)
        record.merge(
            recorder.take(inFlight: [], users: 1, loop: LoopHealth(), at: Fixture.origin),
            shard: 0
        )
        let totals = record.totals(request: 0)
        #expect(totals.count == 2 && totals.hops == 1 && totals.hiddenRetries == 1)
        #expect(totals.statuses == [302: 1])
        #expect(totals.byOutcome == [.succeeded: 1, .connectionLost: 1])
        #expect(totals.bytesSent == 15 && totals.bytesReceived == 20)
        #expect(totals.connectionsOpened == 1 && totals.reconnects == 1)
        #expect(totals.connect.count == 1 && totals.tls.isEmpty && totals.response.count == 2)
        #expect(record.health.reconnects == 1 && record.health.hiddenRetries == 1)
    }

    @Test("operations in flight beyond their target are violations in a provisional record")
    func provisional() {
        let plan = Fixture.plan([
            Fixture.operation(), Fixture.operation("month end", className: "batch", target: nil),
        ])
        let inFlight = [(0, 0), (0, 8), (1, 0)].map { operation, second in
            InFlight(
                operation: operation,
                user: second,
                planned: Fixture.origin + .seconds(second)
            )
        }
        let record = Fixture.record([], plan: plan, inFlight: inFlight, now: .seconds(10))
        let now = record.provisional(now: Fixture.origin + .seconds(10))
        let totals = now.totals(judgedOnly: true)
        #expect(totals.planned == 1 && totals.violations == 1 && totals.unfinished == 1)
        #expect(totals.response.max == .seconds(10))
        #expect(record.totals(judgedOnly: true).planned == 0)
    }
}
