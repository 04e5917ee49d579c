package import Inspections
import Verdicts
package import Wording

/// The result of an inspection as text for a terminal: verdict, items with their checks, files.
package enum InspectionSummary {
    /// - Parameters:
    ///   - width: columns of the terminal, at least 40.
    ///   - folder: where the files are; `nil` when none could be written.
    package static func lines(
        _ inspection: Inspection,
        in language: Language,
        folder: String?,
        files: [String],
        width: Int,
        style: Style
    ) -> [String] {
        let width = max(40, width)
        var parts = [head(inspection, language, width: width, style: style)]
        parts += items(inspection, language, width: width, style: style)
        let warnings = warnings(of: inspection).flatMap {
            TerminalSummary.bullet($0[language], width: width)
        }
        if !warnings.isEmpty {
            parts.append([style.bold(language(ja: "注意事項", en: "warnings"))] + warnings)
        }
        parts.append(
            TerminalSummary.written(files, to: folder, in: language, width: width, style: style)
        )
        return Array(parts.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private static func head(
        _ inspection: Inspection,
        _ language: Language,
        width: Int,
        style: Style
    ) -> [String] {
        let word = inspection.verdict.title(in: language)
        let title = language(
            ja: "\(inspection.scenario) — \(inspection.service) の検査",
            en: "\(inspection.scenario) — inspection of \(inspection.service)"
        )
        let titles = DisplayWidth.wrapped(title, to: width - DisplayWidth.of(word) - 2)
        let basis = Bilingual(
            ja: "契約 \(inspection.contract) により判定",
            en: "judged by contract \(inspection.contract)"
        )
        return [style.colored(word, as: inspection.verdict) + "  " + (titles.first ?? "")]
            + titles.dropFirst().map { "  " + $0 }
            + (inspection.reasons + [basis])
            .flatMap { TerminalSummary.bullet($0[language], width: width) }
    }

    /// Items with the same checks, as 33 and 42 mostly are, stand together.
    private static func items(
        _ inspection: Inspection,
        _ language: Language,
        width: Int,
        style: Style
    ) -> [[String]] {
        var parts: [[String]] = []
        var shown: [String: Int] = [:]
        for item in inspection.items {
            var lines = [title(of: item, language, style: style)]
            let promise =
                item.promised.isEmpty ? Bilingual(ja: "なし", en: "nothing") : item.promised
            let promised = language(ja: "約束: \(promise)", en: "promised: \(promise)")
            lines += DisplayWidth.wrapped(promised, to: width - 2).map { "  " + $0 }
            let known = item.checks.compactMap { shown[key(of: $0)] }.first
            let checks = item.checks.filter { shown[key(of: $0)] == nil }
            for check in checks {
                shown[key(of: check)] = item.item
                lines += self.lines(of: check, language, width: width, style: style)
            }
            if let known {
                let and = checks.isEmpty ? .none : Bilingual(ja: "ほかは", en: "and ")
                lines.append(
                    language(ja: "  \(and)項目\(known)と同じ", en: "  \(and)as item \(known)")
                )
            }
            parts.append(lines)
        }
        return parts
    }

    private static func key(of check: CheckFinding) -> String { "\(check.id) \(check.words.en)" }

    private static func title(
        of item: ItemFinding,
        _ language: Language,
        style: Style
    ) -> String {
        let verdict =
            item.verdict.map { style.colored($0.title(in: language), as: $0) }
            ?? style.faint(language(ja: "判定なし", en: "not judged"))
        let title = language(
            ja: "項目\(item.item) \(item.name): ",
            en: "item \(item.item) \(item.name) (\(item.name.ja)): "
        )
        return style.bold(title) + verdict
    }

    private static func lines(
        of check: CheckFinding,
        _ language: Language,
        width: Int,
        style: Style
    ) -> [String] {
        let verdict = check.verdict?.title(in: language) ?? language(ja: "参考", en: "told")
        // INCONCLUSIVE, with its Japanese word beside it.
        let column = language == .english ? 14 : 23
        let words = DisplayWidth.wrapped(
            "\(check.name[language]): \(check.words[language])",
            to: width - column - 2
        )
        let shown = check.verdict.map { style.colored(verdict, as: $0) } ?? style.faint(verdict)
        let gap = String(repeating: " ", count: max(1, column - DisplayWidth.of(verdict)))
        let margin = String(repeating: " ", count: column + 2)
        var lines = words.enumerated().map { index, line in
            index == 0 ? "  \(shown)\(gap)\(line)" : margin + line
        }
        let isOpen = check.verdict == .fail || check.verdict == .inconclusive
        for line in isOpen ? check.evidence : [] {
            lines += DisplayWidth.wrapped(line[language], to: width - column - 4).enumerated().map {
                margin + ($0 == 0 ? "· " : "  ") + $1
            }
        }
        return lines
    }

    private static func warnings(of inspection: Inspection) -> [Bilingual] {
        var seen: Set<Bilingual> = []
        return inspection.items.flatMap(\.checks).compactMap(\.warning)
            .filter { seen.insert($0).inserted }
    }
}

extension Inspection {
    /// Without secrets, and without control characters: what a service or a certificate says must
    /// not steer the terminal it is shown on.
    package func cleaned(_ masker: Masker) -> Inspection {
        func clean(_ text: String) -> String {
            var shown = ""
            for scalar in masker.masked(text).unicodeScalars {
                let isControl = scalar.properties.generalCategory == .control
                shown.unicodeScalars.append(isControl ? "·" : scalar)
            }
            return shown
        }
        var copy = self
        copy.scenario = clean(scenario)
        copy.service = clean(service)
        copy.contract = clean(contract)
        copy.reasons = reasons.map { $0.map(clean) }
        for index in copy.items.indices {
            copy.items[index].promised = items[index].promised.map(clean)
            copy.items[index].words = items[index].words.map(clean)
            copy.items[index].checks = items[index].checks.map { check in
                var check = check
                check.name = check.name.map(clean)
                check.words = check.words.map(clean)
                check.warning = check.warning?.map(clean)
                check.evidence = check.evidence.map { $0.map(clean) }
                return check
            }
        }
        for index in copy.certificates.indices {
            copy.certificates[index].subject = clean(certificates[index].subject)
            copy.certificates[index].issuer = clean(certificates[index].issuer)
            copy.certificates[index].names = certificates[index].names.map(clean)
        }
        return copy
    }
}
