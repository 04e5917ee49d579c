import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Rules of the probe that no contract has")
struct LeniencyTests {
    private func reasons(_ report: AvailabilityReport) -> String {
        finding(report, .availability)?.reasons.map(\.en).joined(separator: "; ") ?? ""
    }

    @Test("outages too short for min-outage make no PASS that they would break, and are told")
    func leastOutage() {
        let lenient = terms { $0.leastOutage = .seconds(1_800) }
        let often = String(repeating: run("x", 5) + run(".", 500), count: 20)
        let hidden = report("." + often, lenient)
        #expect(hidden.observation.forgiven == 100)
        #expect(finding(hidden, .availability)?.verdict == .inconclusive)
        #expect(reasons(hidden).contains("probe's own min-outage 30min does not count"))
        let few = report(run(".", 8_000) + run("x", 5) + run(".", 635), lenient)
        #expect(finding(few, .availability)?.verdict == .pass)
        #expect(reasons(few).contains("even had it been down at 5 ticks with a failed probe"))
        let part = report(run(".", 598) + "x" + run(".", 10), lenient)
        #expect(finding(part, .availability)?.verdict == .inconclusive)
    }

    @Test("ticks of which only some probes failed make no PASS under down-when: all")
    func all() {
        let lenient = terms { $0.rule = .all }
        var mixed = ticks(run(".", 8_640), kinds: [.web, .database])
        for index in 100..<144 { mixed[index].results[1].outcome = .failed("503") }
        let found = AvailabilityReport(
            ticks: mixed,
            terms: lenient,
            now: start + day * 30 - Nanoseconds(1)
        )
        #expect(found.observation.up == 8_640)
        #expect(found.observation.lenient == 44)
        #expect(finding(found, .availability)?.verdict == .inconclusive)
        #expect(reasons(found).contains("down-when all does not count"))
    }

    /// A month in which some ticks answered at the second look only.
    private func month(_ doubted: Range<Int>, _ terms: AvailabilityTerms) -> AvailabilityReport {
        var month = ticks(run(".", 8_640))
        for index in doubted {
            month[index].results[0] = ProbeResult(kind: .web, outcome: .failed("got 500"))
                .confirmed(by: month[index].results[0])
        }
        return AvailabilityReport(
            ticks: month,
            terms: terms,
            now: start + day * 30 - Nanoseconds(1)
        )
    }

    @Test("a first look that failed makes no PASS, no FAIL, and is told, whatever the terms say")
    func secondLook() {
        for pause in [nil, Nanoseconds.seconds(30)] {
            let promised = terms {
                $0.confirm = pause
                $0.serviceHours = "24x7"
            }
            let all = month(0..<8_640, promised)
            #expect(all.observation.up == 8_640)
            #expect(all.observation.secondLooks == 8_640)
            #expect(finding(all, .availability)?.verdict == .inconclusive)
            #expect(finding(all, .serviceHours)?.verdict == .inconclusive)
            #expect(finding(all, .repair)?.nothingHappened == false)
            #expect(reasons(all).contains("8,640 ticks failed at the first look"))
            let rule = pause == nil ? "confirm" : "confirm 30s"
            #expect(reasons(all).contains("the probe's own \(rule) does not count"))
            #expect(finding(month(100..<143, promised), .availability)?.verdict == .pass)
            #expect(finding(month(100..<144, promised), .availability)?.verdict == .inconclusive)
        }
    }

    @Test("what a second look spared may be longer than the outages that count: no PASS of item 10")
    func repair() {
        let half = terms { $0.meanRepair = .seconds(1_800) }
        func found(_ doubted: Range<Int>) -> Finding? {
            var month = ticks(run(".", 500) + "x" + run(".", 500))
            for index in doubted {
                month[index].results[0].first = FirstLook(reason: "got 500")
            }
            let judged = AvailabilityReport(
                ticks: month,
                terms: half,
                now: start + fiveMinutes * 1_001 - Nanoseconds(1)
            )
            return finding(judged, .repair)
        }
        #expect(found(0..<0)?.verdict == .pass)
        #expect(found(100..<105)?.verdict == .pass, "30 min at most")
        #expect(found(100..<106)?.verdict == .inconclusive)
        #expect(found(100..<106)?.reasons.last?.en.hasPrefix("up to 35 min, had it been") == true)
        #expect(found(501..<506)?.verdict == .inconclusive, "one outage of seven ticks")
    }

    @Test("that a failed tick needed a second look is told")
    func confirm() {
        let confirmed = report(run(".", 8_640), terms { $0.confirm = .seconds(30) })
        #expect(reasons(confirmed).hasSuffix("a second look after 30s failed too (confirm)"))
    }
}
