import Availability
import Timekeeping
import Verdicts
import Wording

/// A probe's record as text: verdict, terms, availability, outages, gaps.
package enum ProbeSummary {
    /// More outages or gaps than this are counted and not listed; `probe.json` has them all.
    static let mostRows = 20

    /// The lines of the summary.
    ///
    /// - Parameters:
    ///   - files: names of what was written beside the log.
    ///   - width: columns of the terminal, at least 40.
    package static func lines(
        _ account: ProbeAccount,
        files: [String],
        width: Int,
        style: Style
    ) -> [String] {
        let width = max(40, width)
        let parts = [
            head(account, width: width, style: style),
            availability(account, width: width, style: style),
            outages(account, width: width, style: style),
            gaps(account, width: width, style: style),
            terms(account, width: width, style: style),
            probes(account, width: width, style: style),
            notes(account, width: width, style: style),
            [style.bold(account.language(ja: "記録", en: "record"))]
                + ([account.log] + files).map { "  " + $0 },
        ]
        return Array(parts.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private static func head(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let word = account.verdict.title(in: account.language)
        let question = account.question.map { " — \($0)" } ?? ""
        let titles = DisplayWidth.wrapped(
            account.name + question,
            to: width - DisplayWidth.of(word) - 2
        )
        return [style.colored(word, as: account.verdict) + "  " + (titles.first ?? "")]
            + titles.dropFirst().map { "  " + $0 }
            + (account.report.reasons + [basis(account)])
            .flatMap { TerminalSummary.bullet($0[account.language], width: width) }
    }

    /// What the verdict was reached by.
    private static func basis(_ account: ProbeAccount) -> Bilingual {
        let terms = account.report.terms
        let over =
            terms.over.map(AvailabilityText.length).map {
                Bilingual(ja: "(期間\($0))", en: " over \($0)")
            } ?? .none
        let promise =
            terms.share.map { ProbeText.share($0) }.map {
                Bilingual(ja: "稼働率\($0)\(over)", en: "\($0) available\(over)")
            } ?? Bilingual(ja: "稼働率の約束なし", en: "no availability promised")
        let contract =
            account.contract.map { Bilingual(ja: "契約 \($0) ", en: "contract \($0)") }
            ?? Bilingual(ja: "契約なし", en: "no contract")
        let rule =
            terms.rule == .any
            ? Bilingual(ja: "監視のいずれかが失敗", en: "any of its probes fails")
            : Bilingual(ja: "監視のすべてが失敗", en: "all of its probes fail")
        return Bilingual(
            ja: "\(contract)により判定: \(promise)。監視は\(limit: terms.every)ごと、\(rule)で停止とみなす",
            en: "judged by \(contract): \(promise); a tick every \(limit: terms.every), down when "
                + "\(rule)"
        )
    }

    private static func availability(
        _ account: ProbeAccount,
        width: Int,
        style: Style
    ) -> [String] {
        let language = account.language
        let rows = figures(account.report).map { ($0[language], $1[language]) }
        let label = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
        let lines = rows.flatMap { name, text in
            DisplayWidth.wrapped(text, to: width - label - 4).enumerated().map { index, line in
                "  " + DisplayWidth.padded(index == 0 ? name : "", to: label, right: false) + "  "
                    + line
            }
        }
        let title = language(ja: "稼働率(時刻はUTC)", en: "availability (times in UTC)")
        return [style.bold(title)] + lines
    }

    private static func figures(_ report: AvailabilityReport) -> [(Bilingual, Bilingual)] {
        let share = Bilingual(ProbeText.share(report.availability)) + bounds(report)
        return [
            (Bilingual(ja: "監視期間", en: "watched"), watched(report)),
            (Bilingual(ja: "監視回数", en: "ticks"), ticks(report.observation)),
            (Bilingual(ja: "稼働率", en: "availability"), share),
        ] + downtime(report) + [(Bilingual(ja: "復旧", en: "repair"), repair(report))]
    }

    private static func watched(_ report: AvailabilityReport) -> Bilingual {
        let range = report.range
        let (from, to) = (range.lowerBound.dateAndTime, range.upperBound.dateAndTime)
        let length = AvailabilityText.length(range.upperBound - range.lowerBound)
        let period =
            report.isPeriodOver
            ? nil
            : report.terms.over.map(AvailabilityText.length).map {
                Bilingual(ja: "(全体は\($0))", en: " of \($0)")
            }
        return Bilingual(
            ja: "\(from) … \(to)、\(length)\(period ?? .none)",
            en: "\(from) … \(to), \(length)\(period ?? .none)"
        )
    }

    private static func ticks(_ seen: Observation) -> Bilingual {
        let (all, up) = (Figures.count(seen.planned), Figures.count(seen.up))
        let (down, unknown) = (Figures.count(seen.down), Figures.count(seen.unknown))
        let short =
            seen.forgiven > 0
            ? Bilingual(
                ja: "、短すぎて数えない\(seen.forgiven)",
                en: ", \(seen.forgiven) too short to count"
            ) : .none
        let stops = Figures.count(seen.excluded)
        let excluded =
            seen.excluded > 0
            ? Bilingual(ja: "。ほか計画停止中\(stops)", en: "; \(stops) more in planned stops") : .none
        return Bilingual(
            ja: "\(all): 稼働\(up)、停止\(down)、未実施\(unknown)\(short)\(excluded)",
            en: "\(all): \(up) up, \(down) down, \(unknown) not probed\(short)\(excluded)"
        )
    }

    private static func downtime(_ report: AvailabilityReport) -> [(Bilingual, Bilingual)] {
        let title = Bilingual(ja: "停止時間", en: "downtime")
        let down = AvailabilityText.length(report.downtime)
        guard let budget = report.budget else { return [(title, down)] }
        let left = budget.left(after: report.downtime)
        let size = AvailabilityText.length(left < .zero ? .zero - left : left)
        let rest =
            left < .zero
            ? Bilingual(ja: "超過\(size)", en: "overdrawn by \(size)")
            : Bilingual(ja: "残り\(size)", en: "\(size) left")
        let (total, ticks) = (AvailabilityText.length(budget.total), Figures.count(budget.ticks))
        let (burn, lastHour) = (
            ProbeText.times(report.burn), ProbeText.times(report.burnOfLastHour)
        )
        return [
            (
                title,
                Bilingual(
                    ja: "\(down)、許容\(total)(監視\(ticks)回)\(worst(report))。\(rest)",
                    en: "\(down) of \(total) allowed (\(ticks) ticks)\(worst(report)); \(rest)"
                )
            ),
            (
                Bilingual(ja: "消費速度", en: "burn"),
                Bilingual(
                    ja: "許容の\(burn)。直近一時間は\(lastHour)",
                    en: "\(burn) as fast as allowed; in the last hour \(lastHour)"
                )
            ),
        ]
    }

    private static func worst(_ report: AvailabilityReport) -> Bilingual {
        guard report.hasSeveralPeriods, let over = report.terms.over.map(AvailabilityText.length)
        else {
            return .none
        }
        let from = report.period.lowerBound.dateAndTime
        return Bilingual(
            ja: "(最も悪い\(over)、\(from) から)",
            en: " in the worst \(over), from \(from)"
        )
    }

    private static func bounds(_ report: AvailabilityReport) -> Bilingual {
        guard report.observation.unknown > 0, let bounds = report.availabilityBounds else {
            return .none
        }
        let (least, most) = (
            ProbeText.share(bounds.lowerBound), ProbeText.share(bounds.upperBound)
        )
        return Bilingual(
            ja: "(実施した監視による)。未実施分を含めると\(least)〜\(most)",
            en: " of the ticks probed; between \(least) and \(most) by what the gaps hide"
        )
    }

    private static func repair(_ report: AvailabilityReport) -> Bilingual {
        guard let mean = report.repair.mean, let longest = report.repair.longest else {
            return Bilingual(ja: "障害なし", en: "no outage")
        }
        let atLeast =
            report.repair.isLowerBound ? Bilingual(ja: "少なくとも", en: "at least ") : .none
        let outages = AvailabilityText.outages(report.repair.count)
        let found = Bilingual(
            ja: "\(outages)の平均\(atLeast)\(AvailabilityText.length(mean))、最長"
                + "\(AvailabilityText.length(longest.measured))",
            en: "mean \(atLeast)\(AvailabilityText.length(mean)) of \(outages), the longest "
                + "\(AvailabilityText.length(longest.measured))"
        )
        let between = report.repair.between.map(AvailabilityText.length).map {
            Bilingual(ja: "障害の間の稼働は\($0)", en: "up for \($0) between")
        }
        return found.then(between ?? .none)
    }
}
