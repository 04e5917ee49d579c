import Timekeeping
import Verdicts
import Wording
import Workload

/// The run as one page that needs nothing else: no scripts, no fonts, no network.
///
/// Build servers show archived pages without styles and scripts, so the order, the tables and
/// the charts carry everything; the style sheet only makes it pleasant.
enum HtmlPage {
    static func text(_ model: ReportModel) -> String {
        var text = "<!DOCTYPE html>\n"
        element(
            "html",
            [("lang", model.language.rawValue)],
            [
                element(
                    "head",
                    [],
                    [
                        element("meta", [("charset", "utf-8")]),
                        element(
                            "meta",
                            [
                                ("name", "viewport"),
                                ("content", "width=device-width, initial-scale=1"),
                            ]
                        ),
                        element(
                            "title",
                            text: "\(model.judgement.verdict.title(in: model.language)): "
                                + model.terms.name
                        ),
                        element("style", [], [.verbatim(PageStyle.sheet(in: model.language))]),
                    ]
                ),
                element(
                    "body",
                    [],
                    [banner(model)] + PageCharts.sections(model) + PageTables.sections(model)
                        + [footer(model)]
                ),
            ]
        ).write(to: &text)
        return text + "\n"
    }

    private static func banner(_ model: ReportModel) -> Node {
        let verdict = model.judgement.verdict
        return element(
            "header",
            [("class", "banner \(verdict.rawValue.lowercased())")],
            [
                element(
                    "h1",
                    [],
                    [
                        element(
                            "font",
                            [("color", color(verdict))],
                            [.text(verdict.title(in: model.language))]
                        ),
                        .text("  \(model.terms.name)"),
                    ]
                ),
                element("p", text: model.terms.question ?? ""),
                element(
                    "ul",
                    [],
                    model.judgement.reasons.map { element("li", text: $0[model.language]) }
                ),
                element("p", [("class", "facts")], text: facts(model)),
            ]
        )
    }

    private static func facts(_ model: ReportModel) -> String {
        let load = model.facts.load
        let played = model.operations.filter(\.isJudged).reduce(0) { $0 + $1.planned }
        let (operations, reached, asked) = (
            Figures.count(played), Figures.count(load.achievedPeakUsers),
            Figures.count(load.plannedPeakUsers)
        )
        return model.language(
            ja: "判定対象の操作 \(operations)件 · 同時接続利用者数 \(asked)人中最大\(reached)人 · "
                + "\(model.meta.duration) · 開始 \(model.startTime)",
            en: "\(operations) judged operations · peak of \(reached) of \(asked) users · "
                + "\(model.meta.duration) · started \(model.startTime)"
        )
    }

    private static func footer(_ model: ReportModel) -> Node {
        element(
            "footer",
            [],
            [
                element(
                    "p",
                    text: model.language(
                        ja: "Sanbyo (三秒) \(model.meta.version)。応答時間は予定開始から、サービス時間は"
                            + "最初のバイトの送信から数える。このページと並ぶファイルの説明は Results/README.md。",
                        en: "Sanbyo (三秒) \(model.meta.version). Response time is counted from the "
                            + "planned start, service time from the first byte written. Files "
                            + "beside this page are explained in Results/README.md."
                    )
                )
            ]
        )
    }

    static func color(_ verdict: Verdict) -> String {
        switch verdict {
        case .pass: Palette.pass
        case .fail: Palette.fail
        case .inconclusive: Palette.inconclusive
        case .invalid: Palette.invalid
        }
    }
}
