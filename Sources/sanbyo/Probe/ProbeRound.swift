import Availability
import Engine
import Foundation
import HTTPLanes
import Measuring
import Reporting
import ScenarioFiles
import Synchronization
import Timekeeping
import Verdicts
import Workload

/// One probe ready to be made again and again.
///
/// Every time with connections of its own and with its host looked up anew: over months addresses
/// change, and a connection kept alive would not show that no new one can be made.
struct Prober: Sendable {
    let kind: ProbeKind
    let within: Nanoseconds
    private let scenario: Scenario
    private let baseURL: String
    private let plan: RunPlan
    private let lane: Lane
    private let masker: Masker

    init(_ target: ProbeFile.Target, baseURL: String, masker: Masker) throws {
        kind = target.kind
        within = target.within
        scenario = target.scenario
        self.baseURL = baseURL
        self.masker = masker
        plan = try RunPlan(
            scenario: target.scenario,
            baseURL: baseURL,
            seed: 1,
            runTag: "probe",
            measuring: MeasuringPlan(scenario: target.scenario, gates: [])
        )
        do throws(LaneFault) {
            lane = try LaneChoice.choose(for: target.scenario).lane
        } catch {
            throw ToolFailure(
                message: "transport.lane: \(error.problem); \(error.remedy)",
                exitCode: ExitCodes.faultyInput
            )
        }
    }

    /// Makes the probe; blocks for ``within`` and a little more at most, but for the resolver.
    ///
    /// - Parameter onAddress: called when the host has been looked up.
    func result(onAddress: () -> Void) -> ProbeResult {
        let begin = MonotonicInstant.now
        let hosts: [ResolvedHost]
        do throws(LaneError) {
            hosts = try Preflight.resolved(scenario, baseURL: baseURL)
        } catch {
            return failed("\(Outcome.nameNotResolved.name): \(error.description)", begin, .now)
        }
        onAddress()
        guard
            let workers = try? Workers(
                count: 1,
                lane: lane,
                transport: scenario.transport,
                hosts: hosts
            )
        else {
            return ProbeResult(kind: kind, outcome: .unknown("no thread or HTTP client"))
        }
        defer { workers.stop() }
        return ask(workers, begin: begin)
    }

    private func ask(_ workers: Workers, begin: MonotonicInstant) -> ProbeResult {
        let answered = Shared<MonotonicInstant?>(nil)
        let session = RunSession(
            plan: plan,
            workers: workers.all,
            origin: begin,
            load: .onePass,
            observer: { report in answered.value.withLock { $0 = report.exchange.done } }
        )
        session.start()
        let deadline = begin + within
        var isAborted = false
        // A session that cannot be ended, or does not report, is our own fault.
        let patience = deadline + .seconds(5)
        while !session.isFinished {
            usleep(1_000)
            let now = MonotonicInstant.now
            if !isAborted, now > deadline + .milliseconds(200) {
                session.abortInFlight()
                isAborted = true
            }
            if now > patience { return hung }
        }
        session.requestReports()
        while !session.hasAllReports {
            usleep(500)
            if MonotonicInstant.now > patience + .seconds(1) { return hung }
        }
        return judge(
            session.takeReports().flatMap(\.failures),
            begin: begin,
            done: answered.value.withLock { $0 }
        )
    }

    private var hung: ProbeResult {
        ProbeResult(kind: kind, outcome: .unknown("the tool hung"))
    }

    private func judge(
        _ failures: [FailureExample],
        begin: MonotonicInstant,
        done: MonotonicInstant?
    ) -> ProbeResult {
        if let failure = failures.last {
            let words = failure.words.isEmpty ? "" : ": \(failure.words)"
            let text = failure.outcome.name + words
            guard failure.outcome != .noSocket, failure.outcome != .notPlayable else {
                return ProbeResult(kind: kind, outcome: .unknown(shown(text)))
            }
            return failed(text, begin, done ?? .now)
        }
        guard let done else {
            return ProbeResult(kind: kind, outcome: .unknown("nothing was sent"))
        }
        let time = done - begin
        guard time <= within else {
            let late = "\(Outcome.timedOut.name): answered after \(DurationText.readable(time))"
            return failed(late, begin, done)
        }
        return ProbeResult(kind: kind, outcome: .ok, time: time)
    }

    private func failed(
        _ words: String,
        _ begin: MonotonicInstant,
        _ done: MonotonicInstant
    ) -> ProbeResult {
        ProbeResult(kind: kind, outcome: .failed(shown(words)), time: done - begin)
    }

    /// Without secrets, on one line and not too long: what a service sends must neither steer a
    /// terminal nor fill a disk.
    private func shown(_ words: String) -> String {
        let masked = masker.masked(words)
        let plain = masked.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? "·" : String(scalar)
        }.joined()
        return plain.count > 200 ? plain.prefix(200) + "…" : plain
    }
}

/// Probes made at the same time, on threads of their own.
final class ProbeRound: Sendable {
    private struct State {
        var results: [ProbeKind: ProbeResult] = [:]
        /// Probes whose host has been looked up.
        var addressed: Set<ProbeKind> = []
    }

    private let state = Mutex(State())
    private let kinds: [ProbeKind]
    private let begin = MonotonicInstant.now
    private let deadline: MonotonicInstant

    init(_ probers: [Prober]) {
        kinds = probers.map(\.kind)
        let longest = probers.map(\.within).max { $0 < $1 } ?? .zero
        deadline = begin + longest + .milliseconds(500)
        for prober in probers {
            let thread = Thread { [self] in
                let result = prober.result {
                    state.withLock { _ = $0.addressed.insert(prober.kind) }
                }
                state.withLock { $0.results[result.kind] = result }
            }
            thread.name = "probe \(prober.kind.rawValue)"
            thread.start()
        }
    }

    /// Whether there is nothing more to wait for.
    var isOver: Bool {
        state.withLock { $0.results.count == kinds.count } || MonotonicInstant.now > deadline
    }

    /// What has come by now.
    func take() -> [ProbeResult] {
        state.withLock { state in kinds.map { state.results[$0] ?? missing($0, state) } }
    }

    /// A probe that is still under way when its time is over: the resolver holds it up, which
    /// nothing can end, or the tool itself does.
    private func missing(_ kind: ProbeKind, _ state: State) -> ProbeResult {
        let outcome: ProbeOutcome =
            state.addressed.contains(kind)
            ? .unknown("the probe was cut off")
            : .failed("timed-out: no address of the host came in time")
        return ProbeResult(kind: kind, outcome: outcome, time: MonotonicInstant.now - begin)
    }
}
