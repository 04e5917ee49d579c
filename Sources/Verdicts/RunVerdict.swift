import Timekeeping
import Wording
import Workload

/// The verdict of a run from its gates and the checks of the generator.
struct RunVerdict {
    let facts: RunFacts
    let gates: [GateResult]
    let findings: [HealthFinding]

    var verdict: Verdict {
        let isInvalid = findings.contains { !$0.isHealthy }
        let isOpen = facts.ended != .completed || !judgesAnything
        let verdicts =
            gates.map(\.verdict) + (isInvalid ? [.invalid] : []) + (isOpen ? [.inconclusive] : [])
        return Verdict.deciding(verdicts) ?? .inconclusive
    }

    /// The gates that hold a figure against a limit; being measured at all, or getting in,
    /// proves nothing about the service's speed.
    private var judging: [GateResult] {
        gates.filter {
            $0.kind != .users && $0.kind != .isolation
                && ($0.kind != .completeness || $0.pValue != nil)
        }
    }

    private var judgesAnything: Bool { judging.contains { $0.n > 0 } }

    var reasons: [Bilingual] {
        let cut = ending.map { [$0] } ?? []
        let unhealthy = findings.filter { !$0.isHealthy }.map {
            Bilingual(
                ja: "負荷発生側(計測側): \($0.name): \($0.sentence)",
                en: "load generator: \($0.name): \($0.sentence)"
            )
        }
        let reasons: [Bilingual]
        switch verdict {
        case .fail: reasons = lines(.fail) + unhealthy + cut
        case .invalid: reasons = unhealthy + lines(.invalid) + cut
        case .inconclusive: reasons = cut + lines(.inconclusive) + nothingJudged
        case .pass: reasons = [kept] + separation
        }
        return reasons + [basis]
    }

    private var nothingJudged: [Bilingual] {
        judgesAnything
            ? [] : [Bilingual(ja: "判定できた条件がない", en: "no gate judged anything")]
    }

    /// What a PASS says of the separation of tenants.
    private var separation: [Bilingual] {
        gates.filter { $0.kind == .isolation }.map {
            Bilingual(ja: "項目34・44: \($0.reason)", en: "items 34, 44: \($0.reason)")
        }
    }

    private func lines(_ verdict: Verdict) -> [Bilingual] {
        gates.filter { $0.verdict == verdict }.map {
            Bilingual(ja: "\($0.text): \($0.reason)", en: "\($0.text): \($0.reason)")
        }
    }

    private var kept: Bilingual {
        let gates =
            judging.count == 1
            ? Bilingual(ja: "判定条件を", en: "the gate was")
            : Bilingual(
                ja: "\(judging.count)個の判定条件すべてを",
                en: "all \(judging.count) gates were"
            )
        let look = facts.look.map {
            Bilingual(
                ja: "(最大\($0.most)回の確認のうち\($0.number)回目)",
                en: ", at look \($0.number) of at most \($0.most)"
            )
        }
        return Bilingual(
            ja: "\(gates)95%の信頼度で満たした\(look ?? .none)",
            en: "\(gates) kept with 95% confidence\(look ?? .none)"
        )
    }

    private var ending: Bilingual? {
        switch facts.ended {
        case .completed: nil
        case .interrupted(let signal):
            Bilingual(
                ja: "測定は終了前に\(signal)で中止された",
                en: "the run was stopped by \(signal) before its end"
            )
        case .stopped(let reason):
            Bilingual(
                ja: "測定は終了前に中止された: \(reason)",
                en: "the run was stopped before its end: \(reason)"
            )
        }
    }

    /// What the verdict was reached by: the contract, the error of measuring, and which part of
    /// the run.
    private var basis: Bilingual {
        let contract = facts.terms.contract
        let hours =
            facts.terms.hours == .peak ? Bilingual(ja: "、ピーク時", en: ", peak hours") : .none
        let terms = contract.response.sorted { $0.key < $1.key }.map { entry in
            let share = ShareText.percent(entry.value.share(in: facts.terms.hours))
            let within = entry.value.within
            return Bilingual(
                ja: "\(entry.key.title) \(limit: within)以内 \(share)",
                en: "\(entry.key.title) within \(limit: within) for \(share)"
            )
        }
        let origin =
            contract == .default
            ? Bilingual(ja: "既定の契約(指定なし)", en: "the default contract (none was named)")
            : Bilingual(ja: "契約 \(contract.name) ", en: "contract \(contract.name)")
        let judged = Bilingual(
            ja: "\(origin)により判定\(hours): \(terms.listed)",
            en: "judged by \(origin)\(hours): \(terms.listed)"
        )
        let error = Bilingual(
            ja: "測定誤差は\(facts.errorBound)",
            en: "times are known to \(facts.errorBound)"
        )
        let without = Bilingual(
            ja: "指定により\(facts.leftOut.count)秒を除外",
            en: "without \(facts.leftOut.count) s, left out on request"
        )
        return ([judged, error] + (facts.leftOut.isEmpty ? [] : [without])).statements
    }
}
