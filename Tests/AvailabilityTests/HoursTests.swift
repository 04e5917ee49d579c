import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Service hours and planned stops, items 1 and 2")
struct HoursTests {
    private func hours(
        _ text: String,
        _ change: (inout AvailabilityTerms) -> Void = { _ in }
    ) -> Finding? {
        let always = terms {
            $0.serviceHours = "24x7"
            change(&$0)
        }
        return finding(report(text, always), .serviceHours)
    }

    @Test("24x7 is kept by a period in which every slot was probed and up")
    func always() {
        let kept = hours(run(".", 8_640))
        #expect(kept?.verdict == .pass)
        #expect(
            kept?.reasons.map(\.en) == ["up at 8,640 of 8,640 slots, in 24 of 24 hours of the day"]
        )
        #expect(kept?.isDecisive == false)
    }

    @Test(
        "a gap, a fault of the tool, an outage or a short record leave it open, and nothing fails",
        arguments: [
            (run(".", 8_639) + " ", "not probed"), (run(".", 8_639) + "?", "not probed"),
            (run(".", 4_000) + "x" + run(".", 4_639), "1 tick had a failed probe"),
            (run(".", 8_639), "go on probing"), (run("x", 8_640), "0 of 24 hours"),
        ]
    )
    func open(text: String, words: String) {
        let found = hours(text + (text.hasSuffix(" ") ? "." : ""))
        #expect(found?.verdict == .inconclusive)
        #expect(
            found?.reasons.contains { $0.en.contains(words) } == true,
            "\(found?.reasons ?? [])"
        )
    }

    @Test(
        "a stop that may be taken out is no hour of service, and ticks hours apart see too little"
    )
    func stops() {
        let stop = PlannedWindow(
            from: start + fiveMinutes * 10,
            to: start + fiveMinutes * 20,
            announced: start - day * 14
        )
        let text = run(".", 10) + run("x", 10) + run(".", 8_620)
        #expect(hours(text) { $0.windows = [stop] }?.verdict == .pass)
        #expect(hours(text)?.verdict == .inconclusive)
        #expect(hours(run(".", 720)) { $0.every = .seconds(3_600) }?.verdict == .pass)
        #expect(hours(run(".", 360)) { $0.every = .seconds(7_200) }?.verdict == .inconclusive)
    }

    @Test("other hours, or none, are not judged")
    func others() {
        #expect(hours(run(".", 8_640)) { $0.serviceHours = "9-18" }?.verdict == nil)
        #expect(hours(run(".", 8_640)) { $0.serviceHours = nil }?.verdict == nil)
    }

    private func stop(_ tick: Int, announced days: Int?) -> PlannedWindow {
        PlannedWindow(
            from: start + fiveMinutes * tick,
            to: start + fiveMinutes * (tick + 2),
            announced: days.map { start + fiveMinutes * tick - day * $0 }
        )
    }

    private func notice(_ windows: PlannedWindow..., promised: Nanoseconds? = day * 14) -> Finding?
    {
        let found = report(
            run(".", 100),
            terms {
                $0.notice = promised
                $0.windows = windows
            }
        )
        return finding(found, .maintenance)
    }

    @Test("stops announced in time keep the notice; the shortest is told")
    func inTime() {
        let kept = notice(stop(10, announced: 20), stop(30, announced: 15))
        #expect(kept?.verdict == .pass)
        #expect(kept?.reasons.map(\.en) == ["2 stops, the shortest notice 15 d; promised 14 d"])
    }

    @Test("a stop announced too late, after its begin or not at all breaks it")
    func late() {
        let late = notice(stop(10, announced: 20), stop(30, announced: 13))
        #expect(late?.verdict == .fail)
        #expect(late?.reasons.first?.en.contains("only 13 d before; promised 14 d") == true)
        #expect(notice(stop(10, announced: nil))?.verdict == .fail)
        #expect(
            notice(stop(10, announced: -1))?.reasons.first?.en.contains("after its begin") == true
        )
    }

    @Test("without a stop in the time watched, or without a promise, nothing is judged")
    func none() {
        #expect(notice()?.verdict == nil)
        #expect(notice(stop(101, announced: 1))?.verdict == nil)
        #expect(notice(stop(-3, announced: 1))?.verdict == nil)
        #expect(notice(stop(10, announced: 1), promised: nil)?.verdict == nil)
    }
}
