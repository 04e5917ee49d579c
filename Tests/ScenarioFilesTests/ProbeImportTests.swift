import Availability
import Foundation
import Testing
import Timekeeping

@testable import ScenarioFiles

@Suite("Logs of other monitors")
struct ProbeImportTests {
    private func read(
        _ text: String,
        _ change: (inout ProbeImport.Options) -> Void = { _ in }
    ) -> ProbeImport.Result {
        var options = ProbeImport.Options()
        change(&options)
        return ProbeImport.read(Array(text.utf8), name: "log.csv", options)
    }

    private func states(_ result: ProbeImport.Result) -> String {
        result.ticks.map { $0.state(.any) == .up ? "." : $0.state(.any) == .down ? "x" : "?" }
            .joined()
    }

    @Test("ISO 8601 with any offset and seconds since 1970 are read alike")
    func times() {
        let result = read(
            """
            time,ok
            2026-11-01T09:00:00+09:00,true
            2026-11-01T00:05:00Z,false
            1793491800,up
            1793492100.250,down
            1793492400000,ok
            """
        )
        #expect(result.faults.isEmpty, "\(result.faults)")
        #expect(states(result) == ".x.x.")
        #expect(result.ticks.first?.slot.description == "2026-11-01T00:00:00Z")
        #expect(result.ticks.last?.slot.description == "2026-11-01T00:20:00Z")
    }

    @Test("rows in any order, twice, and contradicting are joined, and told")
    func joined() {
        let result = read(
            """
            timestamp,status,probe,ms
            2026-11-01T00:05:00Z,200,web,12.5
            2026-11-01T00:00:00Z,200,web,10
            2026-11-01T00:05:00Z,200,web,12.5
            2026-11-01T00:05:01Z,503,web,
            2026-11-01T00:05:00Z,200,database,3
            """
        )
        #expect(result.faults.isEmpty, "\(result.faults)")
        #expect(states(result) == ".x")
        #expect(result.duplicates == 1)
        #expect(result.conflicts == 1)
        #expect(result.outOfOrder == 2)
        #expect(result.ticks.last?.results.map(\.kind) == [.web, .database])
        #expect(result.ticks.first?.results.first?.time == .milliseconds(10))
    }

