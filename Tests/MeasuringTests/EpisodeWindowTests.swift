import Testing

@testable import Measuring

@Suite("Windows of a latency-continuation period")
struct EpisodeWindowTests {
    /// φ, then n: critical v of methodology §4.4.
    static let critical: [(Double, [(Int, Int)])] = [
        (0.90, [(3, 3), (5, 3), (10, 5), (20, 7), (30, 8), (50, 11), (100, 19), (300, 44)]),
        (0.95, [(3, 2), (5, 3), (10, 4), (20, 5), (30, 6), (50, 8), (100, 12), (300, 25)]),
        (0.80, [(3, 3), (5, 4), (10, 6), (20, 9), (30, 12), (50, 18), (100, 31), (300, 78)]),
    ]

    @Test("a window is bad from the published number of violations on", arguments: critical)
    func criticalCounts(share: Double, table: [(Int, Int)]) {
        let settings = EpisodeSettings(share: share)
        for (n, v) in table {
            func state(_ violations: Int) -> EpisodeWindow.State {
                EpisodeWindow.state(planned: n, violations: violations, settings: settings)
            }
            #expect(state(v) == .bad)
            #expect(state(v - 1) != .bad)
            #expect(state(0) == .good)
        }
    }

    @Test("keeping the promise exactly is good, one less is neither good nor bad")
    func exactShare() {
        let settings = EpisodeSettings(share: 0.9)
        #expect(EpisodeWindow.state(planned: 100, violations: 10, settings: settings) == .good)
        #expect(EpisodeWindow.state(planned: 100, violations: 11, settings: settings) == .neutral)
        #expect(EpisodeWindow.state(planned: 2, violations: 2, settings: settings) == .empty)
        let all = EpisodeSettings(share: 1)
        #expect(EpisodeWindow.state(planned: 9, violations: 1, settings: all) == .bad)
        #expect(EpisodeWindow.state(planned: 9, violations: 0, settings: all) == .good)
    }

    @Test("two of three bad open, two good in a row close, both dated back")
    func tracking() {
        let settings = EpisodeSettings(share: 0.9)
        func spans(_ text: String) -> [EpisodeTracker.Span] {
            let states = text.map { letter -> EpisodeWindow.State in
                switch letter {
                case "B": .bad
                case "G": .good
                case "n": .neutral
                default: .empty
                }
            }
            return EpisodeTracker.spans(of: states, settings: settings)
        }
        #expect(spans("GGBGGGBGG").isEmpty)
        #expect(spans("GBBGG") == [.init(first: 1, opening: 2, closing: 3)])
        #expect(spans("GBGBGG") == [.init(first: 1, opening: 3, closing: 4)])
        #expect(spans("GBnBnGnGG") == [.init(first: 1, opening: 3, closing: 7)])
        #expect(spans("GBB") == [.init(first: 1, opening: 2, closing: nil)])
        #expect(spans("BBGBGBGG") == [.init(first: 0, opening: 1, closing: 6)])
        #expect(spans("B  B G G") == [.init(first: 0, opening: 3, closing: 5)])
        #expect(
            spans("BBGGBGGBB")
                == [
                    .init(first: 0, opening: 1, closing: 2),
                    .init(first: 7, opening: 8, closing: nil),
                ]
        )
    }

    @Test(
        "false episodes are rare also when the promise is only just kept",
        arguments: [10, 30, 100]
    )
    func falseAlarms(planned: Int) {
        var generator = TestGenerator(state: UInt64(planned))
        for share in [0.8, 0.9, 0.95] {
            let settings = EpisodeSettings(share: share)
            let known = table(planned, settings)
            let hours = 200
            let states = (0..<hours * 360).map { _ -> EpisodeWindow.State in
                let violations = (0..<planned).filter { _ in
                    Double(generator.next() >> 11) * 0x1p-53 >= share
                }.count
                return known[violations]
            }
            let found = EpisodeTracker.spans(of: states, settings: settings).count
            // At most 0.07 an hour, with three standard deviations of the count on top.
            #expect(found <= 14 + 12, "\(found) in \(hours) h at \(share)")
        }
    }

    @Test("90 % of windows are told when the share has fallen as published")
    func sensitivity() {
        var generator = TestGenerator(state: 9)
        let settings = EpisodeSettings(share: 0.9)
        for (planned, truth) in [(20, 0.53), (30, 0.63), (50, 0.70), (100, 0.76), (300, 0.82)] {
            let known = table(planned, settings)
            let bad = (0..<2_000).filter { _ in
                let violations = (0..<planned).filter { _ in
                    Double(generator.next() >> 11) * 0x1p-53 >= truth
                }.count
                return known[violations] == .bad
            }.count
            #expect((1_750...1_960).contains(bad), "\(planned): \(bad)")
        }
    }

    /// The state of a window by its violations.
    private func table(_ planned: Int, _ settings: EpisodeSettings) -> [EpisodeWindow.State] {
        (0...planned).map {
            EpisodeWindow.state(planned: planned, violations: $0, settings: settings)
        }
    }
}
