import Measuring
import Verdicts
import Workload

extension RunReport {
    /// The same report with every secret masked in every text that reports show.
    ///
    /// Masked before it is written: no format's escaping can split a secret, and a secret such as
    /// "1000" or "error" cannot take a figure or an element out of a document.
    var masked: RunReport {
        guard !secrets.isEmpty else { return self }
        let masker = Masker(secrets: secrets)
        var report = self
        report.judgement.reasons = judgement.reasons.map(masker.masked)
        report.judgement.gates = judgement.gates.map { gate in
            var gate = gate
            gate.id = masker.masked(gate.id)
            gate.text = masker.masked(gate.text)
            gate.subject = masker.masked(gate.subject)
            gate.reason = masker.masked(gate.reason)
            return gate
        }
        report.judgement.generator = judgement.generator.map { finding in
            var finding = finding
            finding.reason = masker.masked(finding.reason)
            return finding
        }
        report.facts.record.rename(masker.masked)
        report.facts.terms.name = masker.masked(facts.terms.name)
        report.facts.terms.question = facts.terms.question.map(masker.masked)
        report.facts.terms.contract.name = masker.masked(facts.terms.contract.name)
        report.meta = meta.masked(by: masker)
        report.failures = failures.map { failure in
            var failure = failure
            failure.words = masker.masked(failure.words)
            return failure
        }
        return report
    }
}

extension RunMeta {
    func masked(by masker: Masker) -> RunMeta {
        var meta = self
        meta.host = masker.masked(host)
        meta.system = masker.masked(system)
        meta.laneReason = masker.masked(laneReason)
        meta.scenarioPath = masker.masked(scenarioPath)
        meta.effectiveSettings = masker.masked(effectiveSettings)
        meta.commandLine = commandLine.map(masker.masked)
        meta.warnings = warnings.map(masker.masked)
        return meta
    }
}
