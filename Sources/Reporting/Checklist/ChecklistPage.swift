import Checklists
import Verdicts
import Wording
import Workload

/// The checklist as one page that needs nothing else; it prints on paper as it stands.
enum ChecklistPage {
    static func text(_ report: ChecklistReport) -> String {
        let language = report.language
        let title = "\(ChecklistReport.title[language]): \(report.checklist.contractName)"
        var text = "<!DOCTYPE html>\n"
        element(
            "html",
            [("lang", language.rawValue)],
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
                        element("title", text: title),
                        element("style", [], [.verbatim(PageStyle.sheet + sheet)]),
                    ]
                ),
                element("body", [], [banner(title, report), table(report), footer(report)]),
            ]
        ).write(to: &text)
        return text + "\n"
    }

    private static let sheet = """
        body { max-width: 1280px; }
        td.k { white-space: nowrap; }
        td.v { white-space: nowrap; font-weight: 600; }
        td.e { color: #5b6775; font-size: 12px; white-space: nowrap; }
        footer ul { list-style: none; padding: 0; }
        tr.quiet td { color: #5b6775; } tr { break-inside: avoid; }
        @media print { body { max-width: none; padding: 0; background: #fff; font-size: 10px; }
          table { font-size: 9px; } header, section { border: 0; padding: 0; } }

        """

    private static func banner(_ title: String, _ report: ChecklistReport) -> Node {
        let verdict = report.checklist.verdict
        return element(
            "header",
            [("class", "banner \(verdict.rawValue.lowercased())")],
            [
                element("h1", text: title),
                element("p", [], [element("strong", text: report.word)]),
                element("p", text: report.tally),
            ] + report.remarks.map { element("p", text: $0) }
                + [element("p", [("class", "facts")], text: report.date)]
        )
    }

    private static func table(_ report: ChecklistReport) -> Node {
        let head = ChecklistReport.columns.map { element("th", text: $0[report.language]) }
        return element(
            "section",
            [],
            [
                element(
                    "table",
                    [("cellpadding", "4")],
                    [
                        element("thead", [], [element("tr", [], head)]),
                        element("tbody", [], report.checklist.rows.map { row($0, report) }),
                    ]
                )
            ]
        )
    }

    private static func row(_ row: Checklist.Row, _ report: ChecklistReport) -> Node {
        let cells = report.cells(row, separator: "\n", evidence: report.mark)
        let isQuiet =
            switch row.standing {
            case .judged: false
            case .nothingHappened, .declared, .notMeasured, .open: true
            }
        return element(
            "tr",
            isQuiet ? [("class", "quiet")] : [],
            cells.enumerated().map { index, cell in
                switch index {
                case 1: element("td", [("class", "k")], text: cell)
                case 6: verdict(row.standing, cell)
                case 7: element("td", [("class", "e")], lines(cell))
                default: element("td", [], lines(cell))
                }
            }
        )
    }

    private static func verdict(_ standing: ChecklistStanding, _ word: String) -> Node {
        guard case .judged(let verdict) = standing else {
            return element("td", [("class", "v")], text: word)
        }
        return element(
            "td",
            [("class", "v")],
            [element("font", [("color", HtmlPage.color(verdict))], [.text(word)])]
        )
    }

    private static func lines(_ text: String) -> [Node] {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        return Array(parts.map { [Node.text(String($0))] }.joined(separator: [element("br")]))
    }

    private static func footer(_ report: ChecklistReport) -> Node {
        element(
            "footer",
            [],
            report.legend.map { element("p", text: $0) }
                + [
                    element(
                        "ul",
                        [],
                        report.markedSources.map { element("li", text: $0) }
                    ),
                    element("p", text: "Sanbyo (三秒) \(report.version)"),
                ]
        )
    }
}
