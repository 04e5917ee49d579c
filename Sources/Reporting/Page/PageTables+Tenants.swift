import Measuring
import Timekeeping
import Verdicts
import Wording

// Companies: what leaked between them, and their times side by side.
extension PageTables {
    static func leaks(_ model: ReportModel) -> [Node] {
        guard let terms = model.terms.isolation else { return [] }
        let counts = model.searches
        let language = model.language
        let (searched, leaked, more) = (
            Figures.count(counts.searched), Figures.count(counts.leaked),
            Figures.count(counts.incomplete)
        )
        let (packed, media) = (Figures.count(counts.packed), Figures.count(counts.media))
        let (markers, tenants) = (Figures.count(terms.markers), Figures.count(terms.tenants))
        let words =
            language(
                ja: "\(tenants)社の\(markers)個の文字列を応答\(searched)件から検索し、\(leaked)件に他社の"
                    + "データが混入。",
                en: "\(searched) answers were searched for \(markers) texts of \(tenants) "
                    + "companies; \(leaked) held another company's."
            )
            + (counts.incomplete > 0
                ? language(
                    ja: "ほかに\(more)件は最後まで読めなかった。",
                    en: " \(more) more could not be read to their end."
                ) : "")
            + (counts.packed > 0
                ? language(
                    ja: "ほかに\(packed)件は圧縮形式または不明な文字コード。",
                    en: " \(packed) more are packed or in unknown characters."
                ) : "")
            + (counts.media > 0
                ? language(
                    ja: "ほかに\(media)件は画像またはフォント。",
                    en: " \(media) more are images or fonts."
                ) : "")
        let title = language(
            ja: "テナントの分離(項目34・44)",
            en: "Tenant separation (items 34, 44)"
        )
        let leaks = model.facts.leaks
        guard !leaks.isEmpty else {
            return [PageCharts.section(title, [element("p", text: words)])]
        }
        let rows = leaks.map { leak in
            [
                leak.time, Ticks.precise(leak.planned), model.operationName(leak.operation),
                leak.asker[language], leak.found[language], TenantText.place(leak)[language],
                leak.excerpt,
            ].map(Node.text)
        }
        return [
            PageCharts.section(
                title,
                [
                    element("p", text: words),
                    table(
                        [
                            .words(language(ja: "応答時刻", en: "Answered at")),
                            .figure(language(ja: "予定", en: "Planned at")),
                            .words(language(ja: "操作", en: "Operation")),
                            .words(language(ja: "応答先", en: "Answer for")),
                            .words(language(ja: "混入したデータ", en: "Held")),
                            .words(language(ja: "場所", en: "In")),
                            .words(language(ja: "前後の文字列", en: "What stood around it")),
                        ],
                        rows
                    ),
                ]
            )
        ]
    }

    static func tenants(_ model: ReportModel) -> [Node] {
        let language = model.language
        return model.tenants.filter { $0.rows.count > 1 }.map { tenants in
            let columns = TenantText.columns.enumerated().map {
                $0.offset == 0
                    ? Column.words($0.element[language]) : Column.figure($0.element[language])
            }
            return PageCharts.section(
                language(
                    ja: "会社別の比較: \(ClassText.title(tenants.className))",
                    en: "Companies side by side: \(tenants.className) operations"
                ),
                [
                    table(columns, tenants.rows.map { TenantText.cells($0).map(Node.text) }),
                    element(
                        "p",
                        [("class", "note")],
                        text: (TenantText.evenness(tenants) + Bilingual(ja: "。", en: "."))[language]
                    ),
                ]
            )
        }
    }
}
