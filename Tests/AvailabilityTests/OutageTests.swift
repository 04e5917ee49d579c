import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Outages")
struct OutageTests {
    @Test("k failed ticks measure k·Δ, and the length lies within (k−1)·Δ and (k+1)·Δ")
    func length() throws {
        let found = report("...xxx..").observation
        let outage = try #require(found.outages.first)
        #expect(found.outages.count == 1)
        #expect(outage.ticks == 3)
        #expect(outage.measured == .seconds(900))
        #expect(outage.least == .seconds(600))
        #expect(outage.greatest == .seconds(1_200))
        #expect(outage.first == start + fiveMinutes * 3)
        #expect(outage.end == .repaired(start + fiveMinutes * 6))
        #expect(outage.failures[.web]?.contains("503") == true)
    }

    @Test("an outage of 12 minutes is found in every phase, and k·Δ is right on average")
    func twelveMinutes() {
        var sum = 0.0
        for second in 0..<300 {
            let begin = start + .seconds(3_000 + second)
            let end = begin + .seconds(720)
            let down = begin..<end
            let text = (0..<60).map { down.contains(start + fiveMinutes * $0) ? "x" : "." }
            let found = report(text.joined()).observation.outages
            guard found.count == 1, let outage = found.first, let most = outage.greatest else {
                Issue.record("phase \(second): \(found)")
                return
            }
            #expect(outage.least < .seconds(720) && .seconds(720) < most)
            #expect([2, 3].contains(outage.ticks))
            sum += outage.measured.seconds
        }
        #expect(sum / 300 == 720)
    }

    @Test("the mean time to repair is the sum of repairs over their number")
    func repair() throws {
        let figures = report(".xx....xxxx....").repair
        #expect(figures.count == 2)
        #expect(figures.mean == .seconds(900))
        #expect(!figures.isLowerBound)
        #expect(figures.least == .seconds(600))
        #expect(figures.greatest == .seconds(1_200))
        #expect(figures.longest?.ticks == 4)
        #expect(figures.between == .seconds(9 * 300 / 2))
    }

    @Test("a running outage enters at its age and makes the mean a lower bound")
    func running() {
        let figures = report(".xx....xx").repair
        #expect(figures.count == 2)
        #expect(figures.mean == .seconds(600))
        #expect(figures.isLowerBound)
        #expect(figures.greatest == nil)
        #expect(report("..xx").observation.outages.first?.end == .running)
    }

    @Test("repair is judged by the promise: kept, broken, straddling, nothing to repair")
    func repairVerdict() {
        let half = terms { $0.meanRepair = .seconds(1_800) }
        func verdict(_ text: String) -> AvailabilityVerdict? {
            finding(report(text, half), .repair)?.verdict
        }
        #expect(verdict("....") == nil)
        #expect(verdict("..xxxxx..") == .pass)
        #expect(verdict("..xxxxxx..") == .inconclusive)
        #expect(verdict("..xxxxxxxx..") == .fail)
        #expect(verdict("..xxxxxxxx") == .fail, "still running, and already too long")
        #expect(verdict("..x") == .inconclusive)
    }

    @Test("shorter outages than the contract counts are listed and do not count")
    func least() {
        let only = terms { $0.leastOutage = .seconds(600) }
        let found = report("..x...xx..", only)
        #expect(found.observation.outages.map(\.counts) == [false, true])
        #expect(found.observation.down == 2)
        #expect(found.observation.forgiven == 1)
        #expect(found.repair.count == 1)
        #expect(found.availability == 0.8)
    }

