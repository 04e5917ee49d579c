import Measuring
import Testing
import Timekeeping

@Suite("Deltas as bytes")
struct DeltaBytesTests {
    private static let plan = MeasuringPlan(
        operations: [
            Fixture.operation("open"),
            Fixture.operation("save", limits: [.seconds(1), .seconds(3)]),
            Fixture.operation("month end", className: "batch", target: nil, limits: []),
        ],
        requests: (0..<4).map { MeasuringPlan.Request(name: "GET /\($0)", operation: $0 % 3) },
        judgedSpan: .milliseconds(2_500)..<(.milliseconds(7_900)),
        tenants: TenantGroups(
            tenants: ["comp01", "comp02", "東京"],
            tenantOfUser: (0..<40).map { Int32($0 % 3) }
        )
    )

    /// The deltas of two shards over random samples, in order.
    private static func deltas(seed: UInt64) -> [(shard: Int, delta: RecorderDelta)] {
        var generator = TestGenerator(state: seed)
        let recorders = (0..<2).map { _ in ShardRecorder(plan: plan, origin: Fixture.origin) }
        var deltas: [(Int, RecorderDelta)] = []
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let shard = Int.random(in: 0...1, using: &generator)
            for _ in 0..<Int.random(in: 0...120, using: &generator) {
                let sample = Self.sample(&generator)
                recorders[shard].record(sample)
                recorders[shard].record(Self.request(of: sample, &generator))
            }
            deltas.append((shard, take(recorders[shard], &generator)))
        }
        return deltas
    }

    private static func take(
        _ recorder: ShardRecorder,
        _ generator: inout TestGenerator
    ) -> RecorderDelta {
        var loop = LoopHealth()
        loop.turns = Int.random(in: 0...100_000, using: &generator)
        loop.longestTurn = generator.time()
        loop.oldestEvent = generator.time()
        loop.latestTimer = generator.time()
        loop.cpu = generator.time()
        loop.runDelay = generator.time()
        loop.span = generator.time()
        loop.openSockets = Int.random(in: 0...5_000, using: &generator)
        let now = Fixture.origin + generator.time()
        return recorder.take(
            inFlight: (0..<Int.random(in: 0...5, using: &generator)).map { user in
                InFlight(operation: user % 3, user: user - 1, planned: now - generator.time())
            },
            users: Int.random(in: 0...5_000, using: &generator),
            loop: loop,
            at: now
        )
    }

    private static func sample(_ generator: inout TestGenerator) -> OperationSample {
        let planned = Fixture.origin + .microseconds(Int(generator.next() % 9_000_000) - 500_000)
        let outcome =
            generator.next() % 4 == 0 ? Outcome.allCases.randomElement(using: &generator) : nil
        let dispatched = planned + generator.time()
        let written = dispatched + generator.time()
        let firstByte = written + generator.time()
        return OperationSample(
            operation: Int(generator.next() % 3),
            user: Int(generator.next() % 40),
            outcome: outcome ?? .succeeded,
            stamps: Stamps(
                planned: planned,
                dispatched: dispatched,
                written: written,
                firstByte: firstByte,
                done: firstByte + generator.time()
            )
        )
    }

    private static func request(
        of operation: OperationSample,
        _ generator: inout TestGenerator
    ) -> RequestSample {
        RequestSample(
            request: Int(generator.next() % 4),
            user: operation.user,
            outcome: operation.outcome,
            status: [0, 200, 303, 500].randomElement(using: &generator) ?? 0,
            stamps: operation.stamps,
            bytesSent: Int(generator.next() % 9_000),
            bytesReceived: Int(generator.next() % 9_000),
            connection: generator.next() % 3 > 0
                ? nil
                : ConnectionPhases(
                    nameLookup: generator.time(),
                    connect: generator.time(),
                    tls: .zero,
                    isReconnect: true
                ),
            searched: [.no, .clean, .clean, .leaked, .incomplete]
                .randomElement(using: &generator) ?? .no
        )
    }

    @Test("a record made of deltas read back is the record itself", arguments: 1...20)
    func roundTrip(seed: UInt64) throws {
        var live = RunRecord(plan: Self.plan, origin: Fixture.origin, shards: 2)
        var read = live
        for (shard, delta) in Self.deltas(seed: seed) {
            live.merge(delta, shard: shard)
            let bytes = delta.bytes
            let back = try #require(RecorderDelta(bytes: bytes[...], plan: Self.plan))
            #expect(back.bytes == bytes)
            read.merge(back, shard: shard)
        }
        #expect(read == live)
    }

    @Test("bytes cut short anywhere are refused", arguments: 1...3)
    func cutShort(seed: UInt64) throws {
        let bytes = try #require(
            Self.deltas(seed: seed).map(\.delta.bytes).max { $0.count < $1.count }
        )
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 997)) {
            #expect(RecorderDelta(bytes: bytes[..<length], plan: Self.plan) == nil)
        }
    }

    @Test("damaged bytes give a record that can be read, or none", arguments: 1...40)
    func damaged(seed: UInt64) throws {
        var generator = TestGenerator(state: seed)
        var bytes = try #require(Self.deltas(seed: seed).last?.delta.bytes)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            bytes[Int.random(in: bytes.indices, using: &generator)] =
                UInt8.random(in: 0...255, using: &generator)
        }
        guard let delta = RecorderDelta(bytes: bytes[...], plan: Self.plan) else { return }
        var record = RunRecord(plan: Self.plan, origin: Fixture.origin, shards: 1)
        record.merge(delta, shard: 0)
        let totals = record.totals(judgedOnly: false)
        #expect(totals.succeeded <= totals.planned)
    }

    @Test("a cell that does not tell its limits is refused where the plan counts limits")
    func withoutLimits() {
        let silent = Fixture.plan([Fixture.operation(limits: [])])
        let recorder = ShardRecorder(plan: silent, origin: Fixture.origin)
        recorder.record(Fixture.sample(at: .zero, took: .seconds(9)))
        let bytes = recorder.take(inFlight: [], users: 1, loop: LoopHealth(), at: Fixture.origin)
            .bytes
        #expect(RecorderDelta(bytes: bytes[...], plan: silent) != nil)
        #expect(RecorderDelta(bytes: bytes[...], plan: Fixture.plan()) == nil)
    }

    @Test("the largest counts that can be read add up without a trap")
    func largestCounts() throws {
        // Each number of a delta in turn made 2^30, and merged again and again.
        let delta = try #require(
            Self.deltas(seed: 4).max { $0.delta.bytes.count < $1.delta.bytes.count }
        )
        let bytes = delta.delta.bytes
        var record = RunRecord(plan: Self.plan, origin: Fixture.origin, shards: 1)
        for place in bytes.indices {
            var changed = bytes
            changed.replaceSubrange(place...place, with: [0x80, 0x80, 0x80, 0x80, 0x08])
            guard let large = RecorderDelta(bytes: changed[...], plan: Self.plan) else { continue }
            for _ in 0..<5 { record.merge(large, shard: 0) }
        }
        _ = record.totals(judgedOnly: false)
        #expect(!record.cells.isEmpty)
    }

    @Test("a delta of another plan is refused")
    func otherPlan() throws {
        let recorder = ShardRecorder(plan: Self.plan, origin: Fixture.origin)
        recorder.record(Fixture.sample(at: .zero, took: .seconds(1), operation: 2))
        let bytes = recorder.take(inFlight: [], users: 1, loop: LoopHealth(), at: Fixture.origin)
            .bytes
        #expect(RecorderDelta(bytes: bytes[...], plan: Fixture.plan()) == nil)
        #expect(RecorderDelta(bytes: bytes[...], plan: Self.plan) != nil)
    }
}
