import Measuring
import Timekeeping
import Verdicts
import Workload

/// The tables of the page.
enum PageTables {
    static func sections(_ model: ReportModel) -> [Node] {
        leaks(model) + [gates(model), operations(model)] + tenants(model) + [
            errors(model), requests(model), generator(model),
            settings(model),
        ]
    }

    struct Column {
        let title: String
        var right = false

        static func figure(_ title: String) -> Column { Column(title: title, right: true) }
        static func words(_ title: String) -> Column { Column(title: title) }

        var attributes: [(String, String)] { right ? [("align", "right")] : [] }
    }

    static func table(_ columns: [Column], _ rows: [[Node]]) -> Node {
        let head = element(
            "tr",
            [],
            columns.map { element("th", $0.attributes, text: $0.title) }
        )
        let body = rows.map { row in
            element("tr", [], zip(columns, row).map { element("td", $0.attributes, [$1]) })
        }
        return element(
            "table",
            [("cellpadding", "4")],
            [element("thead", [], [head]), element("tbody", [], body)]
        )
    }

    static func episodes(_ model: ReportModel) -> Node {
        table(
            [
                .words("Episode of"), .figure("From"), .figure("To"), .figure("Lasted"),
                .figure("Late or failed"), .figure("p50"), .figure("Longest"),
                .words("Operations hit"), .words("Remarks"),
            ],
            model.episodes.map { row in
                [
                    row.subject, row.startText, row.endText, DurationText.readable(row.duration),
                    "\(Figures.count(row.violations)) of \(Figures.count(row.planned))",
                    Figures.time(row.p50), Figures.time(row.longest),
                    row.operations.joined(separator: ", "), row.remarks.joined(separator: ", "),
                ].map(Node.text)
            }
        )
    }

    private static func verdict(_ verdict: Verdict) -> Node {
        element(
            "b",
            [],
            [element("font", [("color", HtmlPage.color(verdict))], text: verdict.rawValue)]
        )
    }

    private static func gates(_ model: ReportModel) -> Node {
        PageCharts.section(
            "Gates",
            [
                table(
                    [
                        .words("Verdict"), .words("Gate"), .figure("Found"), .figure("n"),
                        .figure("n eff"), .figure("95% bounds"), .words("Reason"),
                    ],
                    model.judgement.gates.map { gate in
                        [
                            verdict(gate.verdict), .text(gate.text),
                            .text(gate.value.map { "\($0)" } ?? "–"),
                            .text(Figures.count(gate.n)),
                            .text(
                                gate.effectiveN.map { Figures.count(Int($0.rounded())) } ?? ""
                            ),
                            .text(gate.interval.map { "\($0.lower) … \($0.upper)" } ?? ""),
                            .text(gate.reason),
                        ]
                    }
                )
            ]
        )
    }

    private static func operations(_ model: ReportModel) -> Node {
        let response = model.operations.map { row in
            [
                row.isJudged ? row.name : "(\(row.name))", row.className,
                Figures.count(row.planned), Figures.count(row.late), Figures.count(row.failed),
                row.compliance.map(ShareText.percent) ?? "–",
            ].map(Node.text) + times(row.response) + [
                .text(row.longestAt.map { Ticks.clock($0.seconds) } ?? "–")
            ]
        }
        let timeColumns = ["p50", "p90", "p95", "p99", "Longest"].map(Column.figure)
        return PageCharts.section(
            "Operations",
            [
                element(
                    "p",
                    text: "Response time: from the planned start, what a user waits for. Below "
                        + "each percentile its one-sided 95 % limits; ≥ where too few independent "
                        + "operations give an upper one (p90 needs 29, p95 59, p99 299)."
                ),
                table(
                    [
                        .words("Operation"), .words("Class"), .figure("n"), .figure("Late"),
                        .figure("Failed"), .figure("Compliance"),
                    ] + timeColumns + [.figure("At")],
                    response
                ),
                element("p", [("class", "note")], text: "In brackets: measured, not judged."),
                element(
                    "p",
                    text: "Response time R and service time S (from the first byte written), and "
                        + "the mean of what lies between them"
                ),
                sideBySide(model),
                element("ul", [], LoadText.lines(model).map { element("li", text: $0) }),
            ]
        )
    }

