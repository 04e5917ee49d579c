import Foundation
import HTTPLanes
import Inspections
import Measuring
import Timekeeping
import Wording
import Workload

/// Items 38 and 25 against the service: plays the plans and sorts the answers.
struct InspectTries {
    let ready: ReadyScenario
    let baseURL: String
    let hosts: [ResolvedHost]

    /// Letters and digits that no other inspection has.
    private let tag = String(UInt64(Date().timeIntervalSince1970 * 1e6), radix: 36)

    init(_ ready: ReadyScenario, baseURL: String, hosts: [ResolvedHost]) {
        self.ready = ready
        self.baseURL = baseURL
        self.hosts = hosts
    }

    /// - Returns: the finding, and the signal that cut it short.
    func input(
        _ input: InputInspection,
        _ signals: inout Signals
    ) throws -> (item: ItemFinding, signal: Int32?) {
        let plan = InputPlan(input, of: ready.scenario, tag: tag)
        let (answers, end) = try play(plan.play, &signals)
        var facts = InputFacts(count: plan.tries.count)
        for answered in answers {
            switch plan.roles[answered.operation] {
            case .send(let number): facts.tries[number].sent = answered.answer
            case .readBack(let number): facts.tries[number].readBack = answered.answer
            case .before, nil: continue
            }
        }
        for (operation, role) in plan.roles {
            guard let words = end.failures[operation] else { continue }
            switch role {
            case .before(let number), .send(let number), .readBack(let number):
                facts.tries[number].failure = words
            }
        }
        facts.failure = noSignIn(answers, end.failures, roles: Set(plan.roles.keys))
        return (InputFindings(plan, facts).item, end.signal)
    }

    func storage(
        _ storage: StorageInspection,
        _ signals: inout Signals
    ) throws -> (item: ItemFinding, signal: Int32?) {
        guard let plan = StoragePlan(storage, of: ready.scenario, tag: tag) else {
            // The reader has checked what a plan needs.
            throw ToolFailure(
                message: "storage: the uploads cannot be planned; check “step:” and “limit:”",
                exitCode: ExitCodes.faultyInput
            )
        }
        let began = MonotonicInstant.now
        var isLate = false
        let (answers, end) = try play(plan.play, &signals) { answers in
            isLate = isLate || MonotonicInstant.now - began > storage.within
            return isLate
                || answers.contains {
                    plan.uploading.contains($0.operation) && $0.answer.outcome != .succeeded
                }
        }
        var facts = StorageFacts()
        facts.answers = answers.filter { plan.uploading.contains($0.operation) }.map(\.answer)
        let before = end.failures.filter { !plan.uploading.contains($0.key) }
        facts.failure =
            noSignIn(answers, end.failures, roles: plan.uploading)
            ?? (isLate
                ? Bilingual(
                    ja: "許された時間(\(limit: storage.within))が過ぎた",
                    en: "the time given was over (\(limit: storage.within))"
                )
                : end.signal.map(Self.stopped) ?? before.values.first.map { Bilingual($0) })
        return (StorageFindings(plan, facts).item, end.signal)
    }

    private static func stopped(by signal: Int32) -> Bilingual {
        let name = Signals.name(of: signal)
        return Bilingual(ja: "\(name)で中止された", en: "stopped by \(name)")
    }

    private func play(
        _ play: InspectionScenario,
        _ signals: inout Signals,
        isEnough: ([InspectPlay.Answered]) -> Bool = { _ in false }
    ) throws -> ([InspectPlay.Answered], end: (failures: [Int: String], signal: Int32?)) {
        let workers = try Workers(
            count: 1,
            lane: ready.lane.lane,
            transport: ready.scenario.transport,
            hosts: hosts
        )
        defer { workers.stop() }
        let player = try InspectPlay(play, baseURL: baseURL, tag: tag, worker: workers.all[0])
        let end = player.run(&signals, isEnough: isEnough)
        return (player.all, end)
    }

    /// Why the user never got to the tries; `nil` when it did.
    private func noSignIn(
        _ answers: [InspectPlay.Answered],
        _ failures: [Int: String],
        roles: Set<Int>
    ) -> Bilingual? {
        guard !answers.contains(where: { roles.contains($0.operation) }) else { return nil }
        let scenario = ready.scenario
        for id in scenario.beforeEachUser {
            if let words = failures[id.index] {
                return Bilingual(
                    ja: "「\(scenario[id].name)」に失敗し、何も試せなかった: \(words)",
                    en: "“\(scenario[id].name)” failed, so nothing could be tried: \(words)"
                )
            }
        }
        return failures.values.first.map {
            Bilingual(ja: "何も試せなかった: \($0)", en: "nothing could be tried: \($0)")
        }
    }
}
