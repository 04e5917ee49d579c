import Engine
import Glibc
import HTTPLanes
import Measuring
import Synchronization
import Timekeeping
import Verdicts
import Workload

/// Asks the service beside the load how many users are signed in.
///
/// It is one user of a run of its own, on a thread and a connection of its own: it delays no user
/// and stands in no figure of the run. A failed asking is no failure of the run.
final class SignedInWatch {
    private let plan: RunPlan
    private let workers: Workers
    private let judged: Range<Nanoseconds>
    private let counted = Shared(Counted())
    private var session: RunSession?

    /// What has come so far.
    private struct Counted {
        /// Those told within the judged span.
        var counts: [Int] = []
        var failed = 0
        /// The newest answer that held no number, in words.
        var unreadable: String?
    }

    /// Makes everything ready.
    ///
    /// - Throws: `ToolFailure` when the system gives no thread or HTTP client.
    init(
        _ question: SignedInQuestion,
        beside scenario: Scenario,
        baseURL: String,
        hosts: [ResolvedHost]
    ) throws {
        let asking = question.asScenario(beside: scenario)
        judged = scenario.judgedSpan
        plan = try RunPlan(
            scenario: asking,
            baseURL: baseURL,
            seed: 1,
            runTag: "signed-in",
            measuring: MeasuringPlan(scenario: asking, gates: [])
        )
        let lane = try ScenarioLoading.lane(for: asking).lane
        workers = try Workers(count: 1, lane: lane, transport: asking.transport, hosts: hosts)
    }

    /// Begins to ask.
    ///
    /// - Parameter origin: the run's; counts told within its judged span are taken.
    func start(origin: MonotonicInstant) {
        let session = RunSession(
            plan: plan,
            workers: workers.all,
            origin: origin,
            observer: { [judged, counted] report in
                Self.take(report, at: report.exchange.done - origin, judged, into: counted)
            }
        )
        self.session = session
        session.start()
    }

    /// The counts told so far.
    var count: SignedInCount {
        counted.value.withLock { SignedInCount($0.counts, failed: $0.failed) }
    }

    /// Ends the asking.
    ///
    /// - Returns: why some of it failed, in words that may hold text of the service; else `nil`.
    func stop() -> String? {
        let failure = session.flatMap(Self.end)
        workers.stop()
        let count = self.count
        let unreadable = counted.value.withLock(\.unreadable)
        guard count.failed > 0 else { return nil }
        let why = failure.map { "\($0.outcome.name): \($0.words)" } ?? unreadable ?? ""
        return "signed-in: \(count.failed) of \(count.failed + count.told) askings brought no "
            + "count (\(why))"
    }

    /// Ends what is under way; answers what failed last.
    private static func end(_ session: RunSession) -> FailureExample? {
        session.abortInFlight()
        let patience = MonotonicInstant.now + .seconds(5)
        while !session.isFinished, MonotonicInstant.now < patience { usleep(1_000) }
        session.requestReports()
        while !session.hasAllReports, MonotonicInstant.now < patience { usleep(1_000) }
        return session.takeReports().flatMap(\.failures).last
    }

    private static func take(
        _ report: ExchangeReport,
        at time: Nanoseconds,
        _ judged: Range<Nanoseconds>,
        into counted: Shared<Counted>
    ) {
        guard report.outcome != .unfinished else { return }
        let text = report.outcome == .succeeded ? report.taken.first?.value : nil
        counted.value.withLock { counted in
            // Far more than any service has users, and safe to add up.
            if let number = text.flatMap({ Int($0) }), (0...1_000_000_000).contains(number) {
                if judged.contains(time) { counted.counts.append(number) }
            } else {
                counted.failed += 1
                if let text { counted.unreadable = "“\(text.prefix(40))” is no whole number" }
            }
        }
    }
}
