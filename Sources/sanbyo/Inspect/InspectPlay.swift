import Engine
import Foundation
import HTTPLanes
import Inspections
import Measuring
import Synchronization
import Timekeeping
import Verdicts
import Workload

/// Plays the tries of an inspection by one user, once, and hands out every answer.
struct InspectPlay {
    /// One answer: of which operation, and what it was.
    struct Answered: Sendable {
        let operation: Int
        let answer: AnswerFacts
    }

    /// Longer bodies are not looked through.
    private static let longestRead = 4 << 20

    let plan: RunPlan
    let session: RunSession
    private let answers: Log

    /// What came, in its order; filled on the shard's thread.
    private final class Log: Sendable {
        let answers = Mutex<[Answered]>([])
    }

    /// - Parameter worker: running.
    init(_ play: InspectionScenario, baseURL: String, tag: String, worker: any Worker) throws {
        plan = try RunPlan(
            scenario: play.scenario,
            baseURL: baseURL,
            seed: play.scenario.seed ?? 1,
            runTag: tag,
            measuring: MeasuringPlan(scenario: play.scenario, gates: []),
            keepsAll: true
        )
        let log = Log()
        answers = log
        session = RunSession(
            plan: plan,
            workers: [worker],
            origin: .now,
            load: .onePass,
            observer: { report in log.answers.withLock { $0.append(Self.answered(report)) } }
        )
    }

    private static func answered(_ report: ExchangeReport) -> Answered {
        let body = report.exchange.body.prefix(longestRead)
        return Answered(
            operation: report.operation,
            answer: AnswerFacts(
                outcome: report.outcome,
                status: report.exchange.status,
                words: report.words,
                body: String(decoding: body, as: UTF8.self)
            )
        )
    }

    /// The answers so far.
    var all: [Answered] { answers.answers.withLock(\.self) }

    /// Plays to the end, or until it is told to stop: then what is in flight still ends.
    ///
    /// - Parameter isEnough: looked at again and again; nothing new begins once it is true.
    /// - Returns: what was never sent or failed, by operation, and the signal that stopped it.
    func run(
        _ signals: inout Signals,
        isEnough: ([Answered]) -> Bool = { _ in false }
    ) -> (failures: [Int: String], signal: Int32?) {
        session.start()
        var signal: Int32?
        var hasStopped = false
        while !session.isFinished {
            if let number = signals.wait(atMost: .milliseconds(20)) {
                if signal != nil { session.abortInFlight() }
                signal = signal ?? number
            }
            guard !hasStopped, signal != nil || isEnough(all) else { continue }
            hasStopped = true
            session.stopNewWork()
        }
        session.requestReports()
        while !session.hasAllReports { _ = signals.wait(atMost: .milliseconds(2)) }
        var failures: [Int: String] = [:]
        for failure in session.takeReports().flatMap(\.failures) {
            failures[failure.operation] = failure.words
        }
        return (failures, signal)
    }
}
