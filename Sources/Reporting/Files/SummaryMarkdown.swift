import Measuring
import Timekeeping
import Verdicts
import Workload

/// The run for pull requests and build summaries.
///
/// GitHub refuses summaries above 1,024 kB, so no table grows beyond ``mostRows``.
enum SummaryMarkdown {
    static let mostRows = 200

    static func text(_ model: ReportModel) -> String {
        var parts = [
            "# \(model.judgement.verdict.rawValue): \(MarkdownText.escaped(model.terms.name))"
        ]
        if let question = model.terms.question { parts.append(MarkdownText.escaped(question)) }
        parts.append(
            model.judgement.reasons.map { "- " + MarkdownText.escaped($0) }.joined(separator: "\n")
        )
        if !model.facts.leaks.isEmpty {
            parts.append("## Leaks (answers with another company's data; items 34, 44)")
            parts.append(leaks(model))
        }
        parts.append("## Latency-continuation periods (遅延継続時間)")
        parts.append(model.episodes.isEmpty ? "None." : episodes(model))
        parts.append("## Gates")
        parts.append(gates(model))
        parts.append("## Operations (response time, 95% limits in brackets)")
        parts.append(operations(model))
        parts.append("## Response time R and service time S")
        parts.append(sideBySide(model))
        for tenants in model.tenants where tenants.rows.count > 1 {
            parts.append("## Companies side by side (\(MarkdownText.escaped(tenants.className)))")
            parts.append(table(TenantText.columns, tenants.rows.map(TenantText.cells)))
            parts.append(MarkdownText.escaped(TenantText.evenness(tenants)))
        }
        let load = LoadText.lines(model)
        if !load.isEmpty {
            parts.append("## Load")
            parts.append(load.map { "- " + MarkdownText.escaped($0) }.joined(separator: "\n"))
        }
        if !model.failures.isEmpty {
            parts.append("## Failures")
            parts.append(failures(model))
        }
        parts.append("## Load generator")
        parts.append(generator(model))
        parts.append(
            GeneratorText.notes(model).map { "- " + MarkdownText.escaped($0) }.joined(
                separator: "\n"
            )
        )
        let meta = model.meta
        parts.append(
            "Sanbyo \(MarkdownText.escaped(meta.version)), lane: \(MarkdownText.escaped(meta.laneText)), seed \(meta.seed), started \(model.startTime), "
                + "scenario SHA-256 `\(meta.scenarioSHA256)`"
        )
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func leaks(_ model: ReportModel) -> String {
        table(
            ["time", "operation", "planned at", "answer for", "held", "excerpt"],
            model.facts.leaks.map { leak in
                [
                    leak.time, model.operationName(leak.operation), Ticks.precise(leak.planned),
                    "\(leak.asker)", leak.found, leak.excerpt,
                ]
            }
        )
    }

    private static func episodes(_ model: ReportModel) -> String {
        table(
            ["episode of", "from", "to", "lasted", "late or failed", "longest", "remarks"],
            model.episodes.map { row in
                [
                    row.subject, row.startText, row.endText, DurationText.readable(row.duration),
                    "\(Figures.count(row.violations)) of \(Figures.count(row.planned))",
                    Figures.time(row.longest), row.remarks.joined(separator: ", "),
                ]
            }
        )
    }

    private static func gates(_ model: ReportModel) -> String {
        table(
            ["verdict", "gate", "found", "n", "n eff", "reason"],
            model.judgement.gates.map { gate in
                [
                    gate.verdict.rawValue, gate.text, gate.value.map { "\($0)" } ?? "–",
                    Figures.count(gate.n),
                    gate.effectiveN.map { Figures.count(Int($0.rounded())) } ?? "", gate.reason,
                ]
            }
        )
    }

    private static func failures(_ model: ReportModel) -> String {
        table(
            ["operation", "cause", "n", "for example"],
            model.failures.map {
                [$0.operation, $0.cause, Figures.count($0.count), $0.examples.first ?? ""]
            }
        )
    }

    private static func operations(_ model: ReportModel) -> String {
        table(
            ["operation", "class", "n", "late", "failed", "p50", "p90", "p95", "p99", "max"],
            model.operations.map { row in
                [
                    row.isJudged ? row.name : "(\(row.name))", row.className,
                    Figures.count(row.planned), Figures.count(row.late),
                    Figures.count(row.failed), Figures.estimate(row.response.p50),
                    Figures.estimate(row.response.p90), Figures.estimate(row.response.p95),
                    Figures.estimate(row.response.p99), Figures.time(row.response.max),
                ]
            }
        )
    }

    private static func sideBySide(_ model: ReportModel) -> String {
        table(
            [
                "operation", "n", "R p50", "S p50", "R p95", "S p95", "R p99", "S p99",
                "mean R − S", "because of",
            ],
            model.operations.map { row in
                [
                    row.isJudged ? row.name : "(\(row.name))", Figures.count(row.response.n),
                    Figures.time(row.response.p50), Figures.estimate(row.service.p50),
                    Figures.time(row.response.p95), Figures.estimate(row.service.p95),
                    Figures.time(row.response.p99), Figures.estimate(row.service.p99),
                    Figures.time(StartGapText.mean(of: row.gap, n: row.response.n)),
                    StartGapText.causes(of: row.gap),
                ]
            }
        )
    }

    private static func generator(_ model: ReportModel) -> String {
        table(
            ["check", "", "found", "limit"],
            model.judgement.generator.map { finding in
                [
                    finding.name, finding.isHealthy ? "ok" : "BAD", "\(finding.value)",
                    finding.limit.map { "\($0)" } ?? "–",
                ]
            }
        )
    }

    private static func table(_ titles: [String], _ rows: [[String]]) -> String {
        let shown = rows.prefix(mostRows).map(MarkdownText.row)
        let rest = rows.count - shown.count
        return
            (MarkdownText.head(titles) + shown
            + (rest > 0 ? ["", "and \(rest) more"] : [])).joined(separator: "\n")
    }
}
