import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("A closed load")
struct ClosedLoadTests {
    @Test("plans each operation at the end of the one before plus the think time")
    func thinkTime() throws {
        let run = try VirtualRun(
            .closed(
                users: 1,
                hold: .seconds(10),
                paths: ["/a", "/b"],
                think: .fixed(.seconds(2))
            )
        ) { _, _, _ in .ok(after: .milliseconds(500)) }
        #expect(
            run.sends(to: "/a") == [.zero, .seconds(5)],
            "a at 0 s, b at 2.5 s, a again at 5 s, b at 7.5 s; 10 s is the end"
        )
        #expect(run.sends(to: "/b") == [.milliseconds(2500), .milliseconds(7500)])
    }

    @Test("begins no operation at or after the end")
    func end() throws {
        let run = try VirtualRun(.closed(users: 3, hold: .seconds(5))) { _, _, _ in
            .ok(after: .milliseconds(1000))
        }
        #expect(run.worker.sent.count == 15)
        #expect(run.worker.sent.allSatisfy { $0.at - run.origin < .seconds(5) })
        #expect(run.record.totals(operation: 0, judgedOnly: false).succeeded == 15)
    }

    @Test("starts over a second after a failure, without the steps behind it")
    func failure() throws {
        let lost = try VirtualRun(.closed(users: 1, hold: .seconds(5), paths: ["/a", "/b"])) {
            _,
            _,
            _ in .init(outcome: .connectionLost, delay: .milliseconds(250))
        }
        #expect(lost.sends(to: "/b").isEmpty)
        #expect(lost.sends(to: "/a") == (0..<4).map { .milliseconds(1250) * $0 })
        #expect(lost.record.totals(operation: 0, judgedOnly: false).failed == 4)
        #expect(lost.record.totals(operation: 0, judgedOnly: false).violations == 4)
    }

    @Test("keeps the pacing's planned starts and records cycles too far behind as missed")
    func pacing() throws {
        var calls = 0
        let run = try VirtualRun(
            .closed(users: 1, hold: .seconds(30), pacing: .seconds(1))
        ) { _, _, _ in
            calls += 1
            return .ok(after: calls == 3 ? .milliseconds(10_500) : .milliseconds(100))
        }
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        // The third is sent at 2 s and ends at 12.5 s: starts 3 … 7 are more than 5 cycles behind.
        #expect(totals.byOutcome[.missed] == 5)
        #expect(totals.planned == 30)
        #expect(totals.violations >= 5 + 1 + 2, "the slow one, the missed, those 3 s behind")
        #expect(run.sends(to: "/form").last == .seconds(29))
    }

    @Test("users who ramp up and down are active while the curve is above them")
    func ramp() throws {
        var scenario = Scenario.closed(users: 4, hold: .seconds(10), think: .fixed(.seconds(1)))
        scenario.load = .users([
            UserStage(target: 4, duration: .seconds(4)),
            UserStage(target: 4, duration: .seconds(4)),
            UserStage(target: 0, duration: .seconds(4)),
        ])
        let run = try VirtualRun(scenario) { _, _, _ in .ok(after: .milliseconds(1)) }
        for user in 0..<4 {
            let sends = run.worker.sent.filter { $0.user == user }.map { $0.at - run.origin }
            #expect(sends.first == .seconds(user))
            #expect(try #require(sends.last) < .seconds(12 - user))
        }
        #expect(
            run.record.totals(operation: 0, judgedOnly: true).planned
                < run.record.totals(operation: 0, judgedOnly: false).planned
        )
    }

    @Test("what is in flight when the drain ends is unfinished, at its age")
    func unfinished() throws {
        let run = try VirtualRun(
            .closed(users: 2, hold: .seconds(5)),
            drain: .seconds(20)
        ) { _, _, _ in .ok(after: .seconds(200)) }
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.byOutcome[.unfinished] == 2)
        #expect(totals.planned == 2)
        #expect(totals.violations == 2)
        #expect(try #require(totals.response.max) >= .seconds(24))
    }

    @Test("a first stop lets operations in flight finish and begins none")
    func stop() throws {
        let run = try VirtualRun(
            .closed(users: 2, hold: .seconds(60), think: .fixed(.seconds(1))),
            stopAt: .milliseconds(10_500)
        ) { _, _, _ in .ok(after: .milliseconds(1500)) }
        #expect(run.worker.sent.allSatisfy { $0.at - run.origin < .milliseconds(10_600) })
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.planned == run.worker.sent.count)
        #expect(totals.succeeded == totals.planned)
    }

    @Test("the same seed sends the same requests at the same times")
    func determinism() throws {
        var scenario = Scenario.closed(
            users: 7,
            hold: .seconds(30),
            paths: ["/a", "/b"],
            think: .exponential(mean: .seconds(1))
        )
        scenario.flows.append(
            Flow(
                name: "other",
                weight: 2,
                steps: [OperationID(index: 1)],
                think: .uniform(.seconds(1), .seconds(3))
            )
        )
        let runs = try [5, 5, 6].map { seed in
            try VirtualRun(scenario, seed: UInt64(seed)) { _, _, _ in .ok(after: .milliseconds(20))
            }
        }
        let sent = runs.map { run in
            run.worker.sent.map { "\($0.user) \($0.at.nanoseconds) \($0.request.url)" }
        }
        #expect(sent[0] == sent[1])
        #expect(sent[0] != sent[2])
    }

    @Test("users that think beyond the end stay until the end")
    func presence() throws {
        var scenario = Scenario.closed(
            users: 5,
            hold: .seconds(20),
            paths: ["/a"],
            think: .fixed(.seconds(15))
        )
        scenario.operations.append(
            Operation(name: "out", requests: [Request(target: Template("/out"))])
        )
        scenario.afterEachUser = [OperationID(index: 1)]
        let run = try VirtualRun(scenario) { _, _, _ in .ok(after: .milliseconds(10)) }
        #expect(run.sends(to: "/a").count == 10, "at 0 s and after the first pause, at 15 s")
        #expect(run.sends(to: "/out") == Array(repeating: .seconds(20), count: 5))
    }
}
