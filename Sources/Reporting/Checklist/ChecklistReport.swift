package import Checklists
import Verdicts
package import Wording

/// A checklist with all that is written about it, in one language.
package struct ChecklistReport: Sendable {
    package var checklist: Checklist
    package var language: Language
    /// When it was drawn up, in the contract's zone ("2026-11-27 09:00:05 +09:00").
    package var date: String
    /// The addresses of what was measured, and "rehearsal" for the embedded stand-in; several are
    /// said to be one service.
    package var services: [String]
    /// The directories and logs that the figures come from.
    package var sources: [String]
    /// The tool's version.
    package var version: String

    package init(
        checklist: Checklist,
        language: Language,
        date: String,
        services: [String],
        sources: [String],
        version: String
    ) {
        self.checklist = checklist
        self.language = language
        self.date = date
        self.services = services
        self.sources = sources
        self.version = version
    }

    /// The files: a page, a table for spreadsheets, a table for texts.
    package var files: [ReportFile] {
        [
            ReportFile(name: "checklist.html", text: ChecklistPage.text(self)),
            ReportFile(name: "checklist.csv", text: ChecklistCsv.text(self)),
            ReportFile(name: "checklist.md", text: ChecklistMarkdown.text(self)),
        ]
    }

    // MARK: - What all of them show

    static let title = Bilingual(
        ja: "クラウドサービスレベルのチェックリスト",
        en: "Checklist of cloud service levels"
    )

    static let columns = [
        Bilingual(ja: "No.", en: "No."), Bilingual(ja: "種別", en: "Kind"),
        Bilingual(ja: "サービスレベル項目", en: "Item"), Bilingual(ja: "単位", en: "Unit"),
        Bilingual(ja: "契約内容", en: "Contracted"), Bilingual(ja: "実測", en: "Measured"),
        Bilingual(ja: "判定", en: "Verdict"), Bilingual(ja: "根拠", en: "Evidence"),
    ]

    /// A row's cells in the order of ``columns``.
    ///
    /// - Parameters:
    ///   - separator: between what several measurements say.
    ///   - evidence: what stands for a source in its column.
    func cells(
        _ row: Checklist.Row,
        separator: String,
        evidence: (String) -> String
    ) -> [String] {
        [
            String(row.item.number), row.item.kind.name[language], row.item.name[language],
            row.item.unit[language], row.contracted?[language] ?? "",
            row.findings.map { finding in
                // Where several stand together, each says how it was judged.
                let standing =
                    finding.verdict.map(ChecklistStanding.judged) ?? .nothingHappened
                let word = row.findings.count > 1 ? "\(standing.word[language]): " : ""
                return word + finding.measured[language]
            }.joined(separator: separator)
                + row.missing.map { separator + $0[language] }.joined(),
            row.standing.word[language],
            row.findings.map(\.evidence).reduce(into: [String]()) { seen, text in
                if !seen.contains(text) { seen.append(text) }
            }.map(evidence).joined(separator: separator),
        ]
    }

    /// "[2]": a source by its place among ``sources``; one that is not there by its name.
    func mark(_ source: String) -> String {
        sources.firstIndex(of: source).map { "[\($0 + 1)]" } ?? source
    }

    /// The sources as the marks name them.
    var markedSources: [String] {
        sources.map { "\(mark($0)) \($0)" }
    }

    /// The verdict of the whole document.
    var word: String { ChecklistStanding.judged(checklist.verdict).word[language] }

    /// "PASS 5, FAIL 1, not measured 11, declared 32", what there is of each.
    var tally: String {
        let all: [ChecklistStanding] =
            [.fail, .invalid, .inconclusive, .pass].map(ChecklistStanding.judged)
            + [.nothingHappened, .notMeasured, .declared, .open]
        let counts = all.map { ($0.word[language], checklist.count(of: $0)) }.filter { $0.1 > 0 }
        return counts.map { "\($0.0) \($0.1)" }
            .joined(separator: language == .japanese ? "、" : ", ")
    }

    /// Which service was measured: figures of a stand-in say nothing of a real one.
    private var measured: Bilingual {
        guard !services.isEmpty else {
            return Bilingual(ja: "測定対象: 記録なし", en: "service: not recorded")
        }
        let names = services.map { name in
            name == "rehearsal"
                ? Bilingual(
                    ja: "rehearsal(付属の模擬サービス、実サービスではない)",
                    en: "rehearsal (the embedded stand-in, no real service)"
                ) : Bilingual(name)
        }
        let together =
            services.count > 1
            ? Bilingual(ja: "(同一サービスとして集計)", en: " (taken for one service)") : .none
        let text = Phrases.joined(names) + together
        return Bilingual(ja: "測定対象: \(text)", en: "service: \(text)")
    }

    /// What the verdict is about, and what it lacks.
    var remarks: [String] {
        let comma = language == .japanese ? "、" : ", "
        func list(_ items: [Int]) -> String { items.map(String.init).joined(separator: comma) }
        let unmeasured = checklist.unmeasured
        let noun = checklist.chosen?.count == 1 ? "item" : "items"
        let scope = checklist.chosen.map { list($0.sorted()) }.map {
            Bilingual(ja: "総合判定の対象は項目 \($0) のみ", en: "the verdict is about \(noun) \($0) alone")
        }
        let lack = Bilingual(
            ja: "契約した測定可能な\(checklist.inQuestion)項目のうち\(unmeasured.count)項目が未測定: "
                + "\(list(unmeasured))",
            en: "\(unmeasured.count) of \(checklist.inQuestion) contracted, measurable items were "
                + "not measured: \(list(unmeasured))"
        )
        return [measured, scope, unmeasured.isEmpty ? nil : lack].compactMap { $0?[language] }
    }

    /// What the words of the verdict column mean.
    var legend: [String] {
        [
            Bilingual(
                ja: "応答時間と割合は95%の信頼度で、その他は測定したとおりに判定。判定保留はデータが足りず、"
                    + "どちらとも言えないもの。測定無効は測定した側に問題があったもの。",
                en: "Times and shares are judged with 95% confidence, everything else as found. "
                    + "INCONCLUSIVE: too little data to say. INVALID: the tool itself was at fault."
            ),
            Bilingual(
                ja: "対象なしは監視した間に該当する事象がなかったもの。申告はサービス提供者の回答で、"
                    + "測定していないもの。未測定は測定できるが、測定結果がないもの。",
                en:
                    "Nothing to judge: nothing of the kind happened while it was watched. Declared: "
                    + "the provider's answer, not measured. Not measured: it could be, and no "
                    + "measurement was given."
            ),
        ].map { $0[language] }
    }
}