    @Test("a monitor that asks a little early or late leaves neither gaps nor doubles")
    func jitter() {
        let rows = (0..<200).map { number in
            let jitter = Double((number * 7_919) % 41) - 20
            return "\(1_793_491_200.0 + 299 + Double(number) * 300 + jitter),ok"
        }
        let result = read("time,ok\n" + rows.joined(separator: "\n"))
        #expect(result.ticks.count == 200)
        #expect(
            zip(result.ticks, result.ticks.dropFirst()).allSatisfy {
                $1.slot - $0.slot == .seconds(300)
            }
        )
        #expect(result.duplicates == 0)
    }

    @Test("a time without an offset needs a zone, and one that came twice is told")
    func zones() throws {
        let text = "time,ok\n2026-10-25 02:30:00,1\n"
        let fault = try #require(read(text).faults.first)
        #expect(fault.description.hasPrefix("log.csv:2:1: "))
        #expect(fault.remedy.contains("--zone"))
        let berlin = read(text) { $0.zone = TimeZone(identifier: "Europe/Berlin") }
        #expect(berlin.faults.isEmpty)
        #expect(berlin.ambiguous == 1)
        #expect(berlin.ticks.first?.slot.description == "2026-10-25T00:30:00Z")
    }

    @Test("a log in local time that goes through an hour twice loses none of its ticks")
    func autumn() throws {
        // 01:30 to 03:25 by the clocks of Berlin on the night of the change: three hours.
        guard case .instant(let begin) = WrittenTime("2026-10-24T23:30:00Z") else { return }
        func text(_ order: [Int]) -> String {
            let rows = order.map { number -> String in
                let summer = number < 18
                let minutes = 90 + number * 5 - (summer ? 0 : 60)
                // Two probes a tick, the second a second earlier: jitter is no change of clocks.
                let time = { (second: Int) in
                    let parts = [minutes / 60, minutes % 60, second].map {
                        $0 < 10 ? "0\($0)" : "\($0)"
                    }
                    return "2026-10-25 " + parts.joined(separator: ":")
                }
                let state = (20...21).contains(number) ? "down" : "ok"
                return "\(time(2)),\(state),web\n\(time(1)),ok,database\n"
            }
            return "time,ok,probe\n" + rows.joined()
        }
        for order in [Array(0..<36), Array((0..<36).reversed())] {
            let result = read(text(order)) { $0.zone = TimeZone(identifier: "Europe/Berlin") }
            #expect(result.faults.isEmpty, "\(result.faults)")
            #expect(result.ambiguous == 48)
            #expect(result.ticks.map(\.slot) == (0..<36).map { begin + .seconds(300 * $0) })
            // Failed at 01:10 and 01:15 UTC, in the second of the two hours.
            #expect(
                states(result) == String(repeating: ".", count: 20) + "xx"
                    + String(repeating: ".", count: 14)
            )
        }
    }

    @Test("a log in local time that leaves an hour out has no gap there")
    func spring() {
        let times = ["01:50", "01:55", "03:00", "03:05"].map { "2026-03-29 \($0),ok\n" }
        let result = read("time,ok\n" + times.joined()) {
            $0.zone = TimeZone(identifier: "Europe/Berlin")
        }
        #expect(result.faults.isEmpty && result.ambiguous == 0)
        #expect(
            zip(result.ticks, result.ticks.dropFirst()).allSatisfy {
                $1.slot - $0.slot == .seconds(300)
            }
        )
    }

    @Test("reasons that would steer a terminal, or fill it, are shown plainly")
    func reasons() {
        let long = String(repeating: "x", count: 500)
        let result = read("time,ok,reason\n1793491200,0,\u{1b}[2Jbad\n1793491500,0,\(long)\n")
        let reasons = result.ticks.flatMap(\.results).map(\.outcome)
        #expect(reasons.first == .failed("·[2Jbad"))
        #expect(reasons.last == .failed(String(repeating: "x", count: 200) + "…"))
    }

    @Test("columns are found by common names, or by those given")
    func columns() {
        let named = read("wann;x,Zustand,Dauer\n1793491200,OK,5\n") {
            $0.time = "wann;x"
            $0.status = "Zustand"
            $0.milliseconds = "Dauer"
            $0.usualKind = .timeout
        }
        #expect(named.faults.isEmpty, "\(named.faults)")
        #expect(named.ticks.first?.results.first?.kind == .timeout)
        #expect(named.ticks.first?.results.first?.time == .milliseconds(5))
        let faults = read("when,how\n1,2\n").faults
        #expect(faults.count == 2)
        #expect(faults.allSatisfy { $0.line == 1 && $0.remedy.contains("when, how") })
        #expect(read("time,ok\n1793491200,ok\n") { $0.kind = "part" }.faults.count == 1)
    }

    @Test("every fault is named with its line")
    func faults() {
        let result = read(
            """
            time,ok,probe,ms
            yesterday,ok,web,1
            2026-02-30T00:00:00Z,ok,web,1
            2026-11-01T00:00:00Z,perhaps,web,1
            2026-11-01T00:00:00Z,ok,disk,1
            2026-11-01T00:00:00Z,ok,web,fast
            2026-11-01T00:00:00Z,ok,web
            2026-11-01T00:00:00Z,ok,web,-1
            2026-11-01T00:00:00Z,ok,web,1
            """
        )
        #expect(result.faults.map(\.line) == [2, 3, 4, 5, 6, 7, 8])
        #expect(result.faults.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test(
        "what is no CSV with rows is refused, and ends",
        arguments: ["", "\n\n", "time,ok", "time,ok\n\"", "time,ok\n1793491200,\"ok\"x"]
    )
    func empty(text: String) {
        #expect(!read(text).faults.isEmpty)
    }

    @Test("bytes that are no text are a fault of their line")
    func bytes() {
        let result = ProbeImport.read(
            Array("time,ok\n".utf8) + [0xFF, 0xFE, 0x0A],
            name: "log.csv",
            ProbeImport.Options()
        )
        #expect(result.faults.first?.line == 2)
    }

    @Test("unknown states say nothing of the service")
    func unknown() {
        #expect(states(read("time,ok\n1793491200,paused\n")) == "?")
    }

    @Test(
        "a time beyond what a clock can hold is a fault of its line, and no crash",
        arguments: ["9999999999999", "9223372036855", "9214646400000", "9214646400", "9999999999"]
    )
    func beyond(time: String) {
        let result = read("time,ok\n1793491800,up\n\(time),up\n")
        #expect(result.faults.map(\.position.line) == [3])
        #expect(result.faults.first?.problem.contains("is no time") == true)
        #expect(read("time,ok\n9214646399999,up\n").faults.isEmpty)
    }
}
