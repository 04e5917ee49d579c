import Measuring
import Testing
import Timekeeping
import Workload

@testable import Verdicts

@Suite("Leaks between tenants")
struct LeakTests {
    /// A run of two companies with so many searched answers a second.
    private struct Sample {
        var kit: RunKit
        var searched: (Int) -> AnswerSearched = { _ in .clean }
        var answers = 10
        var loop: (Int) -> LoopHealth = RunKit.calm
        var companies = ["comp01", "comp02"]
        var plays = RunKit.even()

        init() throws {
            kit = try RunKit()
        }

        func facts() -> RunFacts {
            var kit = kit
            let rows = (0..<50).map { [companies[$0 % companies.count], "user\($0)"] }
            kit.scenario.accounts = AccountFeed(
                path: "accounts.csv",
                columns: [],
                rows: rows,
                tenancy: Tenancy(columns: [
                    .init(name: "company", index: 0, kind: .code),
                    .init(name: "user", index: 1, kind: .code),
                ])
            )
            var facts = kit.facts(plays, loop: loop)
            let recorder = ShardRecorder(plan: facts.record.plan, origin: facts.record.origin)
            for number in 0..<answers {
                let at = facts.record.origin + .milliseconds(100 * number)
                let stamps = Stamps(
                    planned: at,
                    dispatched: at,
                    written: at,
                    firstByte: at,
                    done: at
                )
                recorder.record(
                    RequestSample(
                        request: number % 2,
                        user: number % 50,
                        outcome: number % 3 == 0 ? .timedOut : .succeeded,
                        status: 200,
                        stamps: stamps,
                        searched: searched(number)
                    )
                )
            }
            let delta = recorder.take(
                inFlight: [],
                users: 50,
                loop: RunKit.calm(59),
                at: facts.record.origin + .seconds(60)
            )
            facts.record.merge(delta, shard: 0)
            facts.leaks = [
                LeakEvidence(
                    operation: 1,
                    request: 1,
                    hop: 0,
                    status: 200,
                    user: 4,
                    tenant: "comp01",
                    member: "user4",
                    marker: "user7",
                    column: "user",
                    owner: "comp02",
                    ownerMember: "user7",
                    owners: 1,
                    place: .body,
                    planned: .seconds(3),
                    done: .seconds(3.5),
                    unixNanoseconds: 1_795_447_749_123_000_000
                )
            ]
            return facts
        }

        func judge() -> Judgement { Judge.judge(facts()) }
    }

    private static func gate(_ judgement: Judgement) throws -> GateResult {
        try #require(judgement.gate("contract: leaks"))
    }

