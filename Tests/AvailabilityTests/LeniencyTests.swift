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

    @Test("that a failed tick needed a second look is told")
    func confirm() {
        let confirmed = report(run(".", 8_640), terms { $0.confirm = .seconds(30) })
        #expect(reasons(confirmed).hasSuffix("a second look after 30s failed too (confirm)"))
    }
}
