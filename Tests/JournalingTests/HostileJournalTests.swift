import Foundation
import Measuring
import Reporting
import Testing
import Timekeeping
import Verdicts
import Workload

@testable import Journaling

/// Journals whose checksums are right and whose figures cannot be.
@Suite("A hostile journal")
struct HostileJournalTests {
    /// What is wrong with a header, by name.
    static let headers: [(name: String, change: @Sendable (inout JournalHeader) -> Void)] = [
        ("fewer operations in the terms", { $0.terms.operations.removeLast() }),
        ("a request of no operation", { $0.plan.requests[0].operation = 99 }),
        ("a limit twice", { $0.plan.operations[0].limits = [.seconds(3), .seconds(3)] }),
        ("a target of centuries", { $0.plan.operations[0].target = Nanoseconds(.max) }),
        ("a step of no operation", { $0.terms.flows[0].steps[0].operation = -1 }),
        ("a judged span of centuries", { $0.plan.judgedSpan = .zero..<Nanoseconds(.max) }),
        ("a window of no length", { $0.terms.contract.delay?.window = .zero }),
        ("too many shards", { $0.shards = 1 << 40 }),
        ("an origin out of time", { $0.origin = MonotonicInstant(nanoseconds: .min) }),
        ("a noise below zero", { $0.machine.noiseFloor = .seconds(-1) }),
        (
            "users without number",
            { $0.terms.load = .users([UserStage(target: .max, duration: .seconds(1))]) }
        ),
    ]

    @Test("with a header that contradicts itself is refused", arguments: headers.map(\.name))
    func header(name: String) throws {
        var header = try JournaledSample(seed: 1).header
        try #require(Self.headers.first { $0.name == name }).change(&header)
        let bytes = try JournalFormat.bytes(of: header)
        #expect(throws: JournalFault.unreadableHeader) { try JournalReader.read(bytes) }
    }

    /// A journal of one tick and its end, judged and reported as the tool would.
    private func judged(
        tick: (inout JournalTick) -> Void = { _ in },
        end: (inout JournalEnd) -> Void = { _ in }
    ) throws -> (run: JournaledRun, files: [ReportFile]) {
        let sample = try JournaledSample(seed: 1, seconds: 1)
        var (firstTick, lastEnd) = (sample.ticks[0], sample.end)
        tick(&firstTick)
        end(&lastEnd)
        let run = try JournalReader.read(
            JournalFormat.bytes(of: sample.header) + JournalFormat.bytes(of: firstTick)
                + JournalFormat.bytes(of: lastEnd)
        )
        let report = RunReport(
            facts: run.facts,
            judgement: Judge.judge(run.facts),
            meta: run.header.meta
        )
        return (run, Reporters.files(of: report))
    }

    @Test("with figures that cannot be ends there, and can be judged and reported")
    func figures() throws {
        #expect(try judged().run.end != nil)
        let users = try judged(tick: { $0.state.load.usersStarted = .min })
        #expect(users.run.end == nil && !users.files.isEmpty)
        let machine = try judged(tick: { $0.state.machine[0].second = .max })
        #expect(machine.run.end == nil)
        let noise = try judged(end: { $0.machine.noiseFloor = Nanoseconds(.max) })
        #expect(noise.run.end == nil)
        let length = try judged(end: { $0.duration = Nanoseconds(.max) })
        #expect(length.run.end == nil)
        let look = try judged(end: { $0.look = Look(number: 1, most: .min, end: .zero) })
        #expect(look.run.end == nil)
    }

    /// A delta of one operation planned at an offset, told at another.
    private func delta(planned: Nanoseconds, at told: Nanoseconds) throws -> JournalTick {
        let header = try JournaledSample(seed: 1).header
        let recorder = ShardRecorder(plan: header.plan, origin: header.origin)
        let start = header.origin + planned
        recorder.record(
            OperationSample(
                operation: 1,
                user: 0,
                outcome: .succeeded,
                stamps: Stamps(
                    planned: start,
                    dispatched: start,
                    written: start,
                    firstByte: start + .seconds(1),
                    done: start + .seconds(1)
                )
            )
        )
        let delta = recorder.take(
            inFlight: [],
            users: 1,
            loop: LoopHealth(),
            at: header.origin + told
        )
        let sample = try JournaledSample(seed: 1, seconds: 1)
        return JournalTick(deltas: [(0, delta)], state: sample.ticks[0].state)
    }

    @Test("does not ask for a second of memory for each of a hundred years")
    func centuries() throws {
        let century = Nanoseconds.seconds(3_200_000_000)
        let planned = try delta(planned: century, at: .seconds(1))
        #expect(try judged(tick: { $0 = planned }).run.record.timeline.count <= 2)
        let told = try delta(planned: .zero, at: century)
        #expect(try judged(tick: { $0 = told }).run.record.timeline.count <= 2)
    }

    @Test("with operations before its origin only can be reported")
    func beforeTheOrigin() throws {
        let early = try delta(planned: .seconds(-20), at: .seconds(1))
        #expect(try !judged(tick: { $0 = early }).files.isEmpty)
    }
}
