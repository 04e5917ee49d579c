import Measuring
import Statistics
import Timekeeping
import Wording
import Workload

/// The only judge of runs; live runs, finished runs and replays of old records all come here.
package enum Judge {
    /// Judges a run by its contract and its gates.
    ///
    /// FAIL when a gate is broken with confidence, also after the seconds in which the generator
    /// was suspect are set aside; else INVALID when a check of the generator failed; else
    /// INCONCLUSIVE when a gate could not be judged or the run was cut short; else PASS. A run
    /// without a single measured operation is never a PASS.
    package static func judge(_ facts: RunFacts) -> Judgement {
        let episodes = facts.record.allEpisodes(for: facts.terms)
        let conditions = Condition.all(of: facts)
        let checks = HealthChecks(facts: facts, shortestTarget: shortestTarget(of: facts))
        let findings = checks.findings
        let suspects = facts.record.suspectSeconds
        let all = results(conditions, facts, episodes: episodes, without: [])
        let gates = confirmed(all, suspects: suspects, isSound: facts.machine.faults.isEmpty) {
            results(
                conditions,
                facts,
                episodes: episodes.filter { !$0.generatorSuspect },
                without: suspects
            )
        }
        let steady = SteadyState(facts)
        let settled = Steadiness(facts: facts, steady: steady).checked(gates, conditions) {
            results(conditions, facts, episodes: episodes, without: $0)
        }
        let summary = RunVerdict(facts: facts, gates: settled, findings: findings)
        return Judgement(
            verdict: summary.verdict,
            reasons: summary.reasons,
            gates: settled,
            episodes: episodes.told,
            allEpisodes: episodes,
            generator: findings,
            steadyState: steady
        )
    }

    private static func results(
        _ conditions: [Condition],
        _ facts: RunFacts,
        episodes: [Episode],
        without seconds: Set<Int>
    ) -> [GateResult] {
        let alpha =
            facts.isExtended
            ? SequentialLooks.alpha(total: ShareTest.usualAlpha) : ShareTest.usualAlpha
        let contracted = facts.terms.operations.map {
            facts.terms.promise(for: $0.operationClass)?.within
        }
        let evaluator = Evaluator(
            figures: RunFigures(facts, without: seconds),
            alpha: alpha,
            episodes: episodes,
            longestUnseen: { facts.record.longestUnseen(of: $0, for: facts.terms) },
            dependence: facts.terms.contract.dependence,
            load: facts.load,
            errorBound: facts.errorBound,
            recorded: facts.record.plan.operations.map(\.target),
            contracted: contracted,
            isolation: LeakFindings(facts),
            companies: facts.record.plan.tenants?.names ?? [],
            operations: facts.record.plan.operations.map(\.name)
        )
        return HolmCorrection.corrected(conditions.map(evaluator.result(of:)), alpha: alpha)
    }

    /// FAIL stands only when it also holds on what is left of the run without the suspect parts.
    private static func confirmed(
        _ results: [GateResult],
        suspects: Set<Int>,
        isSound: Bool,
        clean: () -> [GateResult]
    ) -> [GateResult] {
        guard results.contains(where: { $0.verdict == .fail }), !suspects.isEmpty || !isSound
        else { return results }
        return zip(results, clean()).map { result, cleanResult in
            // What an answer held does not depend on how late it was asked for.
            let stands =
                result.kind == .isolation || isSound && cleanResult.verdict == .fail
            guard result.verdict == .fail, !stands else { return result }
            var result = result
            result.verdict = .invalid
            result.reason = result.reason.then(
                isSound
                    ? Bilingual(
                        ja: "ただし計測側に疑いのある\(suspects.count)秒を除くと、そうとは言えない",
                        en: "not so without the \(suspects.count) s in which the generator was "
                            + "suspect"
                    )
                    : Bilingual(
                        ja: "ただし測定自体を信頼できない",
                        en: "but the measurement cannot be trusted"
                    )
            )
            return result
        }
    }

    /// Of the contract judged by, and of the one that the run was played for.
    private static func shortestTarget(of facts: RunFacts) -> Nanoseconds {
        let recorded = facts.record.plan.operations.filter(\.isJudged).compactMap(\.target)
        let promised = facts.terms.judgedOperations.compactMap {
            facts.terms.promise(for: facts.terms.operations[$0].operationClass)?.within
        }
        return (recorded + promised).min() ?? .seconds(3)
    }
}
