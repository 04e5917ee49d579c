import Measuring
import Timekeeping
import Verdicts
import Wording
import Workload

/// The end of a run as text: verdict, episodes, gates, operations, generator, files.
package enum TerminalSummary {
    /// The lines of the summary.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal, at least 40.
    ///   - folder: where the files are, as shown to the user; `nil` when none could be written.
    ///   - files: the names of what was written there.
    package static func lines(
        _ report: RunReport,
        folder: String?,
        files: [String],
        width: Int,
        style: Style
    ) -> [String] {
        let width = max(40, width)
        // Before lines are broken, so that no line end splits a secret.
        let masker = Masker(secrets: report.secrets)
        let report = report.masked
        let model = ReportModel(report)
        let parts = [
            verdict(model, width: width, style: style),
            TerminalTenants.leaks(model, width: width, style: style),
            episodes(model, width: width, style: style),
            gates(model, width: width, style: style),
            TerminalOperations.responseTimes(model, width: width, style: style),
            TerminalOperations.sideBySide(model, width: width, style: style),
            TerminalTenants.tables(model, width: width, style: style),
            TerminalOperations.load(model, width: width, style: style),
            failures(model, width: width, style: style),
            generator(model, width: width, style: style),
            warnings(model, width: width, style: style),
            written(
                files,
                to: folder.map(masker.masked),
                in: model.language,
                width: width,
                style: style
            ),
        ]
        return Array(parts.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private static func verdict(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let verdict = model.judgement.verdict
        let question = model.terms.question.map { " — \($0)" } ?? ""
        let word = verdict.title(in: model.language)
        let titles = DisplayWidth.wrapped(
            model.terms.name + question,
            to: width - DisplayWidth.of(word) - 2
        )
        let head = style.colored(word, as: verdict) + "  " + (titles.first ?? "")
        return [head] + titles.dropFirst().map { "  " + $0 }
            + model.judgement.reasons.flatMap { bullet($0[model.language], width: width) }
    }

    static func bullet(_ text: String, width: Int) -> [String] {
        DisplayWidth.wrapped(text, to: width - 4).enumerated().map { index, line in
            (index == 0 ? "  · " : "    ") + line
        }
    }

    private static func episodes(
        _ model: ReportModel,
        width: Int,
        style: Style
    ) -> [String] {
        let language = model.language
        let title = style.bold(
            language(
                ja: "遅延継続時間",
                en: "latency-continuation periods (遅延継続時間; \"episodes\")"
            )
        )
        guard !model.episodes.isEmpty else {
            return [title, language(ja: "  なし", en: "  none")]
        }
        let table = TextTable(
            [
                .init(language(ja: "対象", en: "episode of")),
                .init(language(ja: "開始", en: "from"), right: true),
                .init(language(ja: "終了", en: "to"), right: true),
                .init(language(ja: "継続時間", en: "lasted"), right: true),
                .init(language(ja: "遅延", en: "late"), right: true),
                .init(language(ja: "最長", en: "longest"), right: true),
                .init(language(ja: "備考", en: "remarks")),
            ],
            rows: model.episodes.map { episode in
                [
                    episode.subject[language], episode.startText, episode.endText,
                    DurationText.readable(episode.duration),
                    "\(Figures.count(episode.violations))/\(Figures.count(episode.planned))",
                    Figures.time(episode.longest), episode.remarks.listed[language],
                ]
            }
        )
        return [title] + table.lines(width: width)
    }

    private static func gates(
        _ model: ReportModel,
        width: Int,
        style: Style
    ) -> [String] {
        let (all, language) = (model.judgement.gates, model.language)
        let kept = all.filter { $0.kind == .completeness && $0.verdict == .pass }
        let shown = all.filter { $0.kind != .completeness || $0.verdict != .pass }
        let table = TextTable(
            [
                .init(language(ja: "判定", en: "verdict")),
                .init(language(ja: "判定条件", en: "gate")),
                .init(language(ja: "実測", en: "found"), right: true), .init("n", right: true),
                .init(language(ja: "実効標本数", en: "n eff"), right: true),
            ],
            rows: shown.map { gate in
                [
                    gate.verdict.title(in: language), gate.text[language],
                    gate.value.map { "\($0)" } ?? "–",
                    Figures.count(gate.n),
                    gate.effectiveN.map { Figures.count(Int($0.rounded())) } ?? "",
                ]
            }
        )
        var lines = [style.bold(language(ja: "判定条件", en: "gates"))]
        for (index, line) in table.lines(width: width).enumerated() {
            guard index > 0 else {
                lines.append(style.faint(line))
                continue
            }
            let verdict = shown[index - 1].verdict
            let word = verdict.title(in: language)
            lines.append(
                "  " + style.colored(word, as: verdict) + line.dropFirst(2 + word.count)
            )
        }
        if !kept.isEmpty {
            lines.append(
                kept.count == 1
                    ? language(ja: "  操作はすべて測定した", en: "  and the operation was measured")
                    : language(
                        ja: "  \(kept.count)種類の操作をすべて測定した",
                        en: "  and each of the \(kept.count) operations was measured"
                    )
            )
        }
        return lines
    }

    /// Why operations failed: each cause with its count and one example.
    private static func failures(_ model: ReportModel, width: Int, style: Style) -> [String] {
        guard !model.failures.isEmpty else { return [] }
        let language = model.language
        let lines = model.failures.flatMap { row in
            let words = row.examples.first.map { " (\($0[language]))" } ?? ""
            let (count, cause) = (Figures.count(row.count), OutcomeText.cause(row.cause))
            let found = language(ja: "\(cause) \(count)件", en: "\(count) \(cause)")
            return bullet("\(row.operation): \(found)\(words)", width: width)
        }
        return [style.bold(language(ja: "失敗", en: "failures"))] + lines
    }

    static func written(
        _ files: [String],
        to folder: String?,
        in language: Language,
        width: Int,
        style: Style
    ) -> [String] {
        guard let folder, !files.isEmpty else { return [] }
        let names = DisplayWidth.wrapped(files.joined(separator: ", "), to: width - 2)
        let place = language(ja: "出力先 \(folder)/", en: "written to \(folder)/")
        return [style.bold(place)] + names.map { "  " + $0 }
    }

    private static func generator(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let (findings, language) = (model.judgement.generator, model.language)
        let table = TextTable(
            [
                .init(language(ja: "確認項目", en: "check")), .init(""),
                .init(language(ja: "実測", en: "found"), right: true),
                .init(language(ja: "基準", en: "limit"), right: true),
            ],
            rows: findings.map { finding in
                [
                    finding.name[language], GeneratorText.standing(finding)[language],
                    "\(finding.value)",
                    finding.limit.map { "\($0)" } ?? language(ja: "参考", en: "shown"),
                ]
            }
        )
        let lines = table.lines(width: width)
        let rows = zip(findings, lines.dropFirst()).map { finding, line in
            finding.isHealthy ? line : style.colored(line, as: .invalid)
        }
        let title = language(ja: "負荷発生側(計測側)の健全性", en: "load generator")
        return [style.bold(title)] + lines.prefix(1).map(style.faint) + rows
            + GeneratorText.notes(model).flatMap { bullet($0[language], width: width) }
    }

    private static func warnings(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let warnings = model.meta.warnings
        guard !warnings.isEmpty else { return [] }
        return [style.bold(model.language(ja: "注意事項", en: "warnings"))]
            + warnings.flatMap { bullet($0[model.language], width: width) }
    }
}
