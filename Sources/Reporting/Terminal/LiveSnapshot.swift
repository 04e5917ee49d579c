package import Measuring
package import Timekeeping

/// What the live screen shows at one moment of a run.
package struct LiveSnapshot: Sendable {
    /// Response times of one stretch of the run.
    package struct Times: Sendable, Equatable {
        package var p50: Nanoseconds?
        package var p95: Nanoseconds?
        package var p99: Nanoseconds?

        init(_ histogram: LatencyHistogram) {
            p50 = histogram.percentile(50)
            p95 = histogram.percentile(95)
            p99 = histogram.percentile(99)
        }
    }

    package var scenario: String
    /// Since the run's origin.
    package var elapsed: Nanoseconds
    package var remaining: Nanoseconds
    package var users: Int
    package var targetUsers: Int
    /// Operations finished per second over the last ten whole seconds.
    package var operationsPerSecond: Double
    package var recent: Times
    package var overall: Times
    /// Service times over the whole run.
    package var service: Times
    package var planned: Int
    /// Late or failed, those in flight for longer than their target among them.
    package var violations: Int
    package var failed: Int
    package var oldestInFlight: Nanoseconds?
    package var inFlight: Int
    /// The newest latency-continuation period that is still going on, and what it is of.
    package var openEpisode: (subject: String, since: Nanoseconds)?
    /// The generator's largest own delay in the last ten seconds.
    package var lag: Nanoseconds

    /// Reads a record as it stands now.
    ///
    /// - Parameter episodes: those found in the provisional record.
    package init(
        scenario: String,
        record: RunRecord,
        episodes: [Episode],
        now: MonotonicInstant,
        targetUsers: Int,
        length: Nanoseconds
    ) {
        let provisional = record.provisional(now: now)
        let elapsed = now - record.origin
        // The second under way has not been told yet: counting it would make the rate look low.
        let told = min(now, record.completeUpTo ?? record.origin) - record.origin
        let second = max(0, told.wholeSecond)
        let judged = record.plan.operations.indices.filter {
            record.plan.operations[$0].isJudged
        }
        let all = provisional.totals(ofOperations: judged, judgedOnly: false, seconds: nil)
        let last = provisional.totals(
            ofOperations: judged,
            judgedOnly: false,
            seconds: max(0, second - 10)..<(second + 1)
        )
        let timeline = record.timeline.filter { ((second - 10)..<second).contains($0.second) }
        self.scenario = scenario
        self.elapsed = elapsed
        remaining = max(.zero, length - elapsed)
        users = record.timeline.last?.users ?? 0
        self.targetUsers = targetUsers
        operationsPerSecond =
            Double(timeline.reduce(0) { $0 + $1.finished }) / Double(max(1, min(10, second)))
        recent = Times(last.response)
        overall = Times(all.response)
        service = Times(all.service)
        planned = all.planned
        violations = all.violations
        // In flight beyond the target is late, not failed.
        failed = all.failed - all.unfinished
        inFlight = record.inFlight.count
        oldestInFlight = record.inFlight.map { now - $0.planned }.max()
        openEpisode = episodes.last(where: \.rightCensored).map {
            (Self.subject(of: $0.scope, in: record.plan), $0.start)
        }
        lag = timeline.map(\.worstLag).max() ?? .zero
    }

    private static func subject(of scope: Episode.Scope, in plan: MeasuringPlan) -> String {
        switch scope {
        case .operation(let index): plan.operations[index].name
        case .className(let name): "all \(name) operations"
        case .service: "the service"
        case .tenant(let group, let name):
            "\(name) operations of \(plan.tenants?.names[group] ?? "?")"
        }
    }
}
