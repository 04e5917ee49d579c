import Engine
import Glibc
import Measuring
import Timekeeping
import Workload

/// A scenario played by the whole engine until the standard input ends, as the tool plays it.
struct EngineRun {
    let session: RunSession
    let measuring: MeasuringPlan
    let origin: MonotonicInstant
    let shards: Int
    /// Counts the allocations of the first shard between its reports, when asked for.
    let allocations: AllocationWatch?

    private static let reportInterval = Nanoseconds.seconds(1)
    private static let drainLimit = Nanoseconds.seconds(5)

    /// - Throws: `BenchFailure` for a scenario that the engine refuses.
    init(
        _ scenario: Scenario,
        baseURL: String,
        workers: [any Worker],
        countsAllocations: Bool
    ) throws(BenchFailure) {
        measuring = MeasuringPlan(
            operations: scenario.operations.map {
                .init(
                    name: $0.name,
                    className: "online",
                    isJudged: true,
                    target: .seconds(3),
                    limits: [.seconds(3)]
                )
            },
            requests: scenario.operations.enumerated().flatMap { index, operation in
                operation.requests.map { _ in .init(name: operation.name, operation: index) }
            },
            judgedSpan: scenario.judgedSpan
        )
        do {
            let plan = try RunPlan(
                scenario: scenario,
                baseURL: baseURL,
                seed: 1,
                runTag: "bench",
                measuring: measuring
            )
            origin = .now + .milliseconds(100)
            session = RunSession(plan: plan, workers: workers, origin: origin)
        } catch {
            throw BenchFailure("the scenario is refused: \(error)")
        }
        shards = workers.count
        allocations = countsAllocations ? AllocationWatch(of: workers[0]) : nil
    }

    /// Plays until the standard input ends or the schedule is over; reports every second.
    func play() -> RunRecord {
        var record = RunRecord(plan: measuring, origin: origin, shards: shards)
        var nextReport = origin + Self.reportInterval
        var deadline: MonotonicInstant?
        session.start()
        while !session.isFinished {
            if deadline == nil, StandardInput.hasEnded(within: .milliseconds(100)) {
                session.stopNewWork()
                deadline = .now + Self.drainLimit
            } else if deadline != nil {
                usleep(2_000)
            }
            let now = MonotonicInstant.now
            if now >= nextReport {
                requestReports()
                while nextReport <= now { nextReport = nextReport + Self.reportInterval }
            }
            merge(into: &record)
            guard let limit = deadline, now >= limit else { continue }
            session.abortInFlight()
            deadline = now + Self.drainLimit
        }
        requestReports()
        while !session.hasAllReports { usleep(1_000) }
        merge(into: &record)
        return record
    }

    private func requestReports() {
        allocations?.beforeReport()
        session.requestReports()
        allocations?.afterReport()
    }

    private func merge(into record: inout RunRecord) {
        for report in session.takeReports() {
            record.merge(report.delta, shard: report.shard)
            allocations?.reported(requests: record.requestCount)
            for failure in report.failures { StandardError.write("failed: \(failure.words)") }
        }
    }
}

extension RunRecord {
    /// Exchanges of all requests so far.
    var requestCount: Int {
        plan.requests.indices.reduce(0) { $0 + totals(request: $1).count }
    }
}
