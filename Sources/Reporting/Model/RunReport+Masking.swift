package import Measuring
package import Verdicts
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
        report.facts.terms = facts.terms.masked(by: masker)
        report.facts.machine = facts.machine.masked(by: masker)
        report.meta = meta.masked(by: masker)
        report.failures = failures.map { $0.masked(by: masker) }
        report.facts.leaks = facts.leaks.map { $0.masked(by: masker) }
        return report
    }
}

extension FailureExample {
    /// The same example with every secret masked.
    package func masked(by masker: Masker) -> FailureExample {
        var example = self
        example.words = masker.masked(words)
        return example
    }
}

extension LeakEvidence {
    /// The same evidence with every secret masked.
    package func masked(by masker: Masker) -> LeakEvidence {
        var evidence = self
        evidence.tenant = masker.masked(tenant)
        evidence.member = member.map(masker.masked)
        evidence.marker = masker.masked(marker)
        evidence.column = masker.masked(column)
        evidence.owner = masker.masked(owner)
        evidence.ownerMember = ownerMember.map(masker.masked)
        evidence.excerpt = masker.masked(excerpt)
        return evidence
    }
}

extension RunTerms {
    /// The same terms with every secret masked in every text.
    package func masked(by masker: Masker) -> RunTerms {
        var terms = self
        terms.name = masker.masked(name)
        terms.question = question.map(masker.masked)
        terms.contract.name = masker.masked(contract.name)
        terms.contract.path = contract.path.map(masker.masked)
        terms.isolation?.columns = isolation?.columns.map(masker.masked) ?? []
        terms.isolation?.unseenExamples = isolation?.unseenExamples.map(masker.masked) ?? []
        for index in operations.indices {
            terms.operations[index].name = masker.masked(operations[index].name)
        }
        return terms
    }
}

extension MachineFacts {
    /// The same facts with every secret masked in every text.
    package func masked(by masker: Masker) -> MachineFacts {
        var machine = self
        machine.faults = faults.map(masker.masked)
        machine.calibration = calibration.map(masker.masked)
        return machine
    }
}

extension RunMeta {
    /// The same with every secret masked in every text.
    package func masked(by masker: Masker) -> RunMeta {
        var meta = self
        meta.host = masker.masked(host)
        meta.system = masker.masked(system)
        meta.laneReason = masker.masked(laneReason)
        meta.scenarioPath = masker.masked(scenarioPath)
        meta.service = service.map(masker.masked)
        meta.effectiveSettings = masker.masked(effectiveSettings)
        meta.commandLine = commandLine.map(masker.masked)
        meta.warnings = warnings.map(masker.masked)
        return meta
    }
}
