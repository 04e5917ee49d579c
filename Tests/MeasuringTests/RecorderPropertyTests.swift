import Measuring
import Testing
import Timekeeping

@Suite("The recorder against its reference")
struct RecorderPropertyTests {
    private static let plan = MeasuringPlan(
        operations: [
            Fixture.operation("open"),
            Fixture.operation("save", limits: [.seconds(1), .seconds(2), .seconds(3)]),
            Fixture.operation("month end", className: "batch", target: nil, limits: []),
            Fixture.operation("quick", target: .milliseconds(1), limits: [.milliseconds(1)]),
        ],
        requests: (0..<6).map { MeasuringPlan.Request(name: "GET /\($0)", operation: $0 % 4) },
        judgedSpan: .milliseconds(2_500)..<(.milliseconds(7_900))
    )

    @Test("any samples, whenever the deltas are taken, give the same record", arguments: 1...12)
    func sameRecord(seed: UInt64) throws {
        var generator = TestGenerator(state: seed)
        var reference = ReferenceRecorder(plan: Self.plan, origin: Fixture.origin)
        let recorder = ShardRecorder(plan: Self.plan, origin: Fixture.origin)
        var record = RunRecord(plan: Self.plan, origin: Fixture.origin, shards: 1)
        // From one delta for everything to one for nearly every sample, some of nothing.
        let rarity = UInt64(1) << (generator.next() % 12)
        // From times all alike to times over all magnitudes.
        let spread = generator.next() % 34 + 8
        func take() {
            let delta = recorder.take(
                inFlight: [],
                users: 0,
                loop: LoopHealth(),
                at: Fixture.origin
            )
            record.merge(delta, shard: 0)
        }
        for _ in 0..<600 {
            let operation = Self.operation(&generator, spread)
            reference.record(operation)
            recorder.record(operation)
            let request = Self.request(of: operation, &generator)
            reference.record(request)
            recorder.record(request)
            while generator.next() % rarity == 0, rarity > 1 || generator.next() % 2 == 0 {
                take()
            }
        }
        take()
        try Self.expectSameCells(record, reference)
        Self.expectSameSeconds(record, reference)
        for request in Self.plan.requests.indices {
            Self.expectSame(record.totals(request: request), reference.requests[request] ?? [])
        }
    }

    // MARK: Samples

    private static func operation(
        _ generator: inout TestGenerator,
        _ spread: UInt64
    ) -> OperationSample {
        let planned = Fixture.origin + .microseconds(Int(generator.next() % 9_000_000) - 500_000)
        // Now and then an end before the start, as a broken clock would give.
        func time() -> Nanoseconds {
            let length = Int64(generator.next() % (1 << (generator.next() % spread + 1)))
            return Nanoseconds(generator.next() % 200 == 0 ? -length : length)
        }
        let dispatched = planned + time()
        let written = dispatched + time()
        let firstByte = written + time()
        let outcome =
            generator.next() % 4 == 0 ? Outcome.allCases.randomElement(using: &generator) : nil
        return OperationSample(
            operation: Int(generator.next() % UInt64(plan.operations.count)),
            user: outcome == .missed ? -1 : Int(generator.next() % 40),
            outcome: outcome ?? .succeeded,
            stamps: Stamps(
                planned: planned,
                dispatched: dispatched,
                written: written,
                firstByte: firstByte,
                done: firstByte + time()
            )
        )
    }

    private static func request(
        of operation: OperationSample,
        _ generator: inout TestGenerator
    ) -> RequestSample {
        var sample = RequestSample(
            request: Int(generator.next() % UInt64(plan.requests.count)),
            user: operation.user,
            outcome: operation.outcome,
            status: [0, 200, 200, 200, 302, 303, 404, 500].randomElement(using: &generator) ?? 0,
            stamps: operation.stamps,
            hop: Int(generator.next() % 2),
            bytesSent: Int(generator.next() % 9_000),
            bytesReceived: Int(generator.next() % 9_000),
            hiddenRetries: Int(generator.next() % 2)
        )
        if generator.next() % 3 == 0 {
            sample.connection = ConnectionPhases(
                nameLookup: generator.time(),
                connect: generator.time(),
                tls: generator.next() % 2 == 0 ? .zero : generator.time(),
                isReconnect: generator.next() % 2 == 0
            )
        }
        return sample
    }

