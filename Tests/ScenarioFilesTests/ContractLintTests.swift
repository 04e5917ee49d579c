import Foundation
import ScenarioFiles
import Testing

@Suite("Contradictions of a contract")
struct ContractLintTests {
    /// The problems that `check` warns of.
    private func warnings(_ lines: String, zone: String = "Asia/Tokyo") throws -> [String] {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("contract-\(UUID().uuidString).yaml").path
        let text =
            "contract: c\nzone: \(zone)\n"
            + "response: { online: { within: 3s }, heavy: { within: 60s } }\n" + lines
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let found = ScenarioReader().check([path])
        #expect(found.faults.isEmpty, "\(found.faults)")
        return found.warnings.map(\.problem)
    }

    @Test("a contract that agrees with itself gets no warning")
    func sound() throws {
        #expect(
            try warnings(
                """
                availability: { at-least: 99.5%, over: 30d }
                recovery: { mean: 1h, notify-within: 30min }
                monitoring: { every: 5min, probes: [web] }
                delay: { longest: 5min, worst-response: 5min }

                """
            ).isEmpty
        )
    }

    @Test(
        "terms that contradict each other, or that nothing can prove, are told",
        arguments: [
            (
                "availability: { at-least: 99.5%, over: 30d }\nrecovery: { mean: 3.5h }\n",
                "uses 97% of the 3 h 36 min"
            ),
            (
                "availability: { at-least: 99.9%, over: 1d }\nmonitoring: { every: 5min }\n",
                "288 probes in 1d cannot prove 99.9%: 2995 without a failure are needed"
            ),
            (
                "recovery: { mean: 1h, notify-within: 2h }\n",
                "notice comes after 2 h 00 min"
            ),
            (
                "recovery: { notify-within: 5min }\nmonitoring: { every: 10min }\n",
                "a failure is found up to 10 min 00 s after it began"
            ),
            ("delay: { worst-response: 10s }\n", "may break the limit of 10.0 s"),
            ("delay: { longest: 15s }\n", "slow phases are told by windows of 10.0 s"),
            ("service-hours: 9-17\n", "is shown, and not applied"),
            (
                """
                maintenance:
                  notice: 14d
                  windows:
                    - { from: 2026-11-20T02:00, to: 2026-11-20T04:00, announced: 2026-11-19T02:00 }

                """,
                "counts as downtime"
            ),
            (
                """
                maintenance:
                  windows:
                    - { from: 2026-11-20T02:00, to: 2026-11-20T04:00 }
                    - { from: 2026-11-20T03:00, to: 2026-11-20T05:00 }

                """,
                "overlap"
            ),
        ]
    )
    func contradictions(lines: String, words: String) throws {
        let told = try warnings(lines)
        #expect(told.contains { $0.contains(words) }, "\(told)")
    }

    @Test("a planned stop's time without an offset is a fault where no zone is named")
    func zones() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("contract-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = """
            contract: c
            response: { online: { within: 3s }, heavy: { within: 60s } }
            maintenance:
              windows:
                - { from: 2026-11-01T01:00, to: 2026-11-01T03:00+09:00, announced: 2026-10-01 }

            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let faults = ScenarioReader().check([path]).faults
        #expect(faults.map(\.path) == ["from", "announced"].map { "maintenance.windows[0].\($0)" })
        #expect(faults.map { [$0.position.line, $0.position.column] } == [[5, 15], [5, 72]])
        #expect(faults.first?.remedy.hasSuffix("write the offset: 2026-11-01T01:00+09:00") == true)
        try ("zone: Asia/Tokyo\n" + text).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(ScenarioReader().check([path]).faults.isEmpty)
    }

    @Test(
        "times of planned stops that clocks show twice or never are told, those with an offset not",
        arguments: [
            (
                "2026-10-25T02:30", "2026-10-25T04:00",
                "2026-10-25T02:30 comes twice in Europe/Berlin"
            ),
            (
                "2026-10-25T01:00", "2026-10-25T02:00",
                "2026-10-25T02:00 comes twice in Europe/Berlin"
            ),
            ("2026-03-29T02:30", "2026-03-29T04:00", "2026-03-29T02:30 does not exist"),
            ("2026-03-29T01:00", "2026-03-29T03:00", nil),
            ("2026-10-25T02:30+01:00", "2026-10-25T04:00", nil),
            ("2026-10-25T03:00", "2026-10-25T04:00", nil),
        ] as [(String, String, String?)]
    )
    func changeOfClocks(from: String, to: String, words: String?) throws {
        let told = try warnings(
            """
            maintenance:
              windows:
                - { from: \(from), to: \(to) }

            """,
            zone: "Europe/Berlin"
        )
        #expect(told.contains { $0.contains("in Europe/Berlin") } == (words != nil), "\(told)")
        if let words { #expect(told.contains { $0.contains(words) }, "\(told)") }
    }
}
