import Measuring
import Testing
import Timekeeping

@Suite("Tenants in the record")
struct IsolationTests {
    private static func plan(_ tenants: TenantGroups?) -> MeasuringPlan {
        MeasuringPlan(
            operations: [
                Fixture.operation("open"), Fixture.operation("export", className: "heavy"),
                Fixture.operation("sign in", isJudged: false),
            ],
            requests: (0..<3).map { MeasuringPlan.Request(name: "GET /\($0)", operation: $0) },
            judgedSpan: .seconds(10)..<(.seconds(20)),
            tenants: tenants
        )
    }

    private static func answer(_ request: Int, at: Int, _ searched: AnswerSearched) -> RequestSample
    {
        let done = Fixture.origin + .milliseconds(at)
        let stamps = Stamps(
            planned: done,
            dispatched: done,
            written: done,
            firstByte: done,
            done: done
        )
        return RequestSample(
            request: request,
            user: 0,
            outcome: .timedOut,
            status: 0,
            stamps: stamps,
            searched: searched
        )
    }

    private static func record(_ recorder: ShardRecorder, _ plan: MeasuringPlan) -> RunRecord {
        var record = RunRecord(plan: plan, origin: Fixture.origin, shards: 1)
        let delta = recorder.take(
            inFlight: [],
            users: 1,
            loop: LoopHealth(),
            at: Fixture.origin + .seconds(30)
        )
        record.merge(delta, shard: 0)
        return record
    }

    @Test("leaks are counted by second and request, whatever became of the answer, and stay")
    func counted() {
        let plan = Self.plan(TenantGroups(tenants: ["a", "b"], tenantOfUser: [0, 1]))
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        let results: [AnswerSearched] = [.no, .clean, .leaked, .leaked, .incomplete]
        for (number, result) in results.enumerated() {
            recorder.record(Self.answer(2, at: 1_400 + 200 * number, result))
        }
        var record = Self.record(recorder, plan)
        #expect(record.searches[1]?.searched == 2 && record.searches[1]?.leaked == 1)
        #expect(record.searches[2]?.leaked == 1 && record.searches[2]?.incomplete == 1)
        #expect(record.searches(request: 2).leaked == 2)
        #expect(record.searches(request: 1) == SearchCounts())
        let before = record.searches
        record.leaveOut(Set(0..<30))
        #expect(record.searches == before, "seconds left out take no leak away")
    }

    @Test("answers that could not be searched are counted apart, and kept in the journal")
    func kinds() throws {
        let plan = Self.plan(TenantGroups(tenants: ["a", "b"], tenantOfUser: [0, 1]))
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        let results: [AnswerSearched] = [.clean, .alike, .packed, .packed, .media]
        for (number, result) in results.enumerated() {
            recorder.record(Self.answer(1, at: 1_000 + number, result))
        }
        let record = Self.record(recorder, plan)
        let counts = record.searches(request: 1)
        #expect(counts.searched == 2 && counts.alike == 1 && counts.leaked == 0)
        #expect(counts.packed == 2 && counts.media == 1 && counts.incomplete == 0)
        #expect(record.searches[1] == counts)
    }

    @Test("judged operations are counted for their users' companies, by class")
    func byTenant() {
        let plan = Self.plan(TenantGroups(tenants: ["a", "b"], tenantOfUser: [0, 1, 0]))
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        func play(_ operation: Int, _ user: Int, at: Int, took: Nanoseconds, _ end: Outcome) {
            recorder.record(
                Fixture.sample(
                    at: .seconds(at),
                    took: took,
                    operation: operation,
                    user: user,
                    outcome: end
                )
            )
        }
        play(0, 0, at: 12, took: .seconds(1), .succeeded)
        play(0, 2, at: 13, took: .seconds(4), .succeeded)
        play(0, 1, at: 14, took: .seconds(2), .timedOut)
        play(1, 1, at: 14, took: .seconds(5), .succeeded)
        play(2, 1, at: 14, took: .seconds(1), .succeeded)  // not judged
        play(0, 1, at: 9, took: .seconds(1), .succeeded)  // before the judged span
        play(0, -1, at: 14, took: .seconds(1), .missed)  // no user took it
        let tenants = Self.record(recorder, plan).tenants
        #expect(plan.classNames == ["heavy", "online"])
        let first = tenants[TenantKey(group: 0, className: 1)]
        #expect(first?.planned == 2 && first?.late == 1 && first?.failed == 0)
        #expect(first?.response.extent.count == 2)
        let second = tenants[TenantKey(group: 1, className: 1)]
        #expect(second?.planned == 1 && second?.failed == 1)
        #expect(tenants[TenantKey(group: 1, className: 0)]?.planned == 1)
        #expect(tenants.count == 3)
    }

