import Measuring
import Timekeeping
import Verdicts

// Companies: what leaked between them, and their times side by side.
extension PageTables {
    static func leaks(_ model: ReportModel) -> [Node] {
        guard let terms = model.terms.isolation else { return [] }
        let counts = model.searches
        let words =
            "\(Figures.count(counts.searched)) answers were searched for "
            + "\(Figures.count(terms.markers)) texts of \(Figures.count(terms.tenants)) companies; "
            + "\(Figures.count(counts.leaked)) held another company's."
            + (counts.incomplete > 0
                ? " \(Figures.count(counts.incomplete)) more could not be read to their end." : "")
            + (counts.packed > 0
                ? " \(Figures.count(counts.packed)) more are packed or in unknown characters." : "")
            + (counts.media > 0
                ? " \(Figures.count(counts.media)) more are images or fonts." : "")
        let leaks = model.facts.leaks
        guard !leaks.isEmpty else {
            return [
                PageCharts.section("Tenant separation (items 34, 44)", [element("p", text: words)])
            ]
        }
        let rows = leaks.map { leak in
            [
                leak.time, Ticks.precise(leak.planned), model.operationName(leak.operation),
                leak.asker, leak.found, leak.place.rawValue, leak.excerpt,
            ].map(Node.text)
        }
        return [
            PageCharts.section(
                "Tenant separation (items 34, 44)",
                [
                    element("p", text: words),
                    table(
                        [
                            .words("Answered at"), .figure("Planned at"), .words("Operation"),
                            .words("Answer for"), .words("Held"), .words("In"),
                            .words("What stood around it"),
                        ],
                        rows
                    ),
                ]
            )
        ]
    }

    static func tenants(_ model: ReportModel) -> [Node] {
        model.tenants.filter { $0.rows.count > 1 }.map { tenants in
            let columns = TenantText.columns.enumerated().map {
                $0.offset == 0 ? Column.words($0.element) : Column.figure($0.element)
            }
            return PageCharts.section(
                "Companies side by side: \(tenants.className) operations",
                [
                    table(columns, tenants.rows.map { TenantText.cells($0).map(Node.text) }),
                    element("p", [("class", "note")], text: TenantText.evenness(tenants) + "."),
                ]
            )
        }
    }
}
