import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Availability's verdict")
struct VerdictTests {
    @Test("598 clean ticks prove 99.5 % with 95 % confidence, 597 do not")
    func fewest() {
        #expect(report(run(".", 598)).verdict == .pass)
        let short = report(run(".", 597))
        #expect(short.verdict == .inconclusive)
        #expect(short.cleanTicksNeeded == 1)
        #expect(report(".").cleanTicksNeeded == 597)
        #expect(fiveMinutes * 598 == .seconds(49.0 * 3_600 + 50 * 60))
    }

    @Test("with no tick at all nothing is concluded and 598 are needed")
    func nothing() {
        let empty = AvailabilityReport(ticks: [], terms: terms(), now: start)
        #expect(empty.verdict == .inconclusive)
        #expect(empty.availability == nil)
        #expect(empty.cleanTicksNeeded == 598)
    }

    @Test("a month with 43 failed ticks keeps 99.5 %, with 44 it is broken")
    func month() {
        let kept = report(run("x", 43) + run(".", 8_597))
        #expect(kept.verdict == .pass)
        #expect(kept.isPeriodOver)
        #expect(kept.downtime == .seconds(43 * 300))
        let broken = report(run("x", 44) + run(".", 8_596))
        #expect(broken.verdict == .fail)
        #expect(broken.reasons.first?.en.contains("220 min (44 ticks)") == true)
        #expect(broken.reasons.first?.en.contains("216 min (43 ticks)") == true)
    }

    @Test("a short record fails once it is down for longer than the month's budget")
    func early() {
        #expect(report(".." + run("x", 44)).verdict == .fail)
        #expect(report(".." + run("x", 43)).verdict == .inconclusive)
    }

    @Test("a day of 288 ticks with one failure cannot fail and cannot pass")
    func straddling() {
        let one = report(run(".", 287) + "x")
        #expect(one.verdict == .inconclusive)
        #expect((one.cleanTicksNeeded ?? 0) > 598)
    }

    @Test("the clean ticks said to be needed are exactly enough", arguments: [0, 1, 2, 5])
    func exact(failed: Int) throws {
        let begin = run(".", 100) + run("x", failed) + run(".", 100)
        let needed = try #require(report(begin).cleanTicksNeeded)
        #expect(report(begin + run(".", needed - 1)).verdict == .inconclusive)
        #expect(report(begin + run(".", needed)).verdict == .pass)
    }

    @Test("ticks closer together than the contract's prove no sooner: 49 h 50 min all the same")
    func close() throws {
        let close = terms { $0.every = .seconds(10) }
        #expect(report(run(".", 598), close).verdict == .inconclusive)
        let needed = try #require(report(run(".", 598), close).cleanTicksNeeded)
        let time = Nanoseconds.seconds(10) * (598 + needed)
        // ln 0.05 ÷ ln 0.995 = 597.65 independent ticks.
        #expect(abs(time.seconds - 597.65 * 300) < 20)
        let wide = terms { $0.every = .seconds(600) }
        #expect(report(run(".", 598), wide).verdict == .pass)
    }

