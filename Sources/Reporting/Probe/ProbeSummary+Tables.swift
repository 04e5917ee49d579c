import Availability
import Timekeeping
import Verdicts
import Wording

extension ProbeSummary {
    static func outages(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let (all, language) = (account.report.observation.outages, account.language)
        let title = style.bold(language(ja: "障害", en: "outages"))
        guard !all.isEmpty else { return [title, language(ja: "  なし", en: "  none")] }
        let table = TextTable(
            [
                .init(language(ja: "最初の失敗", en: "first failed tick")),
                .init(language(ja: "監視回数", en: "ticks"), right: true),
                .init(language(ja: "継続時間", en: "lasted"), right: true),
                .init(language(ja: "範囲", en: "between"), right: true),
                .init(language(ja: "備考", en: "remarks")),
            ],
            rows: all.suffix(mostRows).map { outage in
                [
                    outage.first.dateAndTime, "\(outage.ticks)",
                    ProbeText.length(outage.measured), ProbeText.limits(outage),
                    ProbeText.remarks(outage).listed[language],
                ]
            }
        )
        return [title] + table.lines(width: width) + more(all.count, in: language)
            + causes(all).flatMap { TerminalSummary.bullet($0[language], width: width) }
    }

    /// Each cause with the number of outages that began with it.
    private static func causes(_ outages: [Outage]) -> [Bilingual] {
        var counts: [String: Int] = [:]
        for outage in outages {
            for (kind, why) in outage.failures {
                counts["\(kind.rawValue): \(why)", default: 0] += 1
            }
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let most = 5
        let rest = sorted.count - most
        let more = Bilingual(ja: "ほか\(rest)種類の原因", en: "and \(rest) other causes")
        return sorted.prefix(most).map { cause, count in
            count == 1
                ? Bilingual(cause)
                : Bilingual(ja: "\(count)回 \(cause)", en: "\(count) times \(cause)")
        } + (rest > 0 ? [more] : [])
    }

    static func gaps(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let (all, language) = (account.report.observation.gaps, account.language)
        guard !all.isEmpty else { return [] }
        let table = TextTable(
            [
                .init(language(ja: "最初の未実施", en: "first tick missing")),
                .init(language(ja: "監視回数", en: "ticks"), right: true),
                .init(language(ja: "理由", en: "why")),
            ],
            rows: all.suffix(mostRows).map { gap in
                [
                    gap.range.lowerBound.dateAndTime, Figures.count(gap.slots),
                    gap.isOwnFault
                        ? language(ja: "本ツールが実施できず", en: "the tool could not probe")
                        : language(ja: "監視なし", en: "nobody probed"),
                ]
            }
        )
        let title = language(
            ja: "未監視の期間(稼働とも停止とも数えない)",
            en: "gaps (neither up nor down)"
        )
        return [style.bold(title)] + table.lines(width: width) + more(all.count, in: language)
    }

    private static func more(_ count: Int, in language: Language) -> [String] {
        let rest = Figures.count(count - mostRows)
        return count > mostRows
            ? [language(ja: "  ほか以前に\(rest)件", en: "  and \(rest) before")] : []
    }

    static func terms(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let (findings, language) = (account.report.findings, account.language)
        let room = Verdict.allCases.map { DisplayWidth.of($0.title(in: language)) }.max() ?? 0
        let lines = findings.flatMap { finding -> [String] in
            let verdict = finding.verdict.flatMap { Verdict(rawValue: $0.rawValue) }
            let word = verdict?.title(in: language) ?? "–"
            let text =
                "[\(finding.subject.item)] \(words(finding.subject)[language]): "
                + finding.reasons.statements[language]
            return DisplayWidth.wrapped(text, to: width - room - 4).enumerated().map {
                guard $0 == 0 else { return String(repeating: " ", count: room + 4) + $1 }
                let blanks = String(repeating: " ", count: room - DisplayWidth.of(word) + 2)
                return "  " + (verdict.map { style.colored(word, as: $0) } ?? word) + blanks + $1
            }
        }
        let title = language(ja: "契約 [チェックリストの項目]", en: "terms [items of the checklist]")
        return [style.bold(title)] + lines
    }

    static func words(_ subject: Finding.Subject) -> Bilingual {
        switch subject {
        case .serviceHours: Bilingual(ja: "サービス時間", en: "service hours")
        case .maintenance: Bilingual(ja: "計画停止の通知", en: "notice of planned stops")
        case .availability: Bilingual(ja: "サービス稼働率", en: "availability")
        case .repair: Bilingual(ja: "平均復旧時間(MTTR)", en: "mean time to repair")
        case .longOutages: Bilingual(ja: "長時間の障害", en: "long outages")
        case .monitoring: Bilingual(ja: "システム監視", en: "monitoring")
        case .notice: Bilingual(ja: "障害通知時間", en: "notice of outages")
        case .interval: Bilingual(ja: "障害監視間隔", en: "distance between ticks")
        }
    }

    static func probes(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        guard !account.probes.isEmpty else { return [] }
        let language = account.language
        let table = TextTable(
            [
                .init(language(ja: "監視", en: "probe")), .init("n", right: true),
                .init(language(ja: "失敗", en: "failed"), right: true),
                .init("p50", right: true), .init(language(ja: "最長", en: "max"), right: true),
            ],
            rows: account.probes.map { probe in
                [
                    probe.kind.rawValue, Figures.count(probe.count), Figures.count(probe.failed),
                    Figures.time(probe.median), Figures.time(probe.longest),
                ]
            }
        )
        let title = language(
            ja: "監視の種類(成功したものの応答時間)",
            en: "probes (response time of those that succeeded)"
        )
        return [style.bold(title)]
            + table.lines(width: width)
    }

    static func notes(_ account: ProbeAccount, width: Int, style: Style) -> [String] {
        let terms = account.report.terms
        let windows = terms.windows.compactMap { window in
            window.flaw(notice: terms.notice)
                .map { ProbeText.flaw(window, $0, notice: terms.notice) }
                .map { Bilingual(ja: "計画停止として除外せず: \($0)", en: "not taken out: \($0)") }
        }
        let faults = account.faults.map {
            Bilingual(ja: "数えない: \($0)", en: "not counted: \($0)")
        }
        let all = windows + account.clockSteps + faults
        guard !all.isEmpty else { return [] }
        return [style.bold(account.language(ja: "注記", en: "notes"))]
            + all.flatMap { TerminalSummary.bullet($0[account.language], width: width) }
    }
}
