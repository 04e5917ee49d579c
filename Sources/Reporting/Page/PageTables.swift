import Measuring
import Timekeeping
import Verdicts
import Wording
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
        let language = model.language
        return table(
            [
                .words(language(ja: "対象", en: "Episode of")),
                .figure(language(ja: "開始", en: "From")), .figure(language(ja: "終了", en: "To")),
                .figure(language(ja: "継続時間", en: "Lasted")),
                .figure(language(ja: "遅延または失敗", en: "Late or failed")), .figure("p50"),
                .figure(language(ja: "最長", en: "Longest")),
                .words(language(ja: "影響を受けた操作", en: "Operations hit")),
                .words(language(ja: "備考", en: "Remarks")),
            ],
            model.episodes.map { row in
                [
                    row.subject[language], row.startText, row.endText,
                    DurationText.readable(row.duration), row.violationText[language],
                    Figures.time(row.p50), Figures.time(row.longest),
                    row.operations.joined(separator: language(ja: "、", en: ", ")),
                    row.remarks.listed[language],
                ].map(Node.text)
            }
        )
    }

    private static func verdict(_ verdict: Verdict, in language: Language) -> Node {
        let word = verdict.title(in: language)
        return element(
            "b",
            [],
            [element("font", [("color", HtmlPage.color(verdict))], text: word)]
        )
    }

    private static func gates(_ model: ReportModel) -> Node {
        let language = model.language
        return PageCharts.section(
            language(ja: "判定条件", en: "Gates"),
            [
                table(
                    [
                        .words(language(ja: "判定", en: "Verdict")),
                        .words(language(ja: "判定条件", en: "Gate")),
                        .figure(language(ja: "実測", en: "Found")), .figure("n"),
                        .figure(language(ja: "実効標本数", en: "n eff")),
                        .figure(language(ja: "95%信頼限界", en: "95% bounds")),
                        .words(language(ja: "理由", en: "Reason")),
                    ],
                    model.judgement.gates.map { gate in
                        [
                            verdict(gate.verdict, in: language), .text(gate.text[language]),
                            .text(gate.value.map { "\($0)" } ?? "–"),
                            .text(Figures.count(gate.n)),
                            .text(
                                gate.effectiveN.map { Figures.count(Int($0.rounded())) } ?? ""
                            ),
                            .text(gate.interval.map { "\($0.lower) … \($0.upper)" } ?? ""),
                            .text(gate.reason[language]),
                        ]
                    }
                )
            ]
        )
    }

    private static func operations(_ model: ReportModel) -> Node {
        let language = model.language
        let response = model.operations.map { row in
            [
                row.isJudged ? row.name : "(\(row.name))", ClassText.title(row.className)[language],
                Figures.count(row.planned), Figures.count(row.late), Figures.count(row.failed),
                row.compliance.map(ShareText.percent) ?? "–",
            ].map(Node.text) + times(row.response) + [
                .text(row.longestAt.map { Ticks.clock($0.seconds) } ?? "–")
            ]
        }
        let figures = [
            "p50", "p90", "p95", "p99", language(ja: "最長", en: "Longest"),
            language(ja: "時点", en: "At"),
        ]
        return PageCharts.section(
            language(ja: "操作", en: "Operations"),
            [
                element("p", text: OperationNotes.response[language]),
                table(
                    [
                        .words(language(ja: "操作", en: "Operation")),
                        .words(language(ja: "区分", en: "Class")), .figure("n"),
                        .figure(language(ja: "遅延", en: "Late")),
                        .figure(language(ja: "失敗", en: "Failed")),
                        .figure(language(ja: "順守率", en: "Compliance")),
                    ] + figures.map(Column.figure),
                    response
                ),
                element("p", [("class", "note")], text: OperationNotes.brackets[language]),
                element("p", text: OperationNotes.sideBySide[language]),
                sideBySide(model),
                element(
                    "ul",
                    [],
                    LoadText.lines(model).map { element("li", text: $0[language]) }
                ),
            ]
        )
    }

    /// What stands around the tables of operations.
    private enum OperationNotes {
        static let response = Bilingual(
            ja: "応答時間: 予定開始から数えた、利用者が待つ時間。各パーセンタイルの下に片側95%信頼限界。"
                + "≥は上限を求めるには独立な操作が少なすぎるもの(p90は29件、p95は59件、p99は299件必要)。",
            en: "Response time: from the planned start, what a user waits for. Below "
                + "each percentile its one-sided 95 % limits; ≥ where too few independent "
                + "operations give an upper one (p90 needs 29, p95 59, p99 299)."
        )
        static let brackets = Bilingual(
            ja: "括弧内: 測定のみ、判定の対象外。",
            en: "In brackets: measured, not judged."
        )
        static let sideBySide = Bilingual(
            ja: "応答時間Rとサービス時間S(最初のバイトの送信から)、およびその間にあるものの平均",
            en: "Response time R and service time S (from the first byte written), and "
                + "the mean of what lies between them"
        )
    }

    private static func sideBySide(_ model: ReportModel) -> Node {
        let pairs = ["p50", "p95", "p99"].flatMap {
            [Column.figure("R \($0)"), .figure("S \($0)")]
        }
        let language = model.language
        let causes = StartGapText.names.map { $0[language].withCapital }
        return table(
            [.words(language(ja: "操作", en: "Operation")), .figure("n")] + pairs
                + [.figure(language(ja: "平均 R − S", en: "Mean R − S"))]
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
    static func estimate(_ estimate: QuantileEstimate?) -> Node {
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
}

extension String {
    /// The text with its first letter large, as headings of tables have it.
    fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