    // MARK: Comparing

    private static func expectSameCells(
        _ record: RunRecord,
        _ reference: ReferenceRecorder
    ) throws {
        #expect(Set(record.cells.keys) == Set(reference.cells.keys))
        for (key, expected) in reference.cells {
            let cell = try #require(record.cells[key])
            #expect(cell.planned == expected.planned && cell.succeeded == expected.succeeded)
            #expect(cell.late == expected.late && cell.violations == expected.violations)
            #expect(cell.over == expected.over)
            #expect(cell.outcomes.byOutcome == expected.byOutcome)
            #expect(cell.response == sparse(expected.response))
            #expect(cell.service == sparse(expected.service))
            #expect(cell.gap.total == expected.gap)
            let used = expected.slices.filter {
                $0.value.planned > 0 || $0.value.waitingChange != 0
            }
            #expect(cell.slices.map { Int($0.index) } == used.keys.sorted())
            for slice in cell.slices {
                let wanted = expected.slices[Int(slice.index)]
                #expect(Int(slice.planned) == wanted?.planned)
                #expect(Int(slice.waitingChange) == wanted?.waitingChange)
                #expect(Int(slice.violations) == wanted?.violations.count)
                #expect(slice.firstViolation == wanted?.violations.min())
                #expect(slice.lastViolation == wanted?.violations.max())
                #expect(slice.lastViolationDone == wanted?.ends.max())
            }
        }
    }

    private static func expectSameSeconds(_ record: RunRecord, _ reference: ReferenceRecorder) {
        let timeline = record.timeline
        let known = Set(reference.seconds.keys)
        #expect(known.isSubset(of: timeline.map(\.second)))
        for figures in timeline {
            let expected = reference.seconds[figures.second] ?? ReferenceRecorder.Second()
            #expect(figures.started == expected.started && figures.finished == expected.finished)
            #expect(figures.violations == expected.violations)
            #expect(figures.worstLag == expected.lags.max() ?? .zero)
        }
        // All seconds, and each half of them, so that no second can hold what is another's.
        let odd = known.filter { !$0.isMultiple(of: 2) }
        for aside in [[], odd, known.subtracting(odd)] {
            let kept = reference.seconds.filter { !aside.contains($0.key) }
            expect(record.lag(without: aside), kept.values.flatMap(\.lags))
        }
    }

    private static func expectSame(_ totals: RequestTotals, _ samples: [RequestSample]) {
        let dispatched = samples.filter(\.outcome.wasDispatched).map(\.stamps)
        let answered = samples.filter(\.outcome.wasAnswered).map(\.stamps)
        let connections = samples.compactMap(\.connection)
        #expect(totals.count == samples.count)
        #expect(
            totals.byOutcome == samples.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
        )
        let answers = samples.map(\.status).filter { $0 > 0 }
        #expect(totals.statuses == answers.reduce(into: [:]) { $0[$1, default: 0] += 1 })
        expect(totals.response, dispatched.map(\.responseTime))
        expect(totals.service, dispatched.map(\.serviceTime))
        expect(totals.firstByte, answered.map { $0.firstByte - $0.written })
        #expect(totals.bytesSent == samples.reduce(0) { $0 + $1.bytesSent })
        #expect(totals.bytesReceived == samples.reduce(0) { $0 + $1.bytesReceived })
        #expect(totals.hops == samples.count { $0.hop > 0 })
        #expect(totals.hiddenRetries == samples.reduce(0) { $0 + $1.hiddenRetries })
        #expect(totals.connectionsOpened == connections.count)
        #expect(totals.reconnects == connections.count(where: \.isReconnect))
        expect(totals.nameLookup, connections.map(\.nameLookup))
        expect(totals.connect, connections.map(\.connect))
        expect(totals.tls, connections.map(\.tls).filter { $0 > .zero })
    }

    private static func expect(_ histogram: LatencyHistogram, _ times: [Nanoseconds]) {
        #expect(histogram == LatencyHistogram(sparse(times)))
    }

    private static func sparse(_ times: [Nanoseconds]) -> SparseHistogram {
        var histogram = SparseHistogram()
        for time in times { histogram.record(time) }
        return histogram
    }
}