    @Test("ticks further apart than the contract's pass neither availability nor hours")
    func coarse() {
        func month(_ text: String, _ promised: Nanoseconds?) -> AvailabilityReport {
            report(
                text + run(".", 31 * 24 - text.count),
                terms {
                    $0.every = .seconds(3_600)
                    $0.promisedEvery = promised
                    $0.serviceHours = "24x7"
                }
            )
        }
        for text in ["", "..x.."] {
            let found = month(text, fiveMinutes)
            #expect(found.verdict == .inconclusive)
            #expect(finding(found, .repair)?.nothingHappened == false)
            for subject in [Finding.Subject.availability, .serviceHours] {
                let judged = finding(found, subject)
                #expect(judged?.verdict == .inconclusive)
                #expect(
                    judged?.reasons.contains {
                        $0.en.contains("cannot show the promised 5 min: probe with “every: 5min”")
                    } == true
                )
            }
        }
        let part = report(
            run(".", 10),
            terms {
                $0.every = .seconds(3_600)
                $0.promisedEvery = fiveMinutes
            }
        )
        #expect(!part.reasons.contains { $0.en.contains("more clean ticks") }, "none would do")
        #expect(month("....x", .seconds(3_600)).verdict == .pass, "as the contract says")
        // The contract names no distance: a month of hours is a sample of 720.
        #expect(month("", nil).verdict == .pass)
        let sampled = month("....x", nil)
        #expect(sampled.verdict == .inconclusive)
        #expect(
            sampled.reasons.contains {
                $0.en.contains("ticks every 60 min prove at least 99.3")
                    && $0.en.contains("probe with “every: 5min”")
            },
            "\(sampled.reasons)"
        )
    }

    @Test("failures that come together weigh as one event: a run needs more than single ones")
    func dependence() throws {
        let apart = try #require(report(run(".", 20) + "x...x" + ".").cleanTicksNeeded)
        let together = try #require(report(run(".", 20) + "xx...." + ".").cleanTicksNeeded)
        #expect(together > apart)
    }

    @Test("without a period, ticks alone tell of a share that is missed")
    func noPeriod() {
        let open = terms { $0.over = nil }
        #expect(report(run(".x", 200), open).verdict == .fail)
        #expect(report(run(".", 598), open).verdict == .pass)
    }

    @Test("a contract without availability gives no verdict, and no PASS")
    func silent() {
        let silent = report(run(".", 1_000), AvailabilityTerms(every: fiveMinutes))
        #expect(silent.verdict == .inconclusive)
        #expect(silent.reasons.map(\.en) == ["the contract promises nothing that probes can judge"])
    }

    @Test("a promise of 100 % fails at the first failed tick and is kept by a whole period only")
    func always() {
        let always = terms { $0.share = 1 }
        #expect(report("x", always).verdict == .fail)
        #expect(report(run(".", 5_000), always).verdict == .inconclusive)
        #expect(report(run(".", 5_000), always).cleanTicksNeeded == nil)
        #expect(report(run(".", 8_640), always).verdict == .pass)
    }

    @Test("a probe the contract names and nobody made keeps a PASS away")
    func missingKind() {
        let three = terms { $0.probes = [.web, .database, .timeout] }
        let only = report(run(".", 8_640), three)
        #expect(only.verdict == .inconclusive)
        #expect(only.unprobedKinds == [.database, .timeout])
        #expect(only.reasons.contains { $0.en.contains("without a database and a timeout probe") })
    }

    @Test("ticks without a probe of the contract's make no PASS of items 1, 10 and 12 either")
    func missingKindElsewhere() {
        func judged(_ kinds: [ProbeKind]) -> AvailabilityReport {
            let year = terms {
                $0.every = .seconds(3_600)
                $0.promisedEvery = .seconds(3_600)
                $0.serviceHours = "24x7"
                $0.meanRepair = .seconds(7_200)
                $0.longOutage = day
                $0.longOutagesAtMost = 0
                $0.probes = [.web, .database]
                $0.windows = [
                    PlannedWindow(from: start, to: start + .seconds(60), announced: start - day)
                ]
            }
            return report(run(".", 365 * 24), year, kinds: kinds)
        }
        func repaired(_ kinds: [ProbeKind]) -> Finding? {
            let promised = terms {
                $0.meanRepair = .seconds(1_800)
                $0.probes = [.web, .database]
            }
            return finding(report("..x..", promised, kinds: kinds), .repair)
        }
        let both: [ProbeKind] = [.web, .database]
        let words = "ticks without a database probe"
        for subject in [Finding.Subject.serviceHours, .longOutages] {
            #expect(finding(judged(both), subject)?.verdict == .pass)
            let lacking = finding(judged([.web]), subject)
            #expect(lacking?.verdict == .inconclusive)
            #expect(lacking?.reasons.contains { $0.en.contains(words) } == true)
        }
        #expect(repaired(both)?.verdict == .pass)
        #expect(repaired([.web])?.verdict == .inconclusive)
        #expect(repaired([.web])?.reasons.contains { $0.en.contains(words) } == true)
        #expect(finding(judged(both), .repair)?.nothingHappened == true)
        #expect(finding(judged([.web]), .repair)?.nothingHappened == false)
    }

    @Test("a probe that could not be made counts as missing, also beside another monitor's tick")
    func brokenKind() {
        let two = terms { $0.probes = [.web, .database] }
        let broken = ticks(run(".", 8_640)).map { tick in
            var tick = tick
            tick.results.append(ProbeResult(kind: .database, outcome: .unknown("no socket")))
            return tick
        }
        let found = AvailabilityReport(
            ticks: broken + ticks(run(".", 8_640)),
            terms: two,
            now: start + fiveMinutes * 8_640 - Nanoseconds(1)
        )
        #expect(found.observation.up == 8_640)
        #expect(found.unprobedKinds == [.database])
        #expect(found.verdict == .inconclusive)
    }

    private func run(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    @Test("a kind that the tool could not probe is missing, though another monitor says up")
    func unknownKind() {
        let both = terms { $0.probes = [.web, .database] }
        var own = ticks(String(repeating: "?", count: 8_640), kinds: [.web, .database])
        for index in own.indices { own[index].results[0].outcome = .ok }
        let imported = ticks(String(repeating: ".", count: 8_640))
        let joined = AvailabilityReport(
            ticks: own + imported,
            terms: both,
            now: start + day * 30 - Nanoseconds(1)
        )
        #expect(joined.unprobedKinds == [.database])
        #expect(joined.verdict == .inconclusive)
    }
}
