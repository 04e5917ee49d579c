import Measuring
import Timekeeping
import Verdicts
import Wording
import Workload

// What a run met beside its operations: requests, failures, the generator, settings.
extension PageTables {
    static func requests(_ model: ReportModel) -> Node {
        let language = model.language
        let rows = model.requests.map { row in
            [
                row.operation, row.name, Figures.count(row.totals.count),
                row.statusText[language],
            ].map(Node.text) + [
                estimate(row.response.p95), estimate(row.service.p50), estimate(row.service.p95),
            ]
                + [
                    Figures.time(row.service.max), row.connectionText[language],
                    Figures.time(row.totals.connect.percentile(50)),
                    Figures.time(row.totals.tls.percentile(50)),
                ].map(Node.text)
        }
        return PageCharts.section(
            language(ja: "要求", en: "Requests"),
            [
                element(
                    "p",
                    text: language(
                        ja: "応答時間R、サービス時間S。接続とTLSは接続を開いたときのもの",
                        en: "Response time R, service time S; connect and TLS where a connection "
                            + "was opened"
                    )
                ),
                table(
                    [
                        .words(language(ja: "操作", en: "Operation")),
                        .words(language(ja: "要求", en: "Request")),
                        .figure(language(ja: "送信", en: "Sent")),
                        .words(language(ja: "応答", en: "Answers")), .figure("R p95"),
                        .figure("S p50"), .figure("S p95"),
                        .figure(language(ja: "S 最長", en: "S longest")),
                        .words(language(ja: "接続", en: "Connections")),
                        .figure(language(ja: "接続 p50", en: "Connect p50")), .figure("TLS p50"),
                    ],
                    rows
                ),
            ]
        )
    }

    static func errors(_ model: ReportModel) -> Node {
        let language = model.language
        let rows = model.failures.map { row in
            [
                row.operation, OutcomeText.cause(row.cause)[language], Figures.count(row.count),
                row.examples.map { $0[language] }.joined(separator: " · "),
            ].map(Node.text)
        }
        return PageCharts.section(
            language(ja: "原因別の失敗", en: "Failures by cause"),
            [
                rows.isEmpty
                    ? element(
                        "p",
                        text: language(ja: "失敗した操作はない。", en: "No operation failed.")
                    )
                    : table(
                        [
                            .words(language(ja: "操作", en: "Operation")),
                            .words(language(ja: "原因", en: "Cause")), .figure("n"),
                            .words(language(ja: "例", en: "For example")),
                        ],
                        rows
                    )
            ]
        )
    }

    static func generator(_ model: ReportModel) -> Node {
        let language = model.language
        return PageCharts.section(
            language(ja: "負荷発生側(計測側)の健全性", en: "Load generator"),
            [
                table(
                    [
                        .words(language(ja: "確認項目", en: "Check")), .words(""),
                        .figure(language(ja: "実測", en: "Found")),
                        .figure(language(ja: "基準", en: "Limit")),
                        .words(language(ja: "説明", en: "In words")),
                    ],
                    model.judgement.generator.map { finding in
                        let standing = GeneratorText.standing(finding)[language]
                        return [
                            .text(finding.name[language]),
                            finding.isHealthy ? .text(standing) : element("b", text: standing),
                            .text("\(finding.value)"),
                            .text(finding.limit.map { "\($0)" } ?? "–"),
                            .text(finding.sentence[language]),
                        ]
                    }
                ),
                element(
                    "ul",
                    [],
                    GeneratorText.notes(model).map { element("li", text: $0[language]) }
                ),
            ]
        )
    }

    static func settings(_ model: ReportModel) -> Node {
        let meta = model.meta
        let language = model.language
        let host = "\(meta.host), \(meta.system)"
        let rows = [
            (language(ja: "シナリオ", en: "Scenario"), meta.scenarioPath),
            (language(ja: "シナリオのSHA-256", en: "Scenario SHA-256"), meta.scenarioSHA256),
            (language(ja: "契約", en: "Contract"), model.terms.contract.name),
            (language(ja: "シード", en: "Seed"), "\(meta.seed)"),
            (language(ja: "ホスト", en: "Host"), host),
            (language(ja: "スレッド数", en: "Shards"), "\(meta.shards)"),
            (language(ja: "経路", en: "Lane"), meta.laneText[language]),
            (language(ja: "コマンド", en: "Command"), meta.commandLine.joined(separator: " ")),
            (language(ja: "バージョン", en: "Versions"), versions(meta)),
        ].map { [Node.text($0.0), .text($0.1)] }
        let columns = [
            Column.words(language(ja: "設定", en: "Setting")),
            .words(language(ja: "値", en: "Value")),
        ]
        return PageCharts.section(
            language(ja: "設定", en: "Settings"),
            [
                table(columns, rows),
                element("ul", [], meta.warnings.map { element("li", text: $0[language]) }),
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
