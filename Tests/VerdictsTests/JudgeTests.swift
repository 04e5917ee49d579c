import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("The judge")
struct JudgeTests {
    private let strict = Contract(
        name: "strict",
        response: [.online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: 0.8)],
        delay: DelayTerms(longest: .seconds(300), worstResponse: .seconds(300))
    )

    @Test("an ordinary healthy minute with no late operation is a PASS")
    func healthyMinute() throws {
        let judgement = try RunKit(contract: strict, gates: ["p95(save) < 2s", "errors < 1%"])
            .judge(RunKit.even())
        #expect(judgement.verdict == .pass, "\(judgement.reasons)")
        #expect(judgement.gates.allSatisfy { $0.verdict == .pass && !$0.reason.isEmpty })
        #expect(judgement.gate("contract: compliance(save)")?.n == 720)
        #expect(judgement.gate("gate: p95(save) < 2s")?.limit == .time(.seconds(2)))
    }

    @Test("drift far below the target does not spoil a PASS")
    func driftBelowTarget() throws {
        let kit = try RunKit(
            contract: strict,
            gates: ["p99(all) < 3s", "errors < 1%", "late(save) < 1%"]
        )
        let judgement = kit.judge(
            RunKit.even { play, index in play.took = 0.02 + Double(index) * 1e-5 }
        )
        #expect(judgement.verdict == .pass, "\(judgement.reasons)")
    }

    @Test("near misses in clusters weigh as the seconds they fill, not as operations")
    func nearMisses() throws {
        let judgement = try RunKit(gates: ["p99(all) < 3s"]).judge(
            RunKit.even { play, _ in if play.at > 40 { play.took = 2.5 } }
        )
        #expect(judgement.gate("gate: p99(all) < 3s")?.verdict == .inconclusive)
        let effective = judgement.gate("contract: compliance(save)")?.effectiveN ?? 0
        #expect(abs(effective - 60) < 1e-6)
    }

    @Test("no samples are never a PASS")
    func nothing() throws {
        let judgement = try RunKit(gates: ["p95(save) < 2s", "rate(all) > 1/s", "max(all) < 3s"])
            .judge([])
        #expect(judgement.verdict == .inconclusive)
        #expect(judgement.gates.allSatisfy { $0.verdict == .inconclusive })
    }

    @Test("one operation of a flow without samples keeps the run from a PASS")
    func oneMissingOperation() throws {
        let judgement = try RunKit().judge(RunKit.even(operations: [0]))
        #expect(judgement.verdict == .inconclusive)
        #expect(judgement.gate("completeness: save")?.reason.en == "never measured")
    }

    @Test("every operation late is a FAIL with its share and limit in words")
    func allLate() throws {
        let judgement = try RunKit().judge(RunKit.even { play, _ in play.took = 4 })
        #expect(judgement.verdict == .fail)
        let gate = try #require(judgement.gate("contract: compliance(save)"))
        #expect(gate.value == .share(0))
        #expect(
            gate.reason.en.hasPrefix(
                "0 of 720 operations (0%) succeeded in time; with 95% confidence at most "
            )
        )
        #expect(gate.reason.en.contains("the limit is 90%"))
    }

    @Test("quick errors are violations, not fast answers")
    func quickErrors() throws {
        let judgement = try RunKit(gates: ["mean(all) < 3s", "p95(all) < 3s"]).judge(
            RunKit.even { play, _ in
                play.took = 0.001
                play.outcome = .unexpectedStatus
            }
        )
        #expect(judgement.verdict == .fail)
        #expect(judgement.gate("gate: p95(all) < 3s")?.verdict == .fail)
        #expect(judgement.gate("gate: mean(all) < 3s")?.verdict != .pass)
        #expect(judgement.gate("completeness: save")?.verdict == .inconclusive)
    }

    @Test(
        "missed, unfinished and timed-out operations count as violations",
        arguments: [Outcome.missed, .unfinished, .timedOut, .notPlayable]
    )
    func neverAnswered(outcome: Outcome) throws {
        let judgement = try RunKit().judge(
            RunKit.even { play, index in if index % 3 == 0 { play.outcome = outcome } }
        )
        #expect(judgement.verdict == .fail, "\(judgement.reasons)")
    }

    @Test("a share near its limit is INCONCLUSIVE")
    func nearLimit() throws {
        let judgement = try RunKit().judge(
            RunKit.even { play, index in if index % 11 == 0 { play.took = 5 } }
        )
        #expect(judgement.verdict == .inconclusive, "\(judgement.reasons)")
    }

    @Test("a run too short to assess dependence is no PASS unless independence is assumed")
    func tooShort() throws {
        let plays = RunKit.even(perSecond: 100, seconds: 10)
        #expect(try RunKit(length: 10).judge(plays).verdict == .inconclusive)
        var contract = Contract.default
        contract.dependence = .assumeIndependent
        #expect(try RunKit(contract: contract, length: 10).judge(plays).verdict == .pass)
    }

    @Test("R equal to the limit keeps <= and breaks <")
    func exactlyTheLimit() throws {
        let plays = RunKit.even { play, _ in play.took = 2 }
        let kit = try RunKit(
            gates: ["p95(all) <= 2s", "p95(all) < 2s", "max(all) <= 2s", "max(all) < 2s"])
        var exact = kit
        exact.machine.noiseFloor = .zero
        let judgement = exact.judge(plays)
        #expect(judgement.gate("gate: p95(all) <= 2s")?.verdict == .pass)
        #expect(judgement.gate("gate: p95(all) < 2s")?.verdict == .fail)
        #expect(judgement.gate("gate: max(all) <= 2s")?.verdict == .pass)
        #expect(judgement.gate("gate: max(all) < 2s")?.verdict == .fail)
        // With the machine's usual noise nobody can say on which side of the limit they are.
        #expect(kit.judge(plays).gate("gate: p95(all) <= 2s")?.verdict == .inconclusive)
    }

    @Test("an interrupted run that kept everything is INCONCLUSIVE, a broken one still FAIL")
    func interrupted() throws {
        var kit = try RunKit()
        kit.ended = .interrupted(signal: "SIGINT")
        #expect(kit.judge(RunKit.even()).verdict == .inconclusive)
        #expect(kit.judge(RunKit.even()).reasons.first?.en.contains("SIGINT") == true)
        #expect(kit.judge(RunKit.even { play, _ in play.took = 9 }).verdict == .fail)
    }

    @Test("a lagging generator makes a kept run INVALID")
    func laggingGenerator() throws {
        let judgement = try RunKit().judge(
            RunKit.even { play, index in if index % 50 == 0 { play.lag = 0.04 } }
        )
        #expect(judgement.verdict == .invalid)
        #expect(judgement.reasons.first?.en.contains("scheduling lag p99.9") == true)
    }

    @Test("lateness only while the generator was suspect is INVALID, not FAIL")
    func suspectWindows() throws {
        let plays = RunKit.even(seconds: 60) { play, index in
            if (20..<40).contains(Int(play.at)) { play.took = 5 }
        }
        let stalled: (Int) -> LoopHealth = { second in
            var health = RunKit.calm(second)
            if (18..<42).contains(second) { health.longestTurn = .seconds(1) }
            return health
        }
        let kit = try RunKit(gates: ["max(all) < 3s"])
        let judgement = kit.judge(plays, loop: stalled)
        #expect(judgement.verdict == .invalid, "\(judgement.reasons)")
        #expect(judgement.gate("gate: max(all) < 3s")?.verdict == .invalid)
        #expect(kit.judge(plays).verdict == .fail)
        let everywhere = RunKit.even { play, _ in play.took = 5 }
        #expect(kit.judge(everywhere, loop: stalled).verdict == .fail)
    }

    @Test("a machine whose clock was stepped gives INVALID whatever the figures say")
    func machineFault() throws {
        var kit = try RunKit()
        kit.machine.faults = [Bilingual("the wall clock was stepped")]
        #expect(kit.judge(RunKit.even()).verdict == .invalid)
        #expect(kit.judge(RunKit.even { play, _ in play.took = 9 }).verdict == .invalid)
    }

    @Test("a core busy for five seconds is INVALID")
    func busyCore() throws {
        let judgement = try RunKit().judge(RunKit.even()) { second in
            var health = RunKit.calm(second)
            if (30..<35).contains(second) { health.cpu = .milliseconds(900) }
            return health
        }
        #expect(judgement.verdict == .invalid)
    }

    @Test("users that the generator did not bring are INVALID, exhausted data too")
    func loadNotAsAsked() throws {
        var kit = try RunKit()
        kit.load.achievedPeakUsers = 45
        #expect(kit.judge(RunKit.even()).verdict == .invalid)
        kit = try RunKit()
        kit.load.dataExhausted = true
        #expect(kit.judge(RunKit.even()).verdict == .invalid)
        kit = try RunKit()
        kit.load.plannedArrivals = 1_000
        kit.load.arrivalsLostByGenerator = 2
        #expect(kit.judge(RunKit.even()).verdict == .invalid)
    }

    @Test(
        "users the service does not let in are never a PASS",
        arguments: [(50, Verdict.pass), (49, .inconclusive), (25, .fail), (0, .fail)]
    )
    func signIn(ready: Int, expected: Verdict) throws {
        var kit = try RunKit(
            operations: [("open", .online), ("save", .online), ("sign in", .online)],
            before: 2
        )
        kit.load = LoadFacts(
            plannedPeakUsers: 50,
            achievedPeakUsers: ready,
            usersStarted: 50,
            usersReady: ready
        )
        let judgement = kit.judge(RunKit.even())
        #expect(judgement.verdict == expected, "\(judgement.reasons)")
        #expect(judgement.gate("users: ready")?.verdict == expected)
    }

    @Test("users who spend the judged time getting in are never a PASS, however they end")
    func lateSignIn() throws {
        var kit = try RunKit(
            operations: [("open", .online), ("save", .online), ("sign in", .online)],
            before: 2
        )
        kit.load.signInShare = 0.04
        #expect(kit.judge(RunKit.even()).verdict == .pass)
        kit.load.signInShare = 0.45
        let judgement = kit.judge(RunKit.even())
        #expect(judgement.verdict == .inconclusive)
        #expect(judgement.reasons.first?.en.contains("45% of the judged time") == true)
    }

    @Test("a time-out shorter than the limit does not keep a gate on the longest time")
    func timedOutBelowLimit() throws {
        var plays = RunKit.even()
        plays[5].took = 60
        plays[5].outcome = .timedOut
        let judgement = try RunKit(contract: strict).judge(plays)
        #expect(judgement.gate("contract: max(online)")?.verdict == .inconclusive)
        plays[5].took = 300
        #expect(
            try RunKit(contract: strict).judge(plays).gate("contract: max(online)")?.verdict
                == .fail,
            "a time-out at the limit says that the answer takes longer"
        )
    }

    @Test("an operation without a promised time must still succeed")
    func unpromised() throws {
        let kit = try RunKit(operations: [("open", .online), ("export", .batch)])
        let slow = RunKit.even { play, _ in if play.operation == 1 { play.took = 200 } }
        #expect(kit.judge(slow).verdict == .pass)
        let failing = RunKit.even { play, index in
            if play.operation == 1, index.isMultiple(of: 2) { play.outcome = .timedOut }
        }
        #expect(kit.judge(failing).verdict == .fail)
        let only = try RunKit(operations: [("export", .batch)])
        #expect(only.judge([]).verdict == .inconclusive)
    }

    @Test("the worst response of the contract is judged over the whole run")
    func worstResponse() throws {
        var plays = RunKit.even()
        plays[5].took = 301
        let judgement = try RunKit(contract: strict).judge(plays)
        #expect(judgement.gate("contract: max(online)")?.verdict == .fail)
        #expect(judgement.verdict == .fail)
    }

    @Test("rates and means are judged by their intervals")
    func ratesAndMeans() throws {
        let kit = try RunKit(gates: [
            "rate(save) > 5/s", "rate(save) > 20/s", "rate(save) >= 1000/h", "mean(save) < 1s",
            "mean(save) < 20ms", "rate(save) > 12/s",
        ])
        let judgement = kit.judge(RunKit.even())
        let verdicts = judgement.gates.suffix(6).map(\.verdict)
        #expect(verdicts == [.pass, .fail, .pass, .pass, .fail, .fail])
    }

    @Test("a record made for other gates is judged by its buckets: kept or broken either way")
    func otherGates() throws {
        // 700 answers of 1.0003 s, in the bucket of 999.936 to 1,000.447 ms, and 20 of 50 ms.
        var facts = try RunKit().facts(
            RunKit.even { play, index in play.took = index < 700 ? 1.0003 : 0.05 }
        )
        func verdict(_ gate: String) throws -> GateResult? {
            facts.gates = [try Gate.parse(gate)]
            return Judge.judge(facts).gates.last
        }
        #expect(try verdict("p95(save) < 990ms")?.verdict == .fail)
        #expect(try verdict("p95(save) < 999.9ms")?.verdict == .fail)
        #expect(try verdict("p95(save) < 1000.5ms")?.verdict == .pass)
        let inside = try verdict("p95(save) < 1s")
        #expect(inside?.verdict == .inconclusive)
        #expect(inside?.reason.en.contains("the run did not count this limit: 0 to 700") == true)
    }

    @Test("a contract with another time judges compliance, and says that periods need another run")
    func otherTime() throws {
        var facts = try RunKit().facts(RunKit.even())
        facts.terms.contract.response[.online]?.within = .seconds(1)
        #expect(Judge.judge(facts).verdict == .pass)
        facts.terms.contract.delay = DelayTerms(longest: .seconds(60))
        let judgement = Judge.judge(facts)
        #expect(judgement.verdict == .inconclusive)
        let reason = try #require(judgement.gate("contract: longest_delay(online)")?.reason.en)
        #expect(reason.contains("over 3s, the contract says 1s"))
        facts.terms.contract.response[.online]?.within = .milliseconds(60)
        #expect(Judge.judge(facts).gate("contract: compliance(open)")?.verdict == .fail)
    }

    @Test("a contract with a shorter time asks more of the generator than the run's own did")
    func shorterTimeStricterGenerator() throws {
        let slow = Contract(
            name: "slow",
            response: [.online: ResponseTarget(within: .seconds(60), share: 0.9, shareAtPeak: nil)]
        )
        var facts = try RunKit(contract: slow).facts(
            RunKit.even { play, _ in play.lag = 0.05 }
        )
        #expect(Judge.judge(facts).verdict == .pass)
        facts.terms.contract.response[.online]?.within = .seconds(1)
        let judgement = Judge.judge(facts)
        #expect(judgement.verdict == .invalid, "\(judgement.reasons)")
        #expect(judgement.reasons.first?.en.contains("scheduling lag p99.9") == true)
    }

    @Test("seconds that are left out count for nothing, and the rest as before")
    func leftOut() throws {
        let kit = try RunKit(contract: Contract.default)
        let bad = RunKit.even { play, _ in if (20..<30).contains(play.at) { play.took = 9 } }
        #expect(kit.judge(bad).verdict != .pass)
        let facts = kit.facts(bad).without(Set(20..<30))
        let judgement = Judge.judge(facts)
        #expect(judgement.verdict == .pass)
        #expect(judgement.episodes.isEmpty)
        #expect(judgement.gate("contract: compliance(open)")?.n == 600)
        let untouched = Judge.judge(kit.facts(bad).without([]))
        #expect(untouched == kit.judge(bad))
    }

    @Test("a run that was to be looked at again is judged by its part of the chance of error")
    func stoppedBeforeALook() throws {
        let kit = try RunKit(operations: [("open", .online)], gates: ["late(open) < 10%"])
        let plays = RunKit.even(operations: [0], perSecond: 12) { play, index in
            if index.isMultiple(of: 12) { play.took = 9 }
        }
        var facts = kit.facts(plays)
        let whole = try #require(Judge.judge(facts).gate("gate: late(open) < 10%")?.interval)
        facts.isExtended = true
        let part = try #require(Judge.judge(facts).gate("gate: late(open) < 10%")?.interval)
        #expect(part.lower.value < whole.lower.value && part.upper.value > whole.upper.value)
    }

    @Test("gate ids are unique even when a gate is written twice")
    func uniqueIds() throws {
        let gates = try RunKit(gates: ["errors < 1%", "errors(all)<1%"]).judge(RunKit.even()).gates
        #expect(Set(gates.map(\.id)).count == gates.count)
    }
}
