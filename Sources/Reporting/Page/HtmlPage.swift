import Timekeeping
import Verdicts
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
            [("lang", "en")],
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
                            text: "\(model.judgement.verdict.rawValue): \(model.terms.name)"
                        ),
                        element("style", [], [.verbatim(PageStyle.sheet)]),
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
                            [.text(verdict.rawValue)]
                        ),
                        .text("  \(model.terms.name)"),
                    ]
                ),
                element("p", text: model.terms.question ?? ""),
                element(
                    "ul",
                    [],
                    model.judgement.reasons.map { element("li", text: $0) }
                ),
                element("p", [("class", "facts")], text: facts(model)),
            ]
        )
    }

    private static func facts(_ model: ReportModel) -> String {
        let load = model.facts.load
        let played = model.operations.filter(\.isJudged).reduce(0) { $0 + $1.planned }
        return "\(Figures.count(played)) judged operations · peak of "
            + "\(Figures.count(load.achievedPeakUsers)) of "
            + "\(Figures.count(load.plannedPeakUsers)) users · "
            + "\(DurationText.readable(model.meta.duration)) · started \(model.startTime)"
    }

    private static func footer(_ model: ReportModel) -> Node {
        element(
            "footer",
            [],
            [
                element(
                    "p",
                    text: "Sanbyo (三秒) \(model.meta.version). Response time is counted from the "
                        + "planned start, service time from the first byte written. Files beside "
                        + "this page are explained in Results/README.md."
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
