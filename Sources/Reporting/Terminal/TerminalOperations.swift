import Measuring
import Timekeeping
import Verdicts

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
        let columns: [TextTable.Column] =
            [
                .init("operation"), .init("n", right: true), .init("failed", right: true),
                .init("late", right: true),
            ]
            + ["p50", "p90", "p95", "p99", "max", "at"].map { .init($0, right: true) }
        let both = zip(rows, limits).flatMap { [$0, $1] }
        let lines = TextTable(columns, rows: both).lines(width: width)
        let body = lines.dropFirst().enumerated().compactMap { index, line in
            index % 2 == 0 ? line : line.isEmpty ? nil : style.faint(line)
        }
        return [style.bold("operations (response time; below each percentile its 95% limits)")]
            + lines.prefix(1).map(style.faint) + body
            + notes(model).flatMap { note in
                DisplayWidth.wrapped(note, to: width - 2).map { "  " + $0 }
            }
    }

    private static func shown(_ times: OperationRow.Times) -> [QuantileEstimate?] {
        [times.p50, times.p90, times.p95, times.p99]
    }

    private static func notes(_ model: ReportModel) -> [String] {
        let shown = model.operations.flatMap { Self.shown($0.response) }.compactMap(\.self)
        let isOpen = shown.contains { $0.lower != nil && $0.upper == nil }
        let isUnknown = shown.contains { $0.lower == nil && $0.upper == nil }
        let again = model.facts.record.health.hiddenRetries
        return [
            model.operations.contains { !$0.isJudged }
                ? "(in brackets: measured, not judged)" : nil,
            isOpen
                ? "≥: too few independent operations for an upper limit (p90 needs 29, p95 59, "
                    + "p99 299)"
                : nil,
            isUnknown
                ? "no limits: too few independent operations, or operations in fewer than 16 "
                    + "different seconds"
                : nil,
            again > 0
                ? "requests sent once more after the service refused their stream, not counted "
                    + "as failed for that: \(Figures.count(again))"
                : nil,
        ].compactMap(\.self)
    }

    /// Response time beside service time, and what lies between the two.
    static func sideBySide(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let table = TextTable(
            [
                .init("operation"), .init("R p50", right: true), .init("S p50", right: true),
                .init("R p95", right: true), .init("S p95", right: true),
                .init("R p99", right: true), .init("S p99", right: true),
                .init("mean R − S", right: true), .init("most of it"),
            ],
            rows: model.operations.map { row in
                [
                    row.isJudged ? row.name : "(\(row.name))", Figures.time(row.response.p50),
                    Figures.time(row.service.p50), Figures.time(row.response.p95),
                    Figures.time(row.service.p95), Figures.time(row.response.p99),
                    Figures.time(row.service.p99),
                    Figures.time(StartGapText.mean(of: row.gap, n: row.response.n)),
                    StartGapText.causes(of: row.gap, atMost: 1),
                ]
            }
        )
        let lines = table.lines(width: width)
        return [
            style.bold("response time R (from the planned start) and service time S (once sent)")
        ] + lines.prefix(1).map(style.faint) + lines.dropFirst()
    }

    /// What the load came to beside the operations themselves.
    static func load(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let lines = LoadText.lines(model)
        guard !lines.isEmpty else { return [] }
        return [style.bold("load")]
            + lines.flatMap { TerminalSummary.bullet($0, width: width) }
    }
}
