import Testing
import Timekeeping

@testable import RehearsalService

@Suite("Fault programme: its text")
struct FaultProgrammeTests {
    @Test("every kind of fault is read")
    func everyKindIsRead() throws {
        let programme = try FaultProgramme.parse([
            "at 30s for 20s: stall; at 1min for 500ms: slow +4s",
            "at 0s for 1h: error 5%;at 2s for 3s:database down",
            "at 4s for 1s: reset; at 4s for 1s: reset 10%; at 1s for 1s: error 0.25%",
        ])
        #expect(
            programme.faults == [
                PlannedFault(begin: .seconds(30), length: .seconds(20), kind: .stall),
                PlannedFault(
                    begin: .seconds(60),
                    length: .milliseconds(500),
                    kind: .slow(by: .seconds(4), .all)
                ),
                PlannedFault(
                    begin: .zero,
                    length: .seconds(3600),
                    kind: .error(Share(millionths: 50_000))
                ),
                PlannedFault(begin: .seconds(2), length: .seconds(3), kind: .databaseDown),
                PlannedFault(begin: .seconds(4), length: .seconds(1), kind: .reset(.all)),
                PlannedFault(
                    begin: .seconds(4),
                    length: .seconds(1),
                    kind: .reset(Share(millionths: 100_000))
                ),
                PlannedFault(
                    begin: .seconds(1),
                    length: .seconds(1),
                    kind: .error(Share(millionths: 2_500))
                ),
            ]
        )
    }

    @Test("no option is an empty programme")
    func noOption() throws {
        #expect(try FaultProgramme.parse([]).faults.isEmpty)
    }

    @Test("a programme reads back from its own description, whatever it holds")
    func readsBack() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let kinds: [FaultKind] = [
                .stall, .databaseDown, .reset(.all),
                .slow(
                    by: Nanoseconds(.random(in: 1...86_400_000_000_000, using: &generator)),
                    Share(millionths: .random(in: 1...1_000_000, using: &generator))
                ),
                .error(Share(millionths: .random(in: 1...1_000_000, using: &generator))),
                .reset(Share(millionths: .random(in: 1...1_000_000, using: &generator))),
            ]
            let fault = PlannedFault(
                begin: .milliseconds(.random(in: 0...100_000, using: &generator)),
                length: Nanoseconds(.random(in: 1...86_400_000_000_000, using: &generator)),
                kind: kinds.randomElement(using: &generator) ?? .stall
            )
            #expect(try FaultProgramme.parse([fault.description]).faults == [fault])
        }
    }

    @Test(
        "a fault in the text is reported at its column",
        arguments: [
            ("at 30 for 20s: stall", 4), ("at 30s for 20: stall", 12), ("at 30s for 0s: stall", 12),
            ("at 30s for 20s stall", 1), ("at 30s for 20s:", 16), ("at 30s: stall", 1),
            ("  in 30s for 20s: stall", 3), ("at 30s for 20s: stal", 17),
            ("at 30s for 20s: stall now", 23), ("at 30s for 20s: slow", 17),
            ("at 30s for 20s: slow 4s", 22), ("at 30s for 20s: slow +4", 23),
            ("at 30s for 20s: slow +0s", 23), ("at 30s for 20s: slow +1s 0%", 26),
            ("at 30s for 20s: slow +1s 5% 6%", 29), ("at 30s for 20s: error", 17),
            ("at 30s for 20s: error 0%", 23), ("at 30s for 20s: error 101%", 23),
            ("at 30s for 20s: error 5", 23), ("at 30s for 20s: error -5%", 23),
            ("at 30s for 20s: error 5.%", 23), ("at 30s for 20s: reset 1e2%", 23),
            ("at 30s for 20s: reset 5% 6%", 26), ("at 30s for 20s: database", 17),
            ("at 30s for 20s: database down up", 31), ("at 30s for 20s: stall;", 23),
            ("", 1), ("at 31d for 1s: stall", 4), ("at -1s for 1s: stall", 4),
        ]
    )
    func column(text: String, column: Int) {
        let faults = Self.faults(of: [text])
        #expect(faults.map(\.column) == [column], "\(faults)")
        #expect(faults.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
    }

    @Test("everything wrong in all options is reported at once")
    func allAtOnce() {
        let faults = Self.faults(of: [
            "at 1 for 2: fly; at 1s for 2s: stall", "at 1s for 1s: reset", "at 1s for 1s: error x",
        ])
        #expect(faults.map(\.option) == [1, 1, 1, 3])
        #expect(faults.map(\.column) == [4, 10, 13, 21])
    }

    @Test("hostile text never traps")
    func hostile() {
        let scraps = [
            "at", "for", ":", ";", " ", "30s", "20", "stall", "slow", "+", "+4s", "error", "5%",
            "%",
            "database", "down", "reset", "é", "\u{301}", "\u{0}", "\r\n", "٣s", "1e9s", ".", "..s",
            "99999999999999999999d",
        ]
        var faulty = 0
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...12)).map { _ in scraps.randomElement() ?? "" }
                .joined(separator: Bool.random() ? " " : "")
            let faults = Self.faults(of: [text])
            faulty += faults.isEmpty ? 0 : 1
            #expect(faults.allSatisfy { (1...text.count + 1).contains($0.column) }, "\(text)")
        }
        #expect(faulty > 4_000)
    }

    private static func faults(of options: [String]) -> [FaultSyntaxError] {
        do throws(FaultProgrammeFaults) {
            _ = try FaultProgramme.parse(options)
            return []
        } catch {
            return error.faults
        }
    }
}
