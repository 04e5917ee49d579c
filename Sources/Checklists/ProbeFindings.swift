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
            guard let verdict = finding.verdict.flatMap({ Verdict(rawValue: $0.rawValue) }) else {
                return nil
            }
            let measured = Bilingual(
                ja: "\(japanese(finding.subject))",
                en:
                    "\((figures(finding.subject) + finding.reasons.map(\.en)).joined(separator: "; "))"
            )
            return ChecklistFinding(
                item: finding.subject.item,
                verdict: age != nil && verdict == .pass ? .inconclusive : verdict,
                measured: Phrases.joined([measured] + stale),
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

    private func japanese(_ subject: Finding.Subject) -> String {
        switch subject {
        case .serviceHours: serviceHours
        case .maintenance: maintenance
        case .availability: availability
        case .repair: repair
        case .longOutages: longOutages
        case .monitoring: monitoring
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

    private var serviceHours: String {
        let observation = report.observation
        let up = observation.up - observation.sparedSlots
        var parts = [
            "予定\(Phrases.count(observation.planned))回中\(Phrases.count(up))回稼働を確認",
            "1日24時間のうち\(report.hoursSeenUp)時間帯",
        ]
        if observation.unknown > 0 { parts.append("未監視\(observation.unknown)回") }
        return (parts + unwatched).joined(separator: "、")
    }

    private var maintenance: String {
        let stops = report.stopsBegun
        let broken = stops.count { $0.flaw != nil }
        let all = "計画停止\(stops.count)回"
        guard broken == 0, let shortest = stops.compactMap(\.window.given).min(by: { $0 < $1 })
        else {
            return "\(all)のうち通知なし・通知遅れ\(broken)回"
        }
        return "\(all)、最短\(Phrases.agreed(shortest).ja)前に通知"
    }

    private var availability: String {
        guard let share = report.availability else { return "監視結果なし" }
        let observation = report.observation
        var parts = [
            "稼働率 \(AvailabilityText.share(share))",
            "停止\(Phrases.agreed(report.downtime).ja)\(worst)",
            "障害\(observation.outages.filter(\.counts).count)回",
        ]
        if let budget = report.budget {
            parts.append("許容停止時間 \(Phrases.agreed(budget.total).ja)")
        }
        if observation.unknown > 0 { parts.append("未監視\(observation.unknown)回") }
        if observation.lenient > 0 {
            let rules = report.terms.leniency.joined(separator: "・")
            parts.append("監視側の設定(\(rules))により停止に数えない失敗\(observation.lenient)回")
        }
        if let confirm = report.terms.confirm {
            parts.append("失敗は\(Phrases.agreed(confirm).ja)後の再確認でも失敗した場合のみ計上")
        }
        if let promised = report.terms.share,
            let needed = report.confidence.cleanTicksNeeded(toProve: promised), needed > 0,
            report.confidence.lower < promised, report.verdict != .fail
        {
            parts.append("95%の信頼度にはあと\(Phrases.count(needed))回の無障害監視が必要")
        }
        return parts.joined(separator: "、")
    }

    private var worst: String {
        guard report.hasSeveralPeriods, let over = report.terms.over else { return "" }
        let begin = report.period.lowerBound
        return "(\(begin) からの\(Phrases.agreed(over).ja)、全期間中最悪)"
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
        return "\(length)を超える障害 \(long.count)回(監視期間 \(Lengths.measured(span).ja))"
    }

    private var notice: String {
        let outages = report.outagesTold
        let told = outages.compactMap(\.notice)
        guard let longest = told.map(\.took).max(by: { $0 < $1 }) else { return "通知なし" }
        let all = "障害\(outages.count)回中\(told.count)回を通知、最長\(Lengths.measured(longest).ja)"
        return told.count == outages.count ? all : all + "、残りの通知は記録なし"
    }

    private var monitoring: String {
        let terms = report.terms
        let slots = report.observation.planned
        let made = terms.monitoring.map { "\($0.rawValue) \(Phrases.count(report.probed($0)))回" }
        return (["予定\(Phrases.count(slots))回中 \(made.joined(separator: "、"))"] + unwatched)
            .joined(separator: "、")
    }

    private var interval: String {
        let terms = report.terms
        var parts = ["監視2回未満"]
        if let longest = report.distance.longest {
            parts = [
                "\(Phrases.agreed(terms.every).ja)ごと、最長間隔 \(Lengths.measured(longest).ja)"
            ]
        }
        if let promised = terms.promisedEvery, terms.every > promised {
            parts.append("契約の\(Phrases.agreed(promised).ja)ごとの監視ではない")
        }
        if report.observation.unknown > 0 { parts.append("未監視\(report.observation.unknown)回") }
        return (parts + unwatched).joined(separator: "、")
    }

    /// How much of the period has not been watched yet.
    private var unwatched: [String] {
        report.missingTime.map {
            [
                "監視期間は\(Phrases.agreed($0.asked).ja)のうち\(Lengths.measured($0.watched).ja)のみ、監視の継続が必要"
            ]
        } ?? []
    }
}
