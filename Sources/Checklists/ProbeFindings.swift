package import Availability
import Timekeeping
import Verdicts
import Workload

/// What the record of a probe says about items 5, 10, 12, 13, 15 and 16.
package struct ProbeFindings {
    private let report: AvailabilityReport
    private let evidence: String

    /// - Parameter evidence: names the record, with its span.
    package init(_ report: AvailabilityReport, evidence: String) {
        self.report = report
        self.evidence = evidence
    }

    /// Terms that the contract does not name say nothing.
    package var all: [ChecklistFinding] {
        report.findings.compactMap { finding in
            let english = finding.reasons.joined(separator: "; ")
            let measured = Bilingual(ja: japanese(finding.subject), en: english)
            if finding.subject == .interval { return monitored(16, measured) }
            guard let verdict = finding.verdict.flatMap({ Verdict(rawValue: $0.rawValue) }) else {
                return nil
            }
            return self.finding(finding.subject.item, verdict, measured)
        } + [monitored(13, watched)].compactMap(\.self)
    }

    private func finding(
        _ item: Int,
        _ verdict: Verdict,
        _ measured: Bilingual
    ) -> ChecklistFinding {
        ChecklistFinding(item: item, verdict: verdict, measured: measured, evidence: evidence)
    }

    /// Monitoring is done by this probe itself: kept while no slot of the period was missed.
    private func monitored(_ item: Int, _ measured: Bilingual) -> ChecklistFinding? {
        guard !report.terms.probes.isEmpty, report.observation.planned > 0 else { return nil }
        let isWhole = report.observation.unknown == 0
        return finding(item, isWhole ? .pass : .inconclusive, measured)
    }

    private var watched: Bilingual {
        let slots = Phrases.count(report.observation.planned)
        let known = Phrases.count(report.observation.known)
        let kinds = report.terms.probes.map(\.rawValue).joined(separator: ", ")
        return Bilingual(
            ja: "\(kinds) を監視、予定\(slots)回中\(known)回実施",
            en: "\(kinds): probed at \(known) of \(slots) slots"
        )
    }

    private func japanese(_ subject: Finding.Subject) -> String {
        switch subject {
        case .availability: availability
        case .repair: repair
        case .longOutages: longOutages
        case .notice: notice
        case .interval: interval
        }
    }

    // MARK: Figures in Japanese

    private var availability: String {
        guard let share = report.availability else { return "監視結果なし" }
        let observation = report.observation
        var parts = [
            "稼働率 \(ShareText.floored(share, toldFrom: report.terms.share ?? 0))",
            "停止\(Phrases.measured(report.downtime).ja)",
            "障害\(observation.outages.filter(\.counts).count)回",
        ]
        if let budget = report.budget {
            parts.append("許容停止時間 \(Phrases.measured(budget.total).ja)")
        }
        if observation.unknown > 0 { parts.append("未監視\(observation.unknown)回") }
        if let promised = report.terms.share,
            let needed = report.confidence.cleanTicksNeeded(toProve: promised), needed > 0,
            report.confidence.lower < promised, report.verdict != .fail
        {
            parts.append("95%の信頼度にはあと\(Phrases.count(needed))回の無障害監視が必要")
        }
        return parts.joined(separator: "、")
    }

    private var repair: String {
        guard let mean = report.repair.mean else { return "障害なし" }
        let least = report.repair.isLowerBound ? "(復旧前を含むため下限)" : ""
        return "障害\(report.repair.count)回、平均復旧時間 \(Phrases.measured(mean).ja)\(least)"
    }

    private var longOutages: String {
        let length = report.terms.longOutage.map { Phrases.agreed($0).ja } ?? ""
        let long = report.year.outages.filter {
            $0.least > report.terms.longOutage ?? .seconds(0)
        }
        let span = report.yearRange.upperBound - report.yearRange.lowerBound
        return "\(length)以上の障害 \(long.count)回(監視期間 \(Phrases.measured(span).ja))"
    }

    private var notice: String {
        guard let longest = report.notices.map(\.took).max(by: { $0 < $1 }) else { return "通知なし" }
        return "通知\(report.notices.count)回、最長\(Phrases.measured(longest).ja)"
    }

    private var interval: String {
        guard let longest = report.distance.longest else { return "監視2回未満" }
        return "\(Phrases.agreed(report.terms.every).ja)ごと、最長間隔 \(Phrases.measured(longest).ja)"
    }
}
