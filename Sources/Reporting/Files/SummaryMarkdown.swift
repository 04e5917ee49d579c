import Measuring
import Timekeeping
import Verdicts
import Wording
import Workload

/// The run for pull requests and build summaries.
///
/// GitHub refuses summaries above 1,024 kB, so no table grows beyond ``mostRows``.
struct SummaryMarkdown {
    static let mostRows = 200

    private let model: ReportModel
    private var language: Language { model.language }

    static func text(_ model: ReportModel) -> String { SummaryMarkdown(model: model).text }

    private var text: String {
        let parts =
            head + leaks + episodes + gates + operations + tenants + load + failures + generator
        return (parts + [footer]).joined(separator: "\n\n") + "\n"
    }

    private var head: [String] {
        let verdict = model.judgement.verdict.title(in: language)
        return ["# \(verdict): \(MarkdownText.escaped(model.terms.name))"]
            + (model.terms.question.map { [MarkdownText.escaped($0)] } ?? [])
            + [list(model.judgement.reasons)]
    }

    private var footer: String {
        let meta = model.meta
        let (version, lane) = (
            MarkdownText.escaped(meta.version), MarkdownText.escaped(meta.laneText[language])
        )
        return language(
            ja: "Sanbyo \(version)、経路: \(lane)、シード \(String(meta.seed))、開始 \(model.startTime)、"
                + "シナリオのSHA-256 `\(meta.scenarioSHA256)`",
            en: "Sanbyo \(version), lane: \(lane), seed \(String(meta.seed)), started "
                + "\(model.startTime), scenario SHA-256 `\(meta.scenarioSHA256)`"
        )
    }

    private var leaks: [String] {
        guard !model.facts.leaks.isEmpty else { return [] }
        let title = language(
            ja: "他社データの混入(他社のデータを含む応答。項目34・44)",
            en: "Leaks (answers with another company's data; items 34, 44)"
        )
        let columns = [
            language(ja: "時刻", en: "time"), language(ja: "操作", en: "operation"),
            language(ja: "予定", en: "planned at"), language(ja: "応答先", en: "answer for"),
            language(ja: "混入したデータ", en: "held"), language(ja: "抜粋", en: "excerpt"),
        ]
        let rows = model.facts.leaks.map { leak in
            [
                leak.time, model.operationName(leak.operation), Ticks.precise(leak.planned),
                leak.asker[language], leak.found[language], leak.excerpt,
            ]
        }
        return ["## \(title)", table(columns, rows)]
    }

    private var episodes: [String] {
        let title = language(
            ja: "## 遅延継続時間",
            en: "## Latency-continuation periods (遅延継続時間)"
        )
        guard !model.episodes.isEmpty else { return [title, language(ja: "なし。", en: "None.")] }
        let columns = [
            language(ja: "対象", en: "episode of"), language(ja: "開始", en: "from"),
            language(ja: "終了", en: "to"), language(ja: "継続時間", en: "lasted"),
            language(ja: "遅延または失敗", en: "late or failed"), language(ja: "最長", en: "longest"),
            language(ja: "備考", en: "remarks"),
        ]
        let rows = model.episodes.map { row in
            [
                row.subject[language], row.startText, row.endText,
                DurationText.readable(row.duration), row.violationText[language],
                Figures.time(row.longest), row.remarks.listed[language],
            ]
        }
        return [title, table(columns, rows)]
    }

    private var gates: [String] {
        let columns = [
            language(ja: "判定", en: "verdict"), language(ja: "判定条件", en: "gate"),
            language(ja: "実測", en: "found"), "n", language(ja: "実効標本数", en: "n eff"),
            language(ja: "理由", en: "reason"),
        ]
        let rows = model.judgement.gates.map { gate in
            [
                gate.verdict.title(in: language), gate.text[language],
                gate.value.map { "\($0)" } ?? "–", Figures.count(gate.n),
                gate.effectiveN.map { Figures.count(Int($0.rounded())) } ?? "",
                gate.reason[language],
            ]
        }
        return ["## " + language(ja: "判定条件", en: "Gates"), table(columns, rows)]
    }

