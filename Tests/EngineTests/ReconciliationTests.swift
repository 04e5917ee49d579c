import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

/// Every request sent, every sample, every outcome and everything in flight must add up, whatever
/// the service does and whenever the run is stopped.
@Suite("Samples are neither lost nor counted twice")
struct ReconciliationTests {
    @Test("in random closed runs", arguments: 0..<60)
    func closed(number: Int) throws {
        var random = SeededGenerator(seed: UInt64(number), stream: .thinkTime, 1)
        var scenario = Scenario.closed(
            users: Int.random(in: 1...9, using: &random),
            hold: .seconds(Int.random(in: 3...25, using: &random)),
            paths: ["/a", "/b", "/in", "/out"],
            think: .exponential(mean: .milliseconds(Int.random(in: 1...900, using: &random))),
            pacing: number.isMultiple(of: 3) ? .milliseconds(700) : nil
        )
        scenario.flows[0].steps = [OperationID(index: 0), OperationID(index: 1)]
        scenario.beforeEachUser = [OperationID(index: 2)]
        scenario.afterEachUser = [OperationID(index: 3)]
        if number.isMultiple(of: 4) { scenario.load = .users(.twoSpikes) }
        scenario.followRedirects()
        let run = try VirtualRun(
            scenario,
            seed: UInt64(number),
            conduct: .random(using: &random),
            answer: Chaos(seed: UInt64(number)).answer
        )
        expectBooksBalance(run)
    }

    @Test("in random open runs", arguments: 0..<60)
    func open(number: Int) throws {
        var random = SeededGenerator(seed: UInt64(number), stream: .thinkTime, 2)
        var scenario = Scenario.open(
            rate: Double(Int.random(in: 1...20, using: &random)),
            hold: .seconds(Int.random(in: 3...20, using: &random)),
            users: Int.random(in: 1...9, using: &random),
            paths: ["/a", "/in"],
            leadIn: .seconds(2),
            law: number.isMultiple(of: 2) ? .poisson : .constant
        )
        scenario.flows[0].steps = [OperationID(index: 0)]
        scenario.beforeEachUser = [OperationID(index: 1)]
        scenario.followRedirects()
        let conduct = VirtualRun.Conduct.random(using: &random)
        let run = try VirtualRun(
            scenario,
            seed: UInt64(number),
            conduct: conduct,
            answer: Chaos(seed: UInt64(number)).answer
        )
        expectBooksBalance(run)
        let scheduled = scenario.arrivals(seed: UInt64(number))
        let planned = run.record.totals(operation: 0, judgedOnly: false).planned
        #expect(planned == run.arrivalsHandled)
        switch [conduct.stopAt, conduct.abortAt].compactMap(\.self).min() {
        case nil: #expect(planned == scheduled.count)
        case let end?:
            let due = scheduled.count { scenario.leadIn + $0.offset <= end }
            #expect(planned == due, "arrivals due before the stop are played or missed")
        }
    }

    @Test("reports in between change nothing in what is told at the end")
    func carriedOver() throws {
        let runs = try [[], (1...80).map { Nanoseconds.milliseconds($0 * 137) }].map { moments in
            try VirtualRun(
                .closed(users: 5, hold: .seconds(10), paths: ["/a", "/b"]),
                conduct: .init(shards: 2, reportsAt: moments),
                answer: Chaos(seed: 9).answer
            )
        }
        #expect(runs[0].reports.count == 2)
        #expect(runs[1].reports.count > 100)
        #expect(runs[0].record.cells == runs[1].record.cells)
        #expect(runs[0].record.health.lag == runs[1].record.health.lag)
        #expect(runs[0].record.totals(request: 0) == runs[1].record.totals(request: 0))
        let failures = runs.map { run in run.reports.reduce(0) { $0 + $1.failures.count } }
        #expect(failures[0] == failures[1])
    }

    @Test("two or three shards tell the same as one", arguments: [2, 3])
    func shards(count: Int) throws {
        let scenarios: [Scenario] = [
            .closed(users: 7, hold: .seconds(12), paths: ["/a", "/b"], think: .fixed(.seconds(1))),
            .open(rate: 9, hold: .seconds(12), users: 60),
        ]
        for scenario in scenarios {
            let runs = try [1, count].map { shards in
                try VirtualRun(scenario, conduct: .init(shards: shards)) { _, request, _ in
                    .ok(after: .milliseconds(request.url.hasSuffix("/a") ? 100 : 3_500))
                }
            }
            #expect(runs[0].record.cells == runs[1].record.cells)
            #expect(runs[0].sent.count == runs[1].sent.count)
            #expect(runs[0].attendance.begun == runs[1].attendance.begun)
            #expect(Set(runs[1].reports.map(\.shard)).count == count)
        }
    }

