import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("Users getting in")
struct AttendanceTests {
    private func scenario(load: LoadModel? = nil) -> Scenario {
        var scenario = Scenario.closed(
            users: 4,
            hold: .seconds(20),
            paths: ["/in", "/work", "/out"],
            think: .fixed(.seconds(1))
        )
        scenario.flows[0].steps = [OperationID(index: 1)]
        scenario.beforeEachUser = [OperationID(index: 0)]
        scenario.afterEachUser = [OperationID(index: 2)]
        if let load { scenario.load = load }
        return scenario
    }

    @Test("try again a second after a failure, and play from when they got in")
    func retry() throws {
        let run = try VirtualRun(scenario()) { user, request, at in
            let isEarly = at.nanoseconds < 7_000_000_000
            return request.url.hasSuffix("/in") && user == 0 && isEarly
                ? .init(status: 503, delay: .milliseconds(500)) : .ok(after: .milliseconds(100))
        }
        let ofFirst = run.sent.filter { $0.user == 0 }
        let signIns = ofFirst.filter { $0.request.url.hasSuffix("/in") }.map { $0.at - run.origin }
        #expect(signIns == (0..<5).map { .milliseconds(1_500) * $0 })
        #expect(
            ofFirst.first { $0.request.url.hasSuffix("/work") }.map { $0.at - run.origin }
                == .milliseconds(6_100)
        )
        #expect(run.attendance.signedIn == 4)
        #expect(run.attendance.refused == 0)
        // 6.1 s of one user and 0.1 s of three others, of four times 20 s and the sign-out.
        #expect(run.attendance.timeSigningIn == .milliseconds(6_400))
        #expect(run.attendance.timeThere == .seconds(80))
        #expect(run.sends(to: "/out").count == 4)
    }

    @Test("once does not count as getting in the next time")
    func secondStretch() throws {
        let run = try VirtualRun(scenario(load: .users(.twoSpikes))) { _, request, at in
            let isSecond = at.nanoseconds > 9_000_000_000
            return request.url.hasSuffix("/in") && isSecond
                ? .init(status: 503, delay: .milliseconds(100)) : .ok(after: .milliseconds(100))
        }
        #expect(run.attendance.begun == 8)
        #expect(run.attendance.signedIn == 4)
        #expect(run.attendance.refused == 4)
        #expect(run.attendance.peak == 4)
    }

    @Test("never, while the service refuses them, plays nothing and ends with the load")
    func refused() throws {
        let run = try VirtualRun(scenario()) { _, _, _ in
            .init(outcome: .connectionRefused, delay: .milliseconds(1))
        }
        #expect(run.sends(to: "/work").isEmpty)
        #expect(run.attendance.refused == 4)
        #expect(run.attendance.timeSigningIn == run.attendance.timeThere)
    }

    @Test("of an open load sign in before its zero, spread over the lead-in")
    func leadIn() throws {
        var open = Scenario.open(
            rate: 5,
            hold: .seconds(4),
            users: 4,
            paths: ["/in", "/work"],
            leadIn: .seconds(2)
        )
        open.flows[0].steps = [OperationID(index: 1)]
        open.beforeEachUser = [OperationID(index: 0)]
        let run = try VirtualRun(open) { _, _, _ in .ok(after: .milliseconds(100)) }
        #expect(run.sends(to: "/in") == (0..<4).map { .milliseconds(500) * $0 })
        #expect(run.sends(to: "/work") == (0..<20).map { .seconds(2) + .milliseconds(200) * $0 })
        #expect(run.attendance.timeSigningIn == .zero)
        #expect(run.record.totals(operation: 1, judgedOnly: true).planned == 20)
    }

    @Test("who find no account value or data row left do not play, and the run tells")
    func uniqueDataExhausted() throws {
        var scenario = Scenario.closed(users: 2, hold: .seconds(10), think: .fixed(.seconds(1)))
        scenario.slotNames = ["rows.form"]
        scenario.operations[0].requests[0].target = Template(pieces: [
            .literal("/forms/"), .slot(Slot(index: 0)),
        ])
        scenario.data = [
            DataFeed(
                name: "rows",
                path: "rows.csv",
                order: .unique,
                columns: [Slot(index: 0)],
                rows: (1...6).map { ["f\($0)"] }
            )
        ]
        let run = try VirtualRun(scenario, conduct: .init(shards: 2)) { _, _, _ in
            .ok(after: .milliseconds(100))
        }
        let urls = run.sent.map(\.request.url)
        #expect(Set(urls).count == 6)
        #expect(urls.count == 6, "no row twice")
        #expect(run.reports.suffix(2).allSatisfy { $0.ranOutOfData })
    }

    @Test("a thread that stood still is told, also while every user waits for an answer")
    func freeze() throws {
        for frozen in [false, true] {
            var conduct = VirtualRun.Conduct()
            if frozen { conduct.freeze = (.milliseconds(5_010), .seconds(2)) }
            let run = try VirtualRun(
                .closed(users: 2, hold: .seconds(10)),
                conduct: conduct
            ) { _, _, _ in .ok(after: .seconds(20)) }
            let latest = run.record.health.loop.latestTimer
            #expect(frozen ? latest > .milliseconds(1_900) : latest < .milliseconds(1))
            #expect(run.record.health.lag.max ?? .zero == .zero, "nothing was due meanwhile")
        }
    }
}
