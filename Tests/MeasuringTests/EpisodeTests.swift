import Testing
import Timekeeping

@testable import Measuring

@Suite("Latency-continuation periods")
struct EpisodeTests {
    /// 100 operations a second for some seconds, 1 ms each, but those planned in [100 s, 200 s)
    /// end at 200 s.
    static func stall(
        seconds: Int = 300,
        stall: Range<Int> = 100..<200
    ) -> [OperationSample] {
        (0..<seconds * 100).map { number in
            let planned = Nanoseconds.milliseconds(number * 10)
            let stalled = stall.contains(number / 100)
            return Fixture.sample(
                at: planned,
                took: stalled ? .seconds(stall.upperBound) - planned : .milliseconds(1),
                user: number
            )
        }
    }

    static func settings(_ window: Int = 10) -> EpisodeSettings {
        EpisodeSettings(window: .seconds(window), share: 0.9)
    }

    @Test("compliance on the exact stall is the published")
    func compliance() {
        let record = Fixture.record(Self.stall())
        let totals = record.totals(operation: 0, judgedOnly: true)
        #expect(totals.planned == 30_000 && totals.violations == 9_700)
        #expect(totals.over == [9_700])
    }

    @Test(
        "the exact stall is one episode of 100.0 s at every window",
        arguments: [1, 5, 10, 30, 60]
    )
    func exactStall(window: Int) {
        let record = Fixture.record(Self.stall())
        let found = EpisodeDetector.episodes(
            of: .operation(0),
            in: record,
            settings: Self.settings(window)
        )
        #expect(found.count == 1)
        #expect(found.first?.start == .seconds(100))
        #expect(found.first?.end == .seconds(200))
        #expect(found.first?.duration == .seconds(100))
        #expect(found.first?.leftCensored == false)
        // With windows of a minute only one good window follows, so it was never closed.
        #expect(found.first?.rightCensored == (window == 60))
        #expect(found.first?.max == .seconds(100))
        #expect(found.first?.operations == [0])
        #expect(found.first?.generatorSuspect == false)
    }

    @Test("windows alone would say 97, 100, 100, 120 and 180 s")
    func windowsAlone() {
        let record = Fixture.record(Self.stall())
        let found = [1, 5, 10, 30, 60].map { window in
            EpisodeDetector.windows(
                of: .operation(0),
                in: record,
                settings: Self.settings(window)
            ).filter { $0.state == .bad }.count * window
        }
        #expect(found == [97, 100, 100, 120, 180])
    }

    @Test("one stray late operation does not stretch the episode", arguments: [1, 5, 10, 30, 60])
    func stray(window: Int) {
        var samples = Self.stall()
        samples[6_200] = Fixture.sample(at: .seconds(62), took: .milliseconds(3_500), user: 6_200)
        let record = Fixture.record(samples)
        let found = EpisodeDetector.episodes(
            of: .service,
            in: record,
            settings: Self.settings(window)
        )
        #expect(found.map(\.start) == [.seconds(100)])
        #expect(found.map(\.end) == [.seconds(200)])
    }

    @Test(
        "a run that ends with the stall has a right-censored episode",
        arguments: [1, 5, 10, 30, 60]
    )
    func truncated(window: Int) {
        let record = Fixture.record(Self.stall(seconds: 200))
        let found = EpisodeDetector.episodes(
            of: .operation(0),
            in: record,
            settings: Self.settings(window)
        )
        #expect(found.map(\.rightCensored) == [true])
        #expect(found.map(\.duration) == [.seconds(100)])
    }

    @Test("a stall under way at the beginning is left-censored")
    func leftCensored() {
        let record = Fixture.record(Self.stall(seconds: 100, stall: 0..<40))
        let found = EpisodeDetector.episodes(
            of: .operation(0),
            in: record,
            settings: Self.settings()
        )
        #expect(found.map(\.leftCensored) == [true])
        #expect(found.map(\.rightCensored) == [false])
        #expect(found.map(\.start) == [.zero])
        #expect(found.map(\.end) == [.seconds(40)])
    }

    @Test("edges between tenths of a second are told to the operation")
    func offGrid() {
        let samples = (0..<12_000).map { number in
            let planned = Nanoseconds.milliseconds(number * 10)
            let stalled = planned >= .milliseconds(40_070) && planned < .milliseconds(61_330)
            return Fixture.sample(
                at: planned,
                took: stalled ? .milliseconds(3_500) : .milliseconds(20),
                user: number
            )
        }
        let found = EpisodeDetector.episodes(
            of: .operation(0),
            in: Fixture.record(samples),
            settings: Self.settings()
        )
        #expect(found.map(\.start) == [.milliseconds(40_070)])
        #expect(found.map(\.end) == [.milliseconds(61_320 + 3_500)])
        #expect(found.map(\.violations) == [2_126])
    }

