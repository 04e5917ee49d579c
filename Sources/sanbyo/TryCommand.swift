import ArgumentParser
import Engine
import Foundation
import HTTPLanes
import Measuring
import Reporting
import Timekeeping
import Verdicts
import Wording
import Workload

struct TryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Plays one user once and shows every exchange.",
        discussion: """
            Each flow is played once, without think time. Secrets and passwords are masked. Ends \
            with 0 when everything succeeded, with 2 when something failed or an \
            answer held another company's data.
            """
    )

    @OptionGroup var scenario: ScenarioArguments
    @OptionGroup var load: LoadArguments

    @Flag(name: .shortAndLong, help: "Show whole bodies and all headers.")
    var verbose = false

    func run() throws {
        let console = Console()
        let ready = try ScenarioLoading.load(scenario, load)
        var signals = Signals()
        let target = try Target(ready.scenario, logFile: nil)
        defer { target.stop() }
        let hosts = try Preflight.check(ready.scenario, baseURL: target.baseURL)
        let workers = try Workers(
            count: 1,
            lane: ready.lane.lane,
            transport: ready.scenario.transport,
            hosts: hosts
        )
        defer { workers.stop() }
        let seed = ready.scenario.seed ?? 1
        let plan = try RunPlan(
            scenario: ready.scenario.withAccountsArranged(seed: seed),
            baseURL: target.baseURL,
            seed: seed,
            runTag: String(UInt64(Date().timeIntervalSince1970 * 1e6), radix: 36),
            measuring: MeasuringPlan(scenario: ready.scenario, gates: ready.gates),
            keepsAll: true
        )
        let transcript = Transcript(
            plan: plan,
            masker: Masker(secrets: ready.scenario.secrets),
            isVerbose: verbose,
            console: console
        )
        let session = RunSession(
            plan: plan,
            workers: workers.all,
            origin: .now,
            load: .onePass,
            observer: { transcript.show($0) }
        )
        session.start()
        while !session.isFinished {
            guard let signal = signals.wait(atMost: .milliseconds(50)) else { continue }
            throw ToolFailure(message: "stopped", exitCode: ExitCodes.signal(signal))
        }
        session.requestReports()
        while !session.hasAllReports { _ = signals.wait(atMost: .milliseconds(2)) }
        let reports = session.takeReports()
        for failure in reports.flatMap(\.failures) where failure.status == 0 {
            transcript.showUnsent(failure)
        }
        var record = RunRecord(plan: plan.measuring, origin: .now, shards: 1)
        for report in reports { record.merge(report.delta, shard: report.shard) }
        let failed = plan.operations.indices.filter {
            record.totals(operation: $0, judgedOnly: false).failed > 0
        }
        let played = plan.operations.indices.filter {
            record.totals(operation: $0, judgedOnly: false).planned > 0
        }
        console.output(
            "\(played.count) of \(plan.operations.count) operations played, "
                + "\(failed.count) failed\n"
        )
        let leaks = LeakExcerpts(
            origin: record.origin,
            clock: ClockAnchor.now(),
            secrets: ready.scenario.secrets
        ).evidence(of: reports.flatMap(\.leaks), atMost: LeakEvidence.most)
        for leak in leaks {
            console.output(
                "leak: \(plan.operations[leak.operation].operation.name), asked for by "
                    + "\(leak.asker.en), held \(leak.found.en): \(leak.excerpt)\n"
            )
        }
        let everyFlowWasPlayed = ready.scenario.flows.allSatisfy { flow in
            flow.steps.allSatisfy { played.contains($0.index) }
        }
        guard failed.isEmpty, everyFlowWasPlayed, leaks.isEmpty else {
            throw ExitCode(Verdict.fail.exitCode)
        }
    }
}
