import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Gaps and clocks")
struct GapTests {
    @Test("slots nobody probed are a gap: neither up nor down")
    func gap() {
        let found = report("...   ..x")
        #expect(found.observation.unknown == 3)
        #expect(found.observation.known == 6)
        #expect(found.observation.gaps.map(\.slots) == [3])
        #expect(found.observation.gaps.first?.range.lowerBound == start + fiveMinutes * 3)
        #expect(found.observation.gaps.first?.range.upperBound == start + fiveMinutes * 6)
        #expect(found.availability == 5.0 / 6)
        let bounds = found.availabilityBounds
        #expect(abs((bounds?.lowerBound ?? 0) - 5.0 / 9) < 1e-9)
        #expect(abs((bounds?.upperBound ?? 0) - 8.0 / 9) < 1e-9)
    }

    @Test("598 clean ticks with a gap among them prove nothing yet")
    func noPass() {
        let gapped = report(run(".", 300) + " " + run(".", 298))
        #expect(gapped.verdict == .inconclusive)
        #expect(gapped.reasons.contains { $0.en.contains("count against a PASS") })
    }

    @Test("a month with gaps passes only when the gaps as outages would fit the budget")
    func month() {
        func month(_ gap: Int) -> AvailabilityReport {
            report(run(".", 100) + run(" ", gap) + run(".", 8_540 - gap))
        }
        #expect(month(43).verdict == .pass)
        #expect(month(44).verdict == .inconclusive)
    }

    @Test("gaps never make a FAIL")
    func noFail() {
        #expect(report("." + run(" ", 8_000) + ".").verdict == .inconclusive)
    }

    @Test("an outage before or after a gap is known only as far as it was seen")
    func outages() {
        let cut = report("..xx  xx..").observation.outages
        #expect(cut.count == 2)
        #expect(cut.first?.end == .lost)
        #expect(cut.last?.beginsInGap == true)
        #expect(cut.allSatisfy { !$0.isComplete && $0.greatest == nil })
        #expect(report("..xx  xx..").repair.isLowerBound)
    }

    @Test("an outage at the very first tick may have begun before")
    func first() {
        #expect(report("x..").observation.outages.first?.beginsInGap == true)
    }

    @Test("ticks the tool itself could not make are a gap, and too many make the record INVALID")
    func ownFault() {
        let few = report("..??..")
        #expect(few.observation.ownFaults == 2)
        #expect(few.verdict == .inconclusive)
        #expect(report(run(".", 600) + run("?", 44)).verdict == .invalid)
    }

    @Test("the time since the last tick is a gap, once half a distance has passed")
    func trailing() {
        let all = ticks("....")
        func unknown(_ after: Nanoseconds) -> Int {
            AvailabilityReport(ticks: all, terms: terms(), now: start + after)
                .observation.unknown
        }
        #expect(unknown(.seconds(901)) == 0)
        #expect(unknown(.seconds(1_200)) == 0)
        #expect(unknown(.seconds(1_351)) == 1)
        #expect(unknown(.seconds(1_651)) == 2)
    }

    @Test("ticks in any order, twice, or of a clock stepped back count once, and the worse counts")
    func joined() {
        let straight = report("..xx..", terms())
        let again = ticks("......") + ticks("..xx..").reversed() + ticks("..xx..")
        let joined = AvailabilityReport(
            ticks: again,
            terms: terms(),
            now: start + fiveMinutes * 6 - Nanoseconds(1)
        )
        #expect(joined.observation == straight.observation)
    }

    @Test("a clock stepped forward leaves a gap, not an outage and not time that was up")
    func forward() {
        let ahead = ticks("...") + ticks("...", from: start + .seconds(7_200))
        let found = AvailabilityReport(
            ticks: ahead,
            terms: terms(),
            now: start + .seconds(7_200 + 899)
        )
        #expect(found.observation.down == 0)
        #expect(found.observation.up == 6)
        #expect(found.observation.unknown == 21)
    }

    @Test("the distance really kept is told: the longest, and the share of the slots")
    func distance() {
        let found = report("...  ...").distance
        #expect(found.longest == fiveMinutes * 3)
        #expect(found.kept == 0.75)
        #expect(found.latest == .milliseconds(2))
    }

    @Test("the whole record is judged, or what is asked for")
    func period() {
        let long = report(run("x", 100) + run(".", 8_640))
        #expect(long.verdict == .fail)
        #expect(long.range.lowerBound == start)
        #expect(long.period == start..<start + day * 30)
        let whole = ticks(run("x", 100) + run(".", 8_640))
        let first = AvailabilityReport(
            ticks: whole,
            terms: terms(),
            now: start + fiveMinutes * 8_740,
            from: start,
            to: start + day * 30
        )
        #expect(first.verdict == .fail)
        #expect(first.observation.planned == 8_640)
    }

    @Test("every slot is counted exactly once, whatever happens", arguments: 0..<60)
    func conservation(seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let letters: [Character] = [".", ".", ".", "x", " ", "?"]
        let text = String((0..<400).map { _ in letters[draw(letters.count)] })
        let windows = (0..<5).map { _ in
            let from = start + .seconds(draw(120_000))
            return PlannedWindow(from: from, to: from + .seconds(draw(9_000)), announced: from)
        }
        let found = report("." + text, terms { $0.windows = windows })
        let slots = found.observation
        let inside = (0...400).filter { found.stops.contains(start + fiveMinutes * $0) }.count
        #expect(slots.planned + inside == 401)
        #expect(slots.gaps.reduce(0) { $0 + $1.slots } == slots.unknown)
        #expect(slots.outages.reduce(0) { $0 + $1.ticks } == slots.down + slots.forgiven)
        #expect(slots.outages.allSatisfy { $0.ticks > 0 && $0.first <= $0.last })
    }

    @Test("without a period one fault of the tool is a gap like any other, and no INVALID for ever")
    func ownFaultWithoutPeriod() {
        let open = terms { $0.over = nil }
        #expect(report(run(".", 600) + "?" + run(".", 100), open).verdict == .inconclusive)
        #expect(report("?" + run(".", 1_200), open).verdict == .pass)
    }
}
