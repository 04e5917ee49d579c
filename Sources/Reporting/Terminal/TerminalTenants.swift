import Measuring
import Timekeeping
import Verdicts
import Wording

/// Companies in the summary at the end of a run: what leaked between them, and their times.
enum TerminalTenants {
    /// So many pieces of evidence are shown; `leaks.json` has more.
    static let mostLeaks = 3
    /// So many companies are shown for a class: the slowest ones.
    static let mostRows = 20

    static func leaks(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let leaks = model.facts.leaks
        guard !leaks.isEmpty else { return [] }
        let shown = leaks.prefix(mostLeaks).flatMap {
            TerminalSummary.bullet(TenantText.leak($0, model)[model.language], width: width)
        }
        let language = model.language
        let all = model.searches.leaked
        let (rest, kept) = (Figures.count(all - mostLeaks), Figures.count(leaks.count))
        let more = language(
            ja: "  ほか\(rest)件。leaks.json に最初の\(kept)件",
            en: "  and \(rest) more; leaks.json keeps the first \(kept)"
        )
        let title = language(
            ja: "他社データの混入(他社のデータを含む応答。項目34・44)",
            en: "leaks (answers with another company's data; items 34, 44)"
        )
        return [style.bold(title)] + shown + (all > mostLeaks ? [more] : [])
    }

    static func tables(_ model: ReportModel, width: Int, style: Style) -> [String] {
        let tables = model.tenants.filter { $0.rows.count > 1 }
        return Array(
            tables.map { table($0, in: model.language, width: width, style: style) }.joined(
                separator: [""])
        )
    }

    private static func table(
        _ table: TenantTable,
        in language: Language,
        width: Int,
        style: Style
    ) -> [String] {
        let slowest = table.rows.enumerated().sorted {
            ($1.element.response.percentile(95) ?? .zero, $0.offset)
                < ($0.element.response.percentile(95) ?? .zero, $1.offset)
        }
        let shown = Set(slowest.prefix(mostRows).map(\.offset))
        let rows = table.rows.enumerated().filter { shown.contains($0.offset) }.map(\.element)
        let columns = TenantText.columns.enumerated().map {
            TextTable.Column($0.element[language], right: $0.offset > 0)
        }
        let lines = TextTable(columns, rows: rows.map(TenantText.cells)).lines(width: width)
        let rest = table.rows.count - rows.count
        let more = language(
            ja: "  より速い\(rest)社は summary.json に",
            en: "  and \(rest) quicker ones in summary.json"
        )
        return [style.bold(TenantText.title(table)[language])] + lines.prefix(1).map(style.faint)
            + lines.dropFirst()
            + (rest > 0 ? [more] : [])
            + TerminalSummary.bullet(TenantText.evenness(table)[language], width: width)
    }
}