    private var failures: [String] {
        guard !model.failures.isEmpty else { return [] }
        let columns = [
            language(ja: "操作", en: "operation"), language(ja: "原因", en: "cause"), "n",
            language(ja: "例", en: "for example"),
        ]
        let rows = model.failures.map {
            [
                $0.operation, OutcomeText.cause($0.cause)[language], Figures.count($0.count),
                $0.examples.first?[language] ?? "",
            ]
        }
        return ["## " + language(ja: "失敗", en: "Failures"), table(columns, rows)]
    }

    private var operations: [String] {
        let name = language(ja: "操作", en: "operation")
        let responses = table(
            [
                name, language(ja: "区分", en: "class"), "n", language(ja: "遅延", en: "late"),
                language(ja: "失敗", en: "failed"), "p50", "p90", "p95", "p99",
                language(ja: "最長", en: "max"),
            ],
            model.operations.map(responseCells)
        )
        let sideBySide = table(
            [
                name, "n", "R p50", "S p50", "R p95", "S p95", "R p99", "S p99",
                language(ja: "平均 R − S", en: "mean R − S"), language(ja: "要因", en: "because of"),
            ],
            model.operations.map(bothCells)
        )
        let title = language(
            ja: "操作(応答時間、括弧内は95%信頼限界)",
            en: "Operations (response time, 95% limits in brackets)"
        )
        let second = language(
            ja: "応答時間Rとサービス時間S",
            en: "Response time R and service time S"
        )
        return ["## \(title)", responses, "## \(second)", sideBySide]
    }

    private func responseCells(_ row: OperationRow) -> [String] {
        [
            row.isJudged ? row.name : "(\(row.name))", ClassText.title(row.className)[language],
            Figures.count(row.planned), Figures.count(row.late),
            Figures.count(row.failed), Figures.estimate(row.response.p50),
            Figures.estimate(row.response.p90), Figures.estimate(row.response.p95),
            Figures.estimate(row.response.p99), Figures.time(row.response.max),
        ]
    }

    private func bothCells(_ row: OperationRow) -> [String] {
        [
            row.isJudged ? row.name : "(\(row.name))", Figures.count(row.response.n),
            Figures.time(row.response.p50), Figures.estimate(row.service.p50),
            Figures.time(row.response.p95), Figures.estimate(row.service.p95),
            Figures.time(row.response.p99), Figures.estimate(row.service.p99),
            Figures.time(StartGapText.mean(of: row.gap, n: row.response.n)),
            StartGapText.causes(of: row.gap)[language],
        ]
    }

    private var tenants: [String] {
        model.tenants.filter { $0.rows.count > 1 }.flatMap { tenants in
            let name = MarkdownText.escaped(ClassText.title(tenants.className)[language])
            return [
                language(ja: "## 会社別の比較(\(name))", en: "## Companies side by side (\(name))"),
                table(
                    TenantText.columns.map { $0[language] },
                    tenants.rows.map(TenantText.cells)
                ), MarkdownText.escaped(TenantText.evenness(tenants)[language]),
            ]
        }
    }

    private var load: [String] {
        let load = LoadText.lines(model)
        return load.isEmpty ? [] : ["## " + language(ja: "負荷", en: "Load"), list(load)]
    }

    private var generator: [String] {
        let columns = [
            language(ja: "確認項目", en: "check"), "", language(ja: "実測", en: "found"),
            language(ja: "基準", en: "limit"),
        ]
        let rows = model.judgement.generator.map { finding in
            [
                finding.name[language], GeneratorText.standing(finding)[language],
                "\(finding.value)", finding.limit.map { "\($0)" } ?? "–",
            ]
        }
        let title = language(ja: "負荷発生側(計測側)の健全性", en: "Load generator")
        return ["## \(title)", table(columns, rows), list(GeneratorText.notes(model))]
    }

    private func list(_ items: [Bilingual]) -> String {
        items.map { "- " + MarkdownText.escaped($0[language]) }.joined(separator: "\n")
    }

    private func table(_ titles: [String], _ rows: [[String]]) -> String {
        let shown = rows.prefix(Self.mostRows).map(MarkdownText.row)
        let rest = rows.count - shown.count
        let more = language(ja: "ほか\(rest)行", en: "and \(rest) more")
        return (MarkdownText.head(titles) + shown + (rest > 0 ? ["", more] : []))
            .joined(separator: "\n")
    }
}