    /// Three tenants share the operations of a stall; the first has the most.
    private static func stalled(_ tenants: TenantGroups) -> RunRecord {
        let plan = MeasuringPlan(
            operations: [Fixture.operation()],
            requests: [MeasuringPlan.Request(name: "GET /form", operation: 0)],
            judgedSpan: .seconds(20)..<(.seconds(280)),
            tenants: tenants
        )
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        var record = RunRecord(plan: plan, origin: Fixture.origin, shards: 1)
        for (number, sample) in EpisodeTests.stall().enumerated() {
            var sample = sample
            sample.user = number % tenants.groupOfUser.count
            recorder.record(sample)
            guard number % 1_000 == 999 else { continue }
            let delta = recorder.take(
                inFlight: [],
                users: 1,
                loop: LoopHealth(),
                at: Fixture.origin + .seconds(number / 100)
            )
            record.merge(delta, shard: 0)
        }
        return record
    }

    private static func episodes(of scope: Episode.Scope, in record: RunRecord) -> [Episode] {
        EpisodeDetector.episodes(
            of: scope,
            in: record,
            judgedOnly: false,
            settings: EpisodeTests.settings()
        )
    }

    @Test("a tenant who has all the users has the class's latency-continuation periods")
    func onlyTenant() throws {
        let record = Self.stalled(TenantGroups(tenants: ["a"], tenantOfUser: [0, 0, 0]))
        let own = try #require(
            Self.episodes(of: .tenant(group: 0, className: "online"), in: record).first
        )
        var all = try #require(Self.episodes(of: .className("online"), in: record).first)
        #expect(all.start == .seconds(100) && all.end == .seconds(200) && all.planned > 9_000)
        // Of a tenant neither times nor operations are kept.
        (all.p50, all.p95, all.max, all.operations) = (nil, nil, nil, [])
        all.scope = own.scope
        #expect(own == all)
    }

    @Test("tenants' periods are told from their own operations, and go when those are left out")
    func eachTenant() {
        var record = Self.stalled(
            TenantGroups(tenants: ["a", "b", "c"], tenantOfUser: [0, 0, 0, 1, 1, 2])
        )
        let scopes = (0..<3).map { Episode.Scope.tenant(group: $0, className: "online") }
        let found = scopes.map { Self.episodes(of: $0, in: record) }
        #expect(found.map(\.count) == [1, 1, 1])
        let planned = found.map { $0.first?.planned ?? 0 }
        #expect(planned[0] > 2 * planned[2] && planned[1] > planned[2])
        #expect(planned.reduce(0, +) > 9_000)
        record.leaveOut(Set(90..<210))
        // Who waited stays known, as for a class; what was planned is gone.
        let left = scopes.flatMap { Self.episodes(of: $0, in: record) }
        #expect(left.allSatisfy { $0.planned == 0 && $0.violations == 0 })
    }

    @Test("a run of another kind counts nothing")
    func off() {
        let plan = Self.plan(nil)
        let recorder = ShardRecorder(plan: plan, origin: Fixture.origin)
        recorder.record(Self.answer(0, at: 100, .leaked))
        recorder.record(Fixture.sample(at: .seconds(12), took: .seconds(1)))
        let record = Self.record(recorder, plan)
        #expect(record.searches.isEmpty && record.tenants.isEmpty)
    }

    @Test("the fifty companies with the most users have figures of their own, the rest together")
    func groups() {
        let sizes = (0..<70).map { $0 % 7 + 1 }
        let users = sizes.enumerated().flatMap { Array(repeating: Int32($0), count: $1) }
        let groups = TenantGroups(tenants: sizes.indices.map { "t\($0)" }, tenantOfUser: users)
        #expect(groups.names.count == 51 && groups.hasOthers)
        #expect(groups.names.last == "20 others")
        // Of one and two users: twenty companies.
        #expect(groups.users.last == 30)
        #expect(groups.users.reduce(0, +) == users.count)
        #expect(groups.groupOfUser.count == users.count)
        let few = TenantGroups(tenants: ["a", "b"], tenantOfUser: [1, 1, 0])
        #expect(few.names == ["a", "b"] && few.users == [1, 2] && !few.hasOthers)
        #expect(few.groupOfUser == [1, 1, 0])
    }
}
