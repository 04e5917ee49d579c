package import Availability
package import Timekeeping
import Verdicts
import Wording
import Workload

/// What the record of a probe says about items 1, 2, 5, 10, 12, 13, 15 and 16.
package struct ProbeFindings {
    private let report: AvailabilityReport
    private let evidence: String
    private let drawnUp: UTCInstant

    /// - Parameters:
    ///   - evidence: names the record, with its span.
    ///   - drawnUp: when the checklist is.
    package init(_ report: AvailabilityReport, evidence: String, drawnUp: UTCInstant) {
        self.report = report
        self.evidence = evidence
        self.drawnUp = drawnUp
    }

    /// How long before the checklist the record ended, where that is longer than a period: what was
    /// kept then is not kept now, and what was broken stays so.
    private var age: Nanoseconds? {
        let age = drawnUp - report.range.upperBound
        return age > report.terms.over ?? .seconds(30 * 86_400) ? age : nil
    }

    /// Terms that the contract does not name say nothing.
    package var all: [ChecklistFinding] {
        report.findings.compactMap { finding in
            let verdict = finding.verdict.flatMap { Verdict(rawValue: $0.rawValue) }
            guard verdict != nil || finding.nothingHappened else { return nil }
            let isKept = verdict == nil || verdict == .pass
            return ChecklistFinding(
                item: finding.subject.item,
                verdict: age != nil && isKept ? .inconclusive : verdict,
                measured: (figures(finding.subject) + finding.reasons + stale).statements,
                evidence: evidence
            )
        }
    }

    private var stale: [Bilingual] {
        guard let age else { return [] }
        let days = Phrases.agreed(.seconds((age.seconds / 86_400).rounded(.down) * 86_400))
        return [
            Bilingual(
                ja: "監視記録は\(days.ja)前に終了、現在の適合は示せない(監視の再開が必要)",
                en: "the record ended \(days.en) before this checklist and shows nothing of today: "
                    + "probe again"
            )
        ]
    }

    /// What METI asks for as a figure, where the reasons do not begin with it.
    private func figures(_ subject: Finding.Subject) -> [Bilingual] {
        guard subject == .availability, let share = report.availability else { return [] }
        let outages = AvailabilityText.outages(report.observation.outages.filter(\.counts).count)
        let figure = AvailabilityText.share(share)
        return [
            Bilingual(ja: "稼働率 \(figure)、\(outages)", en: "\(figure) available, \(outages)")
        ]
    }
}
