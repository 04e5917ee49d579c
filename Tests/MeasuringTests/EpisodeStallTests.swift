import Testing
import Timekeeping

@testable import Measuring

@Suite("Complete stalls")
struct EpisodeStallTests {
    private let settings = EpisodeSettings(share: 0.9)

    @Test("a complete stall shows while it lasts, from operations in flight alone")
    func inFlightOnly() {
        let inFlight = (0..<2_000).map { number in
            InFlight(
                operation: 0,
                user: number,
                planned: Fixture.origin + .milliseconds(number * 10)
            )
        }
        let record = Fixture.record([], inFlight: inFlight, now: .seconds(30))
        let now = record.provisional(now: Fixture.origin + .seconds(30))
        let found = EpisodeDetector.episodes(of: .service, in: now, settings: settings)
        #expect(found.map(\.start) == [.zero])
        #expect(found.map(\.end) == [.seconds(30)])
        #expect(found.map(\.rightCensored) == [true])
        #expect(EpisodeDetector.episodes(of: .service, in: record, settings: settings).isEmpty)
    }

    /// Ten users with a second of thought all get stuck within a second of 31 s.
    private func closedModel(until stalled: Int, end: Int) -> [OperationSample] {
        (0..<10).flatMap { user in
            (0..<end).compactMap { second -> OperationSample? in
                let planned = Nanoseconds.milliseconds(second * 1_000 + user * 100)
                switch second {
                case 31:
                    return Fixture.sample(
                        at: planned,
                        took: .seconds(stalled) - planned,
                        user: user
                    )
                case 32..<stalled + 1: return nil
                default:
                    return Fixture.sample(at: planned, took: .milliseconds(50), user: user)
                }
            }
        }
    }

    @Test("a stall that leaves no user to start anything is one episode")
    func allUsersStuck() {
        let samples = closedModel(until: 55, end: 120)
        let found = EpisodeDetector.episodes(
            of: .service,
            in: Fixture.record(samples),
            settings: settings
        )
        #expect(found.map(\.start) == [.seconds(31)])
        #expect(found.map(\.end) == [.seconds(55)])
        #expect(found.map(\.rightCensored) == [false])
        #expect(found.map(\.violations) == [10])
    }

    @Test("an operation in flight when a stall begins is part of it, others of its tenth or not")
    func firstOneMixed() {
        let unstuck = closedModel(until: 55, end: 120).filter { sample in
            !(31_000..<31_300).contains((sample.stamps.planned - Fixture.origin).milliseconds)
        }
        let quick = (0..<8).map {
            Fixture.sample(at: .milliseconds(30_910 + $0), took: .milliseconds(5))
        }
        // Nothing else is planned between it and the next late one, 350 ms later.
        let first = Fixture.sample(at: .milliseconds(30_950), took: .milliseconds(24_050))
        let found = EpisodeDetector.episodes(
            of: .service,
            in: Fixture.record(unstuck + quick + [first]),
            settings: settings
        )
        #expect(found.map(\.start) == [.milliseconds(30_950)])
        #expect(found.map(\.end) == [.seconds(55)])
        #expect(found.map(\.violations) == [8])
    }

    @Test("the same stall shows while it lasts")
    func allUsersStuckLive() {
        let finished = closedModel(until: 55, end: 31)
        let inFlight = (0..<10).map { user in
            InFlight(
                operation: 0,
                user: user,
                planned: Fixture.origin + .milliseconds(31_000 + user * 100)
            )
        }
        let record = Fixture.record(finished, inFlight: inFlight, now: .seconds(52))
        let now = record.provisional(now: Fixture.origin + .seconds(52))
        let found = EpisodeDetector.episodes(of: .service, in: now, settings: settings)
        #expect(found.map(\.start) == [.seconds(31)])
        #expect(found.map(\.end) == [.seconds(52)])
        #expect(found.map(\.rightCensored) == [true])
    }

    @Test("a stall to the end of a run is right-censored")
    func stalledToTheEnd() {
        let samples = closedModel(until: 200, end: 60)
        let record = Fixture.record(
            samples,
            plan: Fixture.plan(judged: .zero..<(.seconds(60)))
        )
        let found = EpisodeDetector.episodes(of: .service, in: record, settings: settings)
        #expect(found.map(\.start) == [.seconds(31)])
        #expect(found.map(\.end) == [.seconds(200)])
        #expect(found.map(\.rightCensored) == [true])
    }

    @Test("windows with too few operations are merged until they have enough")
    func merging() {
        // One operation every 8 s: a window of 10 s has one or two.
        let quiet = (0..<50).map {
            Fixture.sample(at: .seconds($0 * 8), took: .milliseconds(10), user: $0)
        }
        let windows = EpisodeDetector.windows(
            of: .operation(0),
            in: Fixture.record(quiet),
            settings: settings
        )
        #expect(windows.dropLast().allSatisfy { $0.planned >= 3 && $0.state == .good })
        #expect(windows.map(\.planned).reduce(0, +) == 50)
        for (first, second) in zip(windows, windows.dropFirst()) {
            #expect(first.slices.upperBound == second.slices.lowerBound)
        }
        // One operation every 40 s: six windows have two at most, so nothing can be said.
        let silent = (0..<20).map {
            Fixture.sample(at: .seconds($0 * 40), took: .seconds(5), user: $0)
        }
        let empty = EpisodeDetector.windows(
            of: .operation(0),
            in: Fixture.record(silent),
            settings: settings
        )
        #expect(empty.allSatisfy { $0.state == .empty && $0.slices.count <= 600 })
    }
}