    private static func sideBySide(_ model: ReportModel) -> Node {
        let pairs = ["p50", "p95", "p99"].flatMap {
            [Column.figure("R \($0)"), .figure("S \($0)")]
        }
        let causes = ["No free user", "Lag", "Waiting", "Name lookup", "Connect", "TLS"]
        return table(
            [.words("Operation"), .figure("n")] + pairs + [.figure("Mean R − S")]
                + causes.map(Column.figure),
            model.operations.map { row in
                let (r, s) = (row.response, row.service)
                let n = Int64(max(row.response.n, 1))
                let times = [(r.p50, s.p50), (r.p95, s.p95), (r.p99, s.p99)].flatMap {
                    [estimate($0), estimate($1)]
                }
                let parts = StartGapText.parts(of: row.gap).map {
                    Node.text(Figures.time(Nanoseconds($0.time.count / n)))
                }
                return [.text(row.name), .text(Figures.count(row.response.n))] + times + [
                    .text(Figures.time(StartGapText.mean(of: row.gap, n: row.response.n)))
                ] + parts
            }
        )
    }

    private static func times(_ times: OperationRow.Times) -> [Node] {
        [times.p50, times.p90, times.p95, times.p99].map(estimate)
            + [.text(Figures.time(times.max))]
    }

    /// A percentile with its limits below it.
    private static func estimate(_ estimate: QuantileEstimate?) -> Node {
        let limits = Figures.limits(estimate)
        guard !limits.isEmpty else { return .text(Figures.time(estimate)) }
        return element(
            "span",
            [],
            [
                .text(Figures.time(estimate)), element("br", []),
                element("small", [("class", "limits")], text: limits),
            ]
        )
    }

    private static func requests(_ model: ReportModel) -> Node {
        let rows = model.requests.map { row in
            [
                row.operation, row.name, Figures.count(row.totals.count), row.statusText,
            ].map(Node.text) + [
                estimate(row.response.p95), estimate(row.service.p50), estimate(row.service.p95),
            ]
                + [
                    Figures.time(row.service.max), row.connectionText,
                    Figures.time(row.totals.connect.percentile(50)),
                    Figures.time(row.totals.tls.percentile(50)),
                ].map(Node.text)
        }
        return PageCharts.section(
            "Requests",
            [
                element(
                    "p",
                    text: "Response time R, service time S; connect and TLS where a connection "
                        + "was opened"
                ),
                table(
                    [
                        .words("Operation"), .words("Request"), .figure("Sent"),
                        .words("Answers"), .figure("R p95"), .figure("S p50"), .figure("S p95"),
                        .figure("S longest"),
                        .words("Connections"), .figure("Connect p50"), .figure("TLS p50"),
                    ],
                    rows
                ),
            ]
        )
    }

    private static func errors(_ model: ReportModel) -> Node {
        let rows = model.failures.map { row in
            [
                row.operation, row.cause, Figures.count(row.count),
                row.examples.joined(separator: " · "),
            ].map(Node.text)
        }
        return PageCharts.section(
            "Failures by cause",
            [
                rows.isEmpty
                    ? element("p", text: "No operation failed.")
                    : table(
                        [
                            .words("Operation"), .words("Cause"), .figure("n"),
                            .words("For example"),
                        ],
                        rows
                    )
            ]
        )
    }

    private static func generator(_ model: ReportModel) -> Node {
        PageCharts.section(
            "Load generator",
            [
                table(
                    [
                        .words("Check"), .words(""), .figure("Found"), .figure("Limit"),
                        .words("In words"),
                    ],
                    model.judgement.generator.map { finding in
                        [
                            .text(finding.name),
                            finding.isHealthy ? .text("ok") : element("b", text: "BAD"),
                            .text("\(finding.value)"),
                            .text(finding.limit.map { "\($0)" } ?? "–"),
                            .text(
                                finding.sentence
                            ),
                        ]
                    }
                ),
                element(
                    "ul",
                    [],
                    GeneratorText.notes(model).map { element("li", text: $0) }
                ),
            ]
        )
    }

    private static func settings(_ model: ReportModel) -> Node {
        let meta = model.meta
        let rows = [
            ("Scenario", meta.scenarioPath), ("Scenario SHA-256", meta.scenarioSHA256),
            ("Contract", model.terms.contract.name), ("Seed", "\(meta.seed)"),
            ("Host", "\(meta.host), \(meta.system)"), ("Shards", "\(meta.shards)"),
            ("Lane", meta.laneText),
            ("Command", meta.commandLine.joined(separator: " ")),
            ("Versions", versions(meta)),
        ].map { [Node.text($0.0), .text($0.1)] }
        return PageCharts.section(
            "Settings",
            [
                table([.words("Setting"), .words("Value")], rows),
                element(
                    "ul",
                    [],
                    meta.warnings.map { element("li", text: $0) }
                ),
                element("pre", text: meta.effectiveSettings),
            ]
        )
    }

    private static func versions(_ meta: RunMeta) -> String {
        (["sanbyo \(meta.version)"]
            + meta.libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
            .joined(separator: ", ")
    }
}
