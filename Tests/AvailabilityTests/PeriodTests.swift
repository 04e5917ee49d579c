import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Periods of a long record")
struct PeriodTests {
    private func reason(_ report: AvailabilityReport) -> String {
        finding(report, .availability)?.reasons.first?.en ?? ""
    }

    @Test("an outage of 40 h in one month breaks 99.5 % of 30 d, however long the record is")
    func year() {
        let hourly = terms { $0.every = .seconds(3_600) }
        let text = run(".", 2_000) + run("x", 40) + run(".", 365 * 24 - 2_040)
        let all = ticks(text, every: .seconds(3_600))
        for from in [nil, start] {
            let year = AvailabilityReport(
                ticks: all,
                terms: hourly,
                now: start + day * 365 - Nanoseconds(1),
                from: from
            )
            #expect(finding(year, .availability)?.verdict == .fail)
            #expect(reason(year).contains("in the worst 30 d, from "))
            #expect(reason(year).contains("allows 216 min"))
            #expect(year.period.length == day * 30)
            #expect(year.period.lowerBound <= start + .seconds(2_000 * 3_600))
            #expect(year.period.upperBound >= start + .seconds(2_040 * 3_600))
        }
    }

    @Test("an outage on the border of two months counts as a whole")
    func border() {
        let split = run(".", 8_620) + run("x", 44) + run(".", 8_640)
        #expect(report(split).verdict == .fail)
        #expect(report(run(".", 8_620) + run("x", 43) + run(".", 8_640)).verdict == .pass)
        let two = run("x", 30) + run(".", 8_640 - 30) + run("x", 30) + run(".", 8_640)
        #expect(report(two).verdict == .pass, "30 d apart: never both in one period")
        let near = run("x", 30) + run(".", 8_640 - 60) + run("x", 30) + run(".", 8_640)
        #expect(report(near).verdict == .fail)
    }

    @Test("gaps rule a PASS out in the period they lie in")
    func gaps() {
        let gapped = report(run(".", 9_000) + run(" ", 44) + run(".", 9_000))
        #expect(finding(gapped, .availability)?.verdict == .inconclusive)
        #expect(reason(gapped).contains("44 ticks not probed in the worst 30 d"))
        #expect(report(run(".", 9_000) + run(" ", 43) + run(".", 9_000)).verdict == .pass)
    }

    @Test("the search finds what trying every period finds", arguments: 0..<40)
    func exhaustive(seed: Int) throws {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let letters: [Character] = [".", ".", ".", ".", "x", " ", "?"]
        let text = (0..<60).map { _ in run(letters[draw(letters.count)], 1 + draw(6)) }.joined()
        let short = terms {
            $0.share = 0.5
            $0.over = .seconds(3_600 + draw(7_200))
            $0.windows = (0..<3).map { _ in
                let from = start + .seconds(draw(60_000))
                return PlannedWindow(from: from, to: from + .seconds(draw(4_000)), announced: from)
            }
        }
        let found = report("." + text + ".", short)
        let deciding = try #require(found.deciding)
        let length = try #require(short.over)
        let bad = found.timeline.slots.filter {
            $0.state == .down && !found.stops.contains($0.slot)
        }
        func overdraft(_ begin: UTCInstant) -> Nanoseconds {
            let range = begin..<begin + length
            let down = bad.count { range.contains($0.slot) }
            let planned = length - found.stops.length(within: range)
            return fiveMinutes * down
                - Budget(planned: planned, share: 0.5, every: fiveMinutes).total
        }
        var worst = Nanoseconds(.min)
        var begin = found.range.lowerBound
        while begin + length <= found.range.upperBound {
            worst = max(worst, overdraft(begin))
            begin = begin + fiveMinutes
        }
        if worst > .zero {
            #expect(overdraft(deciding.range.lowerBound) == worst)
            #expect(deciding.downtime - deciding.budget.total == worst)
        } else {
            #expect(deciding.downtime <= deciding.budget.total)
        }
    }
}
