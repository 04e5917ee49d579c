import Measuring
import Timekeeping
import Verdicts
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
            verdict(report, width: width, style: style),
            TerminalTenants.leaks(model, width: width, style: style),
            episodes(model, width: width, style: style),
            gates(report.judgement, width: width, style: style),
            TerminalOperations.responseTimes(model, width: width, style: style),
            TerminalOperations.sideBySide(model, width: width, style: style),
            TerminalTenants.tables(model, width: width, style: style),
            TerminalOperations.load(model, width: width, style: style),
            failures(model, width: width, style: style),
            generator(model, width: width, style: style),
            list("warnings", report.meta.warnings, width: width, style: style),
            written(files, to: folder.map(masker.masked), width: width, style: style),
        ]
        return Array(parts.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private static func verdict(_ report: RunReport, width: Int, style: Style) -> [String] {
        let judgement = report.judgement
        let question = report.facts.terms.question.map { " — \($0)" } ?? ""
        let title = report.facts.terms.name + question
        let room = width - judgement.verdict.rawValue.count - 2
        let titles = DisplayWidth.wrapped(title, to: room)
        let head =
            style.verdict(judgement.verdict) + "  " + (titles.first ?? "")
        return [head] + titles.dropFirst().map { "  " + $0 }
            + judgement.reasons.flatMap { bullet($0, width: width) }
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
        let title = style.bold("latency-continuation periods (遅延継続時間; \"episodes\")")
        guard !model.episodes.isEmpty else { return [title, "  none"] }
        let table = TextTable(
            [
                .init("episode of"), .init("from", right: true), .init("to", right: true),
                .init("lasted", right: true), .init("late", right: true),
                .init("longest", right: true), .init("remarks"),
            ],
            rows: model.episodes.map { episode in
                [
                    episode.subject, episode.startText, episode.endText,
                    DurationText.readable(episode.duration),
                    "\(Figures.count(episode.violations))/\(Figures.count(episode.planned))",
                    Figures.time(episode.longest), episode.remarks.joined(separator: ", "),
                ]
            }
        )
        return [title] + table.lines(width: width)
    }

    private static func gates(
        _ judgement: Judgement,
        width: Int,
        style: Style
    ) -> [String] {
        let kept = judgement.gates.filter { $0.kind == .completeness && $0.verdict == .pass }
        let shown = judgement.gates.filter { $0.kind != .completeness || $0.verdict != .pass }
        let table = TextTable(
            [
                .init("verdict"), .init("gate"), .init("found", right: true),
                .init("n", right: true), .init("n eff", right: true),
            ],
            rows: shown.map { gate in
                [
                    gate.verdict.rawValue, gate.text, gate.value.map { "\($0)" } ?? "–",
                    Figures.count(gate.n),
                    gate.effectiveN.map { Figures.count(Int($0.rounded())) } ?? "",
                ]
            }
        )
        var lines = [style.bold("gates")]
        for (index, line) in table.lines(width: width).enumerated() {
            guard index > 0 else {
                lines.append(style.faint(line))
                continue
            }
            let verdict = shown[index - 1].verdict
            let rest = line.dropFirst(2 + verdict.rawValue.count)
            lines.append("  " + style.verdict(verdict) + rest)
        }
        if !kept.isEmpty {
            lines.append(
                kept.count == 1
                    ? "  and the operation was measured"
                    : "  and each of the \(kept.count) operations was measured"
            )
        }
        return lines
    }

    /// Why operations failed: each cause with its count and one example.
    private static func failures(_ model: ReportModel, width: Int, style: Style) -> [String] {
        guard !model.failures.isEmpty else { return [] }
        let lines = model.failures.flatMap { row in
            let words = row.examples.first.map { " (\($0))" } ?? ""
            return bullet(
                "\(row.operation): \(Figures.count(row.count)) \(row.cause)\(words)",
                width: width
            )
        }
        return [style.bold("failures")] + lines
    }

    private static func written(
        _ files: [String],
        to folder: String?,
        width: Int,
        style: Style
    ) -> [String] {
        guard let folder, !files.isEmpty else { return [] }
        let names = DisplayWidth.wrapped(files.joined(separator: ", "), to: width - 2)
        return [style.bold("written to \(folder)/")] + names.map { "  " + $0 }
    }

    private static func generator(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let findings = model.judgement.generator
        let table = TextTable(
            [
                .init("check"), .init("", right: false), .init("found", right: true),
                .init("limit", right: true),
            ],
            rows: findings.map { finding in
                [
                    finding.name, finding.isHealthy ? "ok" : "BAD", "\(finding.value)",
                    finding.limit.map { "\($0)" } ?? "shown",
                ]
            }
        )
        let lines = table.lines(width: width)
        let rows = zip(findings, lines.dropFirst()).map { finding, line in
            finding.isHealthy ? line : style.colored(line, as: .invalid)
        }
        return [style.bold("load generator")] + lines.prefix(1).map(style.faint) + rows
            + GeneratorText.notes(model).flatMap { bullet($0, width: width) }
    }

    private static func list(
        _ title: String,
        _ items: [String],
        width: Int,
        style: Style
    ) -> [String] {
        guard !items.isEmpty else { return [] }
        return [style.bold(title)] + items.map { "  " + $0 }
    }
}
