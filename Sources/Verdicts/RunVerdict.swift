import Timekeeping
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

    var reasons: [String] {
        let cut = ending.map { [$0] } ?? []
        let unhealthy = findings.filter { !$0.isHealthy }.map {
            "load generator: \($0.name): \($0.sentence)"
        }
        let reasons: [String]
        switch verdict {
        case .fail: reasons = lines(.fail) + unhealthy + cut
        case .invalid: reasons = unhealthy + lines(.invalid) + cut
        case .inconclusive:
            reasons =
                cut + lines(.inconclusive)
                + (judgesAnything ? [] : ["no gate judged anything"])
        case .pass: reasons = [kept] + separation
        }
        return reasons + [basis]
    }

    /// What a PASS says of the separation of tenants.
    private var separation: [String] {
        gates.filter { $0.kind == .isolation }.map { "items 34, 44: \($0.reason)" }
    }

    private func lines(_ verdict: Verdict) -> [String] {
        gates.filter { $0.verdict == verdict }.map { "\($0.text): \($0.reason)" }
    }

    private var kept: String {
        (judging.count == 1 ? "the gate was" : "all \(judging.count) gates were")
            + " kept with 95% confidence"
            + (facts.look.map { ", at look \($0.number) of at most \($0.most)" } ?? "")
    }

    private var ending: String? {
        switch facts.ended {
        case .completed: nil
        case .interrupted(let signal): "the run was stopped by \(signal) before its end"
        case .stopped(let reason): "the run was stopped before its end: \(reason)"
        }
    }

    /// What the verdict was reached by: the contract, the error of measuring, and which part of
    /// the run.
    private var basis: String {
        let contract = facts.terms.contract
        let hours = facts.terms.hours == .peak ? ", peak hours" : ""
        let terms = contract.response.sorted { $0.key < $1.key }.map { entry in
            "\(entry.key.rawValue) within \(DurationText.canonical(entry.value.within)) for "
                + ShareText.percent(entry.value.share(in: facts.terms.hours))
        }
        let origin =
            contract == .default
            ? "the default contract (none was named)" : "contract \(contract.name)"
        return "judged by \(origin)\(hours): \(terms.joined(separator: ", ")); times are known to "
            + DurationText.readable(facts.errorBound)
            + (facts.leftOut.isEmpty
                ? "" : "; without \(facts.leftOut.count) s, left out on request")
    }
}
