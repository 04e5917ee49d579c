import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Planned stops")
struct PlannedStopTests {
    private func window(_ from: Int, _ to: Int, announced days: Int? = 14) -> PlannedWindow {
        PlannedWindow(
            from: start + fiveMinutes * from,
            to: start + fiveMinutes * to,
            announced: days.map { start + fiveMinutes * from - day * $0 }
        )
    }

    private func with(_ windows: PlannedWindow...) -> AvailabilityTerms {
        terms {
            $0.notice = day * 14
            $0.windows = windows
        }
    }

    @Test("ticks in a stop announced in time are in neither term, and the period is shorter")
    func excluded() {
        let found = report("...xxx....", with(window(3, 6)))
        #expect(found.observation.down == 0)
        #expect(found.observation.planned == 7)
        #expect(found.observation.excluded == 3)
        #expect(found.observation.outages.isEmpty)
        #expect(found.budget?.total == Nanoseconds.seconds(12_955.5))
    }

    @Test("a stop announced too late, or not at all, is not taken out")
    func late() {
        #expect(window(3, 6, announced: 14).flaw(notice: day * 14) == nil)
        #expect(window(3, 6, announced: 13).flaw(notice: day * 14) == .isTooLate(day * 13))
        #expect(window(3, 6, announced: nil).flaw(notice: day * 14) == .isUnannounced)
        #expect(window(6, 3).flaw(notice: nil) == .isEmpty)
        #expect(report("...xxx....", with(window(3, 6, announced: 13))).observation.down == 3)
        #expect(report("...xxx....", with(window(3, 6, announced: nil))).observation.down == 3)
    }

    @Test("a stop nobody announced is downtime even where the contract names no notice")
    func unannounced() {
        #expect(window(3, 6, announced: nil).flaw(notice: nil) == .isUnannounced)
        let silent = terms { $0.windows = [window(3, 6, announced: nil)] }
        #expect(report("...xxx....", silent).observation.down == 3)
        let told = terms { $0.windows = [window(3, 6, announced: 0)] }
        #expect(report("...xxx....", told).observation.down == 0)
    }

    @Test("overlapping and touching stops are one; their common time is taken out once")
    func merged() {
        let stops = PlannedStops(
            [window(4, 8), window(2, 5), window(8, 9), window(20, 21)],
            notice: day * 14
        )
        #expect(stops.spans.count == 2)
        #expect(stops.length(within: start..<start + day) == fiveMinutes * 8)
        #expect(
            report("..xxxxxxx..", with(window(2, 5), window(4, 8), window(8, 9)))
                .observation.planned == 4
        )
    }

    @Test("an outage that overlaps a stop is clipped, and is still one outage")
    func clipped() throws {
        let found = report("..xxxxxx..", with(window(4, 6))).observation
        let outage = try #require(found.outages.first)
        #expect(found.outages.count == 1)
        #expect(outage.ticks == 4)
        #expect(outage.clippedTicks == 2)
        #expect(outage.measured == .seconds(1_200))
        #expect(found.down == 4)
        let into = report("..xxxx..", with(window(4, 8))).observation
        #expect(into.outages.first?.ticks == 2)
        #expect(into.outages.first?.end == .repaired(start + fiveMinutes * 6))
    }

    @Test("what nobody probed during a stop is no gap")
    func unprobed() {
        let found = report("...   ....", with(window(3, 6))).observation
        #expect(found.unknown == 0)
        #expect(found.gaps.isEmpty)
    }

    @Test("lengths and slots within a stretch agree with counting one by one")
    func counting() {
        let stops = PlannedStops([window(3, 6), window(9, 12)], notice: nil)
        for from in 0..<14 {
            for to in from..<15 {
                let begin = start + fiveMinutes * from
                let range = begin..<(start + fiveMinutes * to)
                let planned = (from..<to).filter { !stops.contains(start + fiveMinutes * $0) }
                #expect(stops.plannedSlots(in: range, every: fiveMinutes) == planned.count)
                #expect(
                    stops.length(within: range) == fiveMinutes * (to - from - planned.count)
                )
            }
        }
    }
}