    private func expectBooksBalance(_ run: VirtualRun) {
        let record = run.record
        let all = record.totals(judgedOnly: false)
        #expect(run.unaccounted.allSatisfy { $0 == 0 }, "in flight or recorded: \(run.unaccounted)")
        #expect(record.inFlight.isEmpty)
        #expect(all.byOutcome.values.reduce(0, +) == all.planned)
        let requests = record.plan.requests.indices.map(record.totals(request:))
        #expect(requests.reduce(0) { $0 + $1.count } == run.sent.count)
        for (index, request) in requests.enumerated() {
            let own = record.totals(operation: index, judgedOnly: false)
            let unsent = own.missed + own.byOutcome[.notPlayable, default: 0]
            #expect(request.count - request.hops == own.planned - unsent)
            #expect(request.byOutcome[.succeeded, default: 0] - request.hops == own.succeeded)
            #expect(Int(own.response.count) == own.planned - unsent)
            #expect(own.violations >= own.failed && own.violations <= own.failed + own.late)
        }
        let seconds = record.timeline
        #expect(seconds.reduce(0) { $0 + $1.finished } == all.planned)
        #expect(seconds.reduce(0) { $0 + $1.violations } == all.violations)
        #expect(seconds.reduce(0) { $0 + $1.started } == Int(all.response.count))
        #expect(record.health.lag.max ?? .zero < .milliseconds(1), "only the service was slow")
        let users = run.attendance
        #expect(users.operations == all.planned, "every operation that ended is recorded once")
        #expect(users.signedIn + users.refused <= users.begun)
        #expect(users.timeSigningIn <= users.timeThere)
        #expect(run.reports.suffix(run.workers.count).allSatisfy { $0.delta.users == 0 })
        // Little's law to the nanosecond: users are at an operation or idle, nothing else.
        let busy = record.cells.values.reduce(Nanoseconds.zero) {
            $0 + Nanoseconds(Int64($1.response.extent.sum)) - $1.gap.busyUser
        }
        #expect(users.present == 0)
        #expect(users.timePresent == users.timeIdle + busy)
    }
}

/// A service that does anything, the same for the same seed.
struct Chaos {
    let seed: UInt64

    func answer(user: Int, request: OutgoingRequest, at: MonotonicInstant) -> VirtualWorker.Script {
        var random = SeededGenerator(
            seed: seed,
            stream: .dataRow,
            UInt64(user),
            UInt64(at.nanoseconds)
        )
        let delay = Nanoseconds.milliseconds(Int.random(in: 1...400, using: &random))
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return .init(outcome: .connectionLost, delay: delay)
        case 1: return .init(status: 503, delay: delay)
        case 2: return .init(delay: delay * 20)
        case 3: return .init(delay: .seconds(400))
        case 4 where !request.url.hasSuffix("/hop"):
            return .init(status: 302, delay: delay, redirectURL: "http://forms.test/hop")
        default: return .init(delay: delay)
        }
    }
}

extension VirtualRun.Conduct {
    /// Stops and aborts at random moments, or neither; reports at random moments.
    static func random(using random: inout SeededGenerator) -> Self {
        func moment() -> Nanoseconds {
            .microseconds(Int.random(in: 0...30_000_000, using: &random))
        }
        var conduct = Self(
            shards: Int.random(in: 1...3, using: &random),
            drain: .seconds(20)
        )
        conduct.reportsAt = (0..<12).map { _ in moment() }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: conduct.stopAt = moment()
        case 1: conduct.abortAt = moment()
        case 2:
            conduct.stopAt = moment()
            conduct.abortAt = (conduct.stopAt ?? .zero) + moment()
        default: break
        }
        return conduct
    }
}

extension [UserStage] {
    /// Four users, nobody, four users.
    static var twoSpikes: [UserStage] {
        [(4, 0), (4, 5), (0, 0), (0, 3), (4, 0), (4, 6)].map {
            UserStage(target: $0.0, duration: .seconds($0.1))
        }
    }
}

extension Scenario {
    fileprivate mutating func followRedirects() {
        for operation in operations.indices {
            for request in operations[operation].requests.indices {
                operations[operation].requests[request].followRedirects = true
            }
        }
    }
}
