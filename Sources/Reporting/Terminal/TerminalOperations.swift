import Measuring
import Timekeeping
import Verdicts
import Wording

/// Operations in the summary at the end of a run: times, where they came from, and the load.
enum TerminalOperations {
    /// Percentiles of the response time, each with its limits in the line below.
    static func responseTimes(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let rows = model.operations.map { row in
            [
                row.isJudged ? row.name : "(\(row.name))", Figures.count(row.planned),
                Figures.count(row.failed), Figures.count(row.late),
            ] + shown(row.response).map { Figures.time($0) } + [
                Figures.time(row.response.max),
                row.longestAt.map { Ticks.clock($0.seconds) } ?? "–",
            ]
        }
        let limits = model.operations.map { row in
            ["", "", "", ""] + shown(row.response).map(Figures.limits) + ["", ""]
        }
        let language = model.language
        let figures = [
            "n", language(ja: "失敗", en: "failed"), language(ja: "遅延", en: "late"), "p50", "p90",
            "p95", "p99", language(ja: "最長", en: "max"), language(ja: "時点", en: "at"),
        ]
        let columns: [TextTable.Column] =
            [.init(language(ja: "操作", en: "operation"))] + figures.map { .init($0, right: true) }
        let both = zip(rows, limits).flatMap { [$0, $1] }
        let lines = TextTable(columns, rows: both).lines(width: width)
        let body = lines.dropFirst().enumerated().compactMap { index, line in
            index % 2 == 0 ? line : line.isEmpty ? nil : style.faint(line)
        }
        let title = language(
            ja: "操作(応答時間。各パーセンタイルの下に95%信頼限界)",
            en: "operations (response time; below each percentile its 95% limits)"
        )
        return [style.bold(title)]
            + lines.prefix(1).map(style.faint) + body
            + notes(model).flatMap { note in
                DisplayWidth.wrapped(note[language], to: width - 2).map { "  " + $0 }
            }
    }

    private static func shown(_ times: OperationRow.Times) -> [QuantileEstimate?] {
        [times.p50, times.p90, times.p95, times.p99]
    }

    private static func notes(_ model: ReportModel) -> [Bilingual] {
        let shown = model.operations.flatMap { Self.shown($0.response) }.compactMap(\.self)
        let isOpen = shown.contains { $0.lower != nil && $0.upper == nil }
        let isUnknown = shown.contains { $0.lower == nil && $0.upper == nil }
        let again = model.facts.record.health.hiddenRetries
        return [
            model.operations.contains { !$0.isJudged }
                ? Bilingual(
                    ja: "(括弧内: 測定のみ、判定の対象外)",
                    en: "(in brackets: measured, not judged)"
                ) : nil,
            isOpen
                ? Bilingual(
                    ja: "≥: 上限を求めるには独立な操作が少なすぎる(p90は29件、p95は59件、p99は299件必要)",
                    en: "≥: too few independent operations for an upper limit (p90 needs 29, p95 "
                        + "59, p99 299)"
                ) : nil,
            isUnknown
                ? Bilingual(
                    ja: "信頼限界なし: 独立な操作が少なすぎるか、操作のあった秒が16個に満たない",
                    en: "no limits: too few independent operations, or operations in fewer than 16 "
                        + "different seconds"
                ) : nil,
            again > 0
                ? Bilingual(
                    ja: "サービスがストリームを拒否したため一度再送した要求(それだけでは失敗に数えない): "
                        + "\(Figures.count(again))件",
                    en: "requests sent once more after the service refused their stream, not "
                        + "counted as failed for that: \(Figures.count(again))"
                ) : nil,
        ].compactMap(\.self)
    }

    /// Response time beside service time, and what lies between the two.
    static func sideBySide(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let language = model.language
        let table = TextTable(
            [
                .init(language(ja: "操作", en: "operation")), .init("R p50", right: true),
                .init("S p50", right: true), .init("R p95", right: true),
                .init("S p95", right: true), .init("R p99", right: true),
                .init("S p99", right: true),
                .init(language(ja: "平均 R − S", en: "mean R − S"), right: true),
                .init(language(ja: "主な要因", en: "most of it")),
            ],
            rows: model.operations.map { row in
                [
                    row.isJudged ? row.name : "(\(row.name))", Figures.time(row.response.p50),
                    Figures.time(row.service.p50), Figures.time(row.response.p95),
                    Figures.time(row.service.p95), Figures.time(row.response.p99),
                    Figures.time(row.service.p99),
                    Figures.time(StartGapText.mean(of: row.gap, n: row.response.n)),
                    StartGapText.causes(of: row.gap, atMost: 1)[language],
                ]
            }
        )
        let lines = table.lines(width: width)
        let title = language(
            ja: "応答時間R(予定開始から)とサービス時間S(送信開始から)",
            en: "response time R (from the planned start) and service time S (once sent)"
        )
        return [style.bold(title)] + lines.prefix(1).map(style.faint) + lines.dropFirst()
    }

    /// What the load came to beside the operations themselves.
    static func load(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let lines = LoadText.lines(model)
        guard !lines.isEmpty else { return [] }
        return [style.bold(model.language(ja: "負荷", en: "load"))]
            + lines.flatMap { TerminalSummary.bullet($0[model.language], width: width) }
    }
}