    @Test("failures are violations, so an outage of quick errors is an episode too")
    func outage() {
        let samples = (0..<6_000).map { number in
            Fixture.sample(
                at: .milliseconds(number * 20),
                took: .milliseconds(5),
                user: number,
                outcome: (1_500..<3_000).contains(number) ? .connectionRefused : .succeeded
            )
        }
        let found = EpisodeDetector.episodes(
            of: .service,
            in: Fixture.record(samples),
            settings: Self.settings()
        )
        #expect(found.map(\.start) == [.seconds(30)])
        #expect(found.map(\.end) == [.milliseconds(59_985)])
        #expect(found.map(\.worstShare) == [0])
    }

    @Test("two stalls far apart are two episodes, in order")
    func two() {
        let first = Self.stall(seconds: 100, stall: 30..<50)
        let second = first.map { sample in
            var moved = sample
            moved.stamps.planned = sample.stamps.planned + .seconds(100)
            moved.stamps.dispatched = moved.stamps.planned
            moved.stamps.written = moved.stamps.planned
            moved.stamps.done = sample.stamps.done + .seconds(100)
            return moved
        }
        let found = EpisodeDetector.episodes(
            of: .operation(0),
            in: Fixture.record(first + second),
            settings: Self.settings()
        )
        #expect(found.map(\.start) == [.seconds(30), .seconds(130)])
        #expect(found.map(\.end) == [.seconds(50), .seconds(150)])
    }

    @Test("operations, classes and the service are looked at apart and together")
    func scopes() {
        let plan = Fixture.plan([
            Fixture.operation("open"), Fixture.operation("save"),
            Fixture.operation("export", className: "heavy", target: .seconds(60)),
            Fixture.operation("sign in", isJudged: false),
        ])
        let samples = (0..<4).flatMap { operation in
            (0..<1_200).map { number in
                Fixture.sample(
                    at: .milliseconds(number * 100),
                    took: operation % 2 == 1 && (400..<800).contains(number)
                        ? .seconds(10) : .seconds(1),
                    operation: operation,
                    user: number
                )
            }
        }
        let record = Fixture.record(samples, plan: plan)
        let found = EpisodeDetector.episodes(in: record) { _ in Self.settings() }
        #expect(
            Set(found.map(\.scope)) == [.operation(1), .className("online"), .service]
        )
        #expect(found.allSatisfy { $0.operations == [1] && $0.start == .seconds(40) })
        #expect(
            EpisodeDetector.scopes(of: plan)
                == [
                    .operation(0), .operation(1), .operation(2), .className("heavy"),
                    .className("online"), .service,
                ]
        )
    }

    @Test("an episode in which the generator was late is marked")
    func suspect() {
        var samples = Self.stall(seconds: 100, stall: 30..<50)
        samples[4_100].stamps.dispatched = samples[4_100].stamps.planned + .milliseconds(500)
        let found = EpisodeDetector.episodes(
            of: .operation(0),
            in: Fixture.record(samples),
            settings: Self.settings()
        )
        #expect(found.map(\.generatorSuspect) == [true])
    }

    @Test("no samples, one sample and windows without promise are no episode")
    func nothing() {
        #expect(
            EpisodeDetector.episodes(in: Fixture.record([])) { _ in Self.settings() }.isEmpty
        )
        let one = Fixture.record([Fixture.sample(at: .seconds(5), took: .seconds(9))])
        #expect(EpisodeDetector.episodes(in: one) { _ in Self.settings() }.isEmpty)
        let stall = Fixture.record(Self.stall())
        #expect(EpisodeDetector.episodes(in: stall) { _ in nil }.isEmpty)
    }

    @Test("extreme settings do not trap", arguments: [-1, 0, 0.5, 1, 2])
    func extremeSettings(share: Double) {
        let record = Fixture.record(Self.stall(seconds: 30, stall: 10..<20))
        for window in [Nanoseconds.zero, Nanoseconds(1), .seconds(7_200)] {
            let settings = EpisodeSettings(
                window: window,
                share: share,
                badToOpen: 0,
                openSpan: 0,
                goodToClose: 0,
                significance: 2,
                fewestOperations: 0,
                mostMerged: 0
            )
            _ = EpisodeDetector.episodes(of: .service, in: record, settings: settings)
        }
    }
}
