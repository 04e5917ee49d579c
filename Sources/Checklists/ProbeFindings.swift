package import Availability
import Timekeeping
import Verdicts
import Wording
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
            let english = (figures(finding.subject) + finding.reasons.map(\.en))
                .joined(separator: "; ")
            let measured = Bilingual(ja: "\(japanese(finding.subject))", en: "\(english)")
            if finding.subject == .interval { return interval(measured) }
            guard let verdict = finding.verdict.flatMap({ Verdict(rawValue: $0.rawValue) }) else {
                return nil
            }
            return self.finding(finding.subject.item, verdict, measured)
        } + [watched].compactMap(\.self)
    }

    private func finding(
        _ item: Int,
        _ verdict: Verdict,
        _ measured: Bilingual
    ) -> ChecklistFinding {
        ChecklistFinding(item: item, verdict: verdict, measured: measured, evidence: evidence)
    }

    // MARK: Monitoring

    /// Item 16: kept while no slot of the period was missed at the contract's distance.
    ///
    /// Monitoring is done by this probe itself. One that asks less often than the contract says
    /// can keep every slot of its own and still shows nothing of that promise.
    private func interval(_ measured: Bilingual) -> ChecklistFinding? {
        guard isMonitored else { return nil }
        let promised = report.terms.independentAfter
        guard report.terms.every > promised else {
            return finding(16, report.observation.unknown == 0 ? .pass : .inconclusive, measured)
        }
        let limit = Phrases.agreed(promised)
        let every = Phrases.agreed(report.terms.every)
        let words = Bilingual(
            ja: "契約の\(limit.ja)ごとより粗い監視",
            en: "probed every \(every.en) only, and the contract says every \(limit.en)"
        )
        return finding(16, .inconclusive, Phrases.joined([measured, words]))
    }

    /// Item 13: kept while every slot had all the probes that the contract's monitoring has.
    private var watched: ChecklistFinding? {
        guard isMonitored else { return nil }
        let missing = report.unprobedKinds
        let slots = Phrases.count(report.observation.planned)
        let known = Phrases.count(report.observation.known)
        let made = report.terms.probes.filter { !missing.contains($0) }
        var parts = [
            Bilingual(
                ja: "\(Self.names(made)) を監視、予定\(slots)回中\(known)回実施",
                en: "\(Self.names(made)): probed at \(known) of \(slots) slots"
            )
        ]
        if made.isEmpty { parts = [] }
        if !missing.isEmpty {
            parts.append(
                Bilingual(
                    ja: "\(Self.names(missing)) の監視が不足",
                    en: "\(Self.names(missing)): not probed at every slot"
                )
            )
        }
        let isWhole = missing.isEmpty && report.observation.unknown == 0
        return finding(13, isWhole ? .pass : .inconclusive, Phrases.joined(parts))
    }

    private var isMonitored: Bool {
        !report.terms.probes.isEmpty && report.observation.planned > 0
    }

    private static func names(_ kinds: [ProbeKind]) -> String {
        kinds.map(\.rawValue).joined(separator: ", ")
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

    /// What METI asks for as a figure, where the reasons do not begin with it.
    private func figures(_ subject: Finding.Subject) -> [String] {
        guard subject == .availability, let share = report.availability else { return [] }
        let outages = report.observation.outages.filter(\.counts).count
        return [
            "\(AvailabilityText.share(share)) available, \(AvailabilityText.outages(outages).en)"
        ]
    }

    // MARK: Figures in Japanese

    private var availability: String {
        guard let share = report.availability else { return "監視結果なし" }
        let observation = report.observation
        var parts = [
            "稼働率 \(AvailabilityText.share(share))", "停止\(Phrases.agreed(report.downtime).ja)",
            "障害\(observation.outages.filter(\.counts).count)回",
        ]
        if let budget = report.budget {
            parts.append("許容停止時間 \(Phrases.agreed(budget.total).ja)")
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
        var limits = ""
        if let least = report.repair.least, let greatest = report.repair.greatest {
            limits = "(\(Phrases.agreed(least).ja)〜\(Phrases.agreed(greatest).ja))"
        }
        return "障害\(report.repair.count)回、平均復旧時間 \(Phrases.agreed(mean).ja)\(limits)\(least)"
    }

    private var longOutages: String {
        let length = report.terms.longOutage.map { Phrases.agreed($0).ja } ?? ""
        let long = report.year.outages.filter {
            $0.least > report.terms.longOutage ?? .seconds(0)
        }
        let span = report.yearRange.upperBound - report.yearRange.lowerBound
        return "\(length)以上の障害 \(long.count)回(監視期間 \(Lengths.measured(span).ja))"
    }

    private var notice: String {
        guard let longest = report.notices.map(\.took).max(by: { $0 < $1 }) else { return "通知なし" }
        return "通知\(report.notices.count)回、最長\(Lengths.measured(longest).ja)"
    }

    private var interval: String {
        guard let longest = report.distance.longest else { return "監視2回未満" }
        return "\(Phrases.agreed(report.terms.every).ja)ごと、最長間隔 \(Lengths.measured(longest).ja)"
    }
}