    @Test("a run without a leak passes and says how many answers were searched")
    func clean() throws {
        let judgement = try Sample().judge()
        let gate = try Self.gate(judgement)
        #expect(gate.verdict == .pass && gate.n == 10 && gate.value == .count(0))
        #expect(gate.text == "leaks = 0")
        #expect(judgement.verdict == .pass, "\(judgement.reasons)")
        #expect(
            judgement.reasons.contains { $0.hasPrefix("items 34, 44: 10 answers were searched") }
        )
    }

    @Test("one leak among answers that are all in time fails the run, first of all reasons")
    func one() throws {
        var sample = try Sample()
        sample.searched = { $0 == 6 ? .leaked : .clean }
        let judgement = sample.judge()
        #expect(judgement.verdict == .fail)
        let gate = try Self.gate(judgement)
        #expect(gate.verdict == .fail && gate.value == .count(1) && gate.n == 10)
        let reason = try #require(judgement.reasons.first)
        for part in [
            "leaks = 0", "items 34, 44", "1 of 10 answers",
            "save of user 5 (company comp01, user4)",
            "planned at 3.00 s", "2026-11-23T", ".123Z", "“user7”, the user of company comp02",
        ] {
            #expect(reason.contains(part), "\(reason)")
        }
    }

    @Test("a generator that was late, a clock that was stepped: a leak is a leak all the same")
    func suspectGenerator() throws {
        var sample = try Sample()
        sample.loop = { second in
            var health = RunKit.calm(second)
            health.longestTurn = .seconds(2)
            return health
        }
        sample.kit.machine = MachineFacts(faults: ["the wall clock was stepped by 3 s"])
        #expect(sample.judge().verdict == .invalid)
        sample.searched = { $0 == 0 ? .leaked : .clean }
        let judgement = sample.judge()
        #expect(judgement.verdict == .fail)
        #expect(judgement.reasons.contains { $0.hasPrefix("load generator") })
    }

    @Test("a run that was stopped or cut off, or judged without those seconds, fails as well")
    func stopped() throws {
        var sample = try Sample()
        sample.searched = { $0 == 6 ? .leaked : .clean }
        sample.kit.ended = .stopped(reason: "its journal breaks off")
        #expect(sample.judge().verdict == .fail)
        let without = sample.facts().without(Set(0..<60))
        #expect(try Self.gate(Judge.judge(without)).value == .count(1))
        #expect(Judge.judge(without).verdict == .fail)
    }

    @Test("nothing searched, or not all of it, is no PASS")
    func nothingSearched() throws {
        var sample = try Sample()
        sample.answers = 0
        var judgement = sample.judge()
        #expect(judgement.verdict == .inconclusive)
        #expect(try Self.gate(judgement).reason.contains("no answer was searched"))
        sample.answers = 10
        sample.searched = { $0 == 3 ? .incomplete : .clean }
        judgement = sample.judge()
        #expect(judgement.verdict == .inconclusive)
        #expect(try Self.gate(judgement).reason.contains("1 more answers could not be read"))
        #expect(try Self.gate(judgement).n == 9)
    }

    @Test("what could not be searched is told with its operations, and only images let pass")
    func notSearched() throws {
        var sample = try Sample()
        sample.searched = { $0 < 4 ? .packed : .clean }
        var gate = try Self.gate(sample.judge())
        #expect(sample.judge().verdict == .inconclusive && gate.n == 6)
        #expect(gate.reason.contains("4 answers could not be searched"))
        #expect(gate.reason.contains("unknown characters: open 2, save 2"), "\(gate.reason)")
        sample.searched = { $0 == 1 ? .alike : .clean }
        gate = try Self.gate(sample.judge())
        #expect(sample.judge().verdict == .inconclusive && gate.n == 10)
        #expect(gate.reason.contains("1 answers held what may be another company's"))
        sample.searched = { $0 < 3 ? .media : .clean }
        gate = try Self.gate(sample.judge())
        #expect(sample.judge().verdict == .pass && gate.n == 7)
        #expect(gate.reason.contains("3 images and fonts, which hold no text"))
        sample.searched = { $0 < 3 ? .packed : .leaked }
        #expect(sample.judge().verdict == .fail)
        sample.searched = { _ in .media }
        #expect(sample.judge().verdict == .inconclusive, "nothing was searched")
    }

    @Test("answers to users who do nothing that succeeds prove nothing")
    func nothingSucceeded() throws {
        var sample = try Sample()
        sample.plays = RunKit.even { play, _ in play.outcome = .unexpectedStatus }
        let gate = try Self.gate(sample.judge())
        #expect(gate.verdict == .inconclusive && gate.n == 10)
        #expect(gate.reason.contains("users of 0 at work"), "\(gate.reason)")
        #expect(gate.reason.contains("no judged operation succeeded"))
        sample.searched = { $0 == 0 ? .leaked : .clean }
        #expect(try Self.gate(sample.judge()).verdict == .fail)
    }

    @Test("users of one company at work, of two in the file, prove nothing")
    func oneAtWork() throws {
        var sample = try Sample()
        // Only the odd users' operations succeed, and they are all of the second company.
        sample.plays = sample.plays.enumerated().map { index, play in
            var play = play
            if index % 2 == 0 { play.outcome = .unexpectedStatus }
            return play
        }
        let gate = try Self.gate(sample.judge())
        #expect(gate.verdict == .inconclusive)
        #expect(gate.reason.contains("one company only were at work"), "\(gate.reason)")
    }

    @Test("a company of which nothing can be searched for keeps a run from passing")
    func unseen() throws {
        var sample = try Sample()
        sample.companies = ["comp01", "comp02", "c03"]
        #expect(sample.judge().verdict == .pass, "its user codes tell")
        var facts = sample.facts()
        facts.terms.isolation?.unseen = 1
        facts.terms.isolation?.unseenExamples = ["c03"]
        let judgement = Judge.judge(facts)
        #expect(judgement.verdict == .inconclusive)
        #expect(try Self.gate(judgement).reason.contains("(c03): plant texts"))
    }

    @Test("a contract that keeps companies apart does not pass where nobody looked")
    func untested() throws {
        var kit = try RunKit()
        kit.scenario.contract.declarations.isolationBy = ["company", "user"]
        let judgement = kit.judge(RunKit.even())
        #expect(judgement.verdict == .inconclusive)
        let gate = try Self.gate(judgement)
        #expect(gate.verdict == .inconclusive && gate.n == 0)
        #expect(gate.reason.contains("not tested: the contract keeps companies apart by company"))
    }

    @Test("a contract that names other fields than the run searched for does not pass")
    func otherFields() throws {
        var sample = try Sample()
        sample.kit.scenario.contract.declarations.isolationBy = ["tenant_id"]
        #expect(sample.judge().verdict == .inconclusive)
        #expect(
            try Self.gate(sample.judge()).reason.contains("by tenant_id, and the run told them")
        )
        sample.searched = { $0 == 6 ? .leaked : .clean }
        #expect(sample.judge().verdict == .fail, "a leak is a leak")
        sample.searched = { _ in .clean }
        sample.kit.scenario.contract.declarations.isolationBy = ["company", "branch"]
        #expect(sample.judge().verdict == .pass)
        #expect(try Self.gate(sample.judge()).reason.contains("have no column branch"))
    }

    @Test("leaks that no operation was judged for are no ground to pass")
    func judgesNothing() throws {
        var sample = try Sample()
        sample.kit.scenario.contract.response = [:]
        #expect(sample.judge().verdict != .fail)
        let kit = try RunKit()
        #expect(kit.judge(RunKit.even()).gate("contract: leaks") == nil)
    }

    @Test("a contract that binds flows to companies expects each group its own operations")
    func forecast() throws {
        var kit = try RunKit()
        kit.scenario.flows = [
            Flow(
                name: "export",
                steps: [OperationID(index: 0)],
                think: .fixed(.seconds(2)),
                tenants: ["comp01"]
            ),
            Flow(name: "file", steps: [OperationID(index: 1)], think: .fixed(.seconds(7))),
        ]
        kit.scenario.accounts = AccountFeed(
            path: "",
            columns: [],
            rows: (0..<50).map { [$0 < 10 ? "comp01" : "comp02"] },
            tenancy: Tenancy(columns: [.init(name: "company", index: 0, kind: .code)])
        )
        let forecast = LoadForecast(RunTerms(kit.scenario))
        // 10 users every 5 s and 40 every 10 s, over a minute in which they come one by one.
        #expect(abs(forecast.operations[0].fewest - 60) < 0.001)
        #expect(abs(forecast.operations[1].fewest - 120) < 0.001)
    }
}