    @Test("more outages longer than a day than a year may have are a FAIL; too few are not a PASS")
    func long() {
        let hourly = terms {
            $0.every = .seconds(3_600)
            $0.longOutage = day
            $0.longOutagesAtMost = 0
            $0.share = nil
        }
        let broken = report(".." + run("x", 26) + "..", hourly)
        #expect(finding(broken, .longOutages)?.verdict == .fail)
        #expect(broken.verdict == .fail)
        let kept = report(".." + run("x", 20) + "..", hourly)
        #expect(finding(kept, .longOutages)?.verdict == .inconclusive)
        #expect(
            finding(report(run(".", 365 * 24), hourly), .longOutages)?.verdict == .pass
        )
        let blind = run(".", 100) + run(" ", 30) + run(".", 365 * 24 - 130)
        #expect(finding(report(blind, hourly), .longOutages)?.verdict == .inconclusive)
        #expect(finding(report(blind, hourly), .longOutages)?.isDecisive == false)
    }

    @Test("a tick is down when any probe failed, or when all did, as the terms say")
    func rule() {
        let mixed = Tick(
            slot: start,
            started: start,
            results: [
                ProbeResult(kind: .web, outcome: .ok),
                ProbeResult(kind: .database, outcome: .failed("503")),
            ]
        )
        #expect(mixed.state(.any) == .down)
        #expect(mixed.state(.all) == .up)
        var both = mixed
        both.results[0].outcome = .failed("refused")
        #expect(both.state(.all) == .down)
        both.results[0].outcome = .unknown("no socket")
        #expect(both.state(.any) == .down)
        #expect(both.state(.all) == .unknown)
        #expect(Tick(slot: start, started: start, results: []).state(.any) == .unknown)
    }

    @Test("a notice that came late or failed breaks the promise; without one nothing is judged")
    func notice() {
        let hour = terms { $0.notifyWithin = .seconds(3_600) }
        func notice(_ tick: Int, _ took: Double = 1, succeeded: Bool = true) -> Notice {
            Notice(slot: start + fiveMinutes * tick, took: .seconds(took), succeeded: succeeded)
        }
        func verdict(_ text: String, _ notices: Notice...) -> AvailabilityVerdict? {
            finding(report(text, hour, notices: notices), .notice)?.verdict
        }
        #expect(verdict(".x.") == nil)
        #expect(verdict("...", notice(1)) == nil, "nothing to tell of")
        #expect(verdict(".x.", notice(1, 3_600)) == .pass)
        #expect(verdict(".x.", notice(1, 3_601)) == .fail)
        #expect(verdict(".x.", notice(1, succeeded: false)) == .fail)
        #expect(verdict(".x.x.", notice(1)) == .inconclusive, "one of two was told of")
        #expect(verdict(".x.x.", notice(1), notice(3)) == .pass)
        #expect(verdict(".x.x.", notice(1, 3_601)) == .fail)
        #expect(verdict(".x?x.", notice(1)) == .pass, "the same outage as far as anybody knows")
        // A second one in the same stretch: the hook ran once more.
        #expect(verdict(".x?x.", notice(1), notice(3)) == .pass)
        #expect(verdict(".x?x.", notice(1), notice(3, 3_601)) == .fail)
        #expect(verdict(".x?x.", notice(1), notice(3, succeeded: false)) == .fail)
        #expect(verdict(".x?x.", notice(1, succeeded: false), notice(3)) == .fail)
        // That of another period breaks and keeps nothing in this one, and shows that there is a
        // hook.
        #expect(verdict("...", notice(-1, 9_999)) == nil)
        #expect(verdict(".x.", notice(1), notice(4, 9_999)) == .pass)
        #expect(verdict(".x.", notice(-1)) == .inconclusive)
        let judged = report(".x.", hour, notices: [notice(-1), notice(1), notice(4)])
        #expect(judged.notices == [notice(1)])
    }

    @Test("two halves of a long outage with a slot nobody probed between them rule a PASS out")
    func longWithGap() {
        let hourly = terms {
            $0.every = .seconds(3_600)
            $0.longOutage = day
            $0.longOutagesAtMost = 0
            $0.share = nil
        }
        func verdict(_ middle: String, _ change: (inout AvailabilityTerms) -> Void = { _ in })
            -> AvailabilityVerdict?
        {
            var terms = hourly
            change(&terms)
            let rest = 365 * 24 - 100 - middle.count
            let text = run(".", 100) + middle + run(".", rest)
            return finding(report(text, terms), .longOutages)?.verdict
        }
        let half = run("x", 20)
        #expect(verdict(half) == .pass)
        #expect(verdict(half + "?" + half) == .inconclusive)
        #expect(verdict(half + "? ?" + half) == .inconclusive)
        #expect(verdict(half + "?.?" + half) == .pass, "up between them: two short ones")
        #expect(verdict(half + "?" + half) { $0.longOutagesAtMost = 1 } == .pass)
        #expect(verdict(run("x", 26) + "?" + half) == .fail)
        #expect(
            verdict(run("x", 26) + "?" + run("x", 26)) { $0.longOutagesAtMost = 1 } == .inconclusive
        )
        #expect(verdict(half + run(" ", 30) + half) { $0.longOutagesAtMost = 1 } == .inconclusive)
    }

    @Test("ticks as far apart as a long outage may all miss one: no PASS")
    func longBetweenTicks() {
        func found(every: Double, long: Double, late: Double = 0) -> Finding? {
            let wide = terms {
                $0.every = .seconds(every)
                $0.longOutage = .seconds(long)
                $0.longOutagesAtMost = 0
                $0.share = nil
            }
            let count = Int(365 * 86_400 / every)
            var year = ticks(run(".", count), every: wide.every)
            for index in year.indices {
                let offset = index % 2 == 0 ? 0 : late
                year[index].started = year[index].slot + .seconds(offset)
            }
            let judged = AvailabilityReport(
                ticks: year,
                terms: wide,
                now: start + wide.every * count - Nanoseconds(1)
            )
            return finding(judged, .longOutages)
        }
        #expect(found(every: 86_400, long: 3_600)?.verdict == .inconclusive)
        #expect(found(every: 3_600, long: 3_600)?.verdict == .inconclusive)
        #expect(
            found(every: 7_200, long: 3_600)?.reasons.last?.en
                == "ticks 120 min apart may have an outage longer than 60 min between them: probe "
                + "more often"
        )
        #expect(found(every: 3_600, long: 7_200)?.verdict == .pass)
        #expect(found(every: 3_600, long: 4_000)?.verdict == .pass)
        #expect(found(every: 3_600, long: 4_000, late: 600)?.verdict == .inconclusive)
    }

    @Test("a running outage breaks the mean time to repair by its sure length only")
    func runningRepair() {
        let promised = terms {
            $0.share = nil
            $0.meanRepair = .seconds(12_600)
        }
        func verdict(_ ticks: Int) -> AvailabilityVerdict? {
            finding(report(".." + run("x", ticks), promised), .repair)?.verdict
        }
        #expect(verdict(43) == .inconclusive, "between 210 and 220 min; 210 are promised")
        #expect(verdict(44) == .fail)
    }
}
