package import Inspections
import Verdicts

/// The result of an inspection as text for a terminal: verdict, items with their checks, files.
package enum InspectionSummary {
    /// - Parameters:
    ///   - width: columns of the terminal, at least 40.
    ///   - folder: where the files are; `nil` when none could be written.
    package static func lines(
        _ inspection: Inspection,
        folder: String?,
        files: [String],
        width: Int,
        style: Style
    ) -> [String] {
        let width = max(40, width)
        var parts = [head(inspection, width: width, style: style)]
        parts += items(inspection, width: width, style: style)
        let warnings = warnings(of: inspection).flatMap {
            TerminalSummary.bullet($0, width: width)
        }
        if !warnings.isEmpty { parts.append([style.bold("warnings")] + warnings) }
        if let folder, !files.isEmpty {
            let names = DisplayWidth.wrapped(files.joined(separator: ", "), to: width - 2)
            parts.append([style.bold("written to \(folder)/")] + names.map { "  " + $0 })
        }
        return Array(parts.joined(separator: [""]))
    }

    private static func head(_ inspection: Inspection, width: Int, style: Style) -> [String] {
        let title = "\(inspection.scenario) — inspection of \(inspection.service)"
        let room = width - inspection.verdict.rawValue.count - 2
        let titles = DisplayWidth.wrapped(title, to: room)
        return [style.verdict(inspection.verdict) + "  " + (titles.first ?? "")]
            + titles.dropFirst().map { "  " + $0 }
            + (inspection.reasons + ["judged by contract \(inspection.contract)"])
            .flatMap { TerminalSummary.bullet($0, width: width) }
    }

    /// Items with the same checks, as 33 and 42 mostly are, stand together.
    private static func items(_ inspection: Inspection, width: Int, style: Style) -> [[String]] {
        var parts: [[String]] = []
        var shown: [String: Int] = [:]
        for item in inspection.items {
            let verdict = item.verdict.map(style.verdict) ?? style.faint("not judged")
            let title = "item \(item.item) \(item.name) (\(item.japaneseName)): "
            let promise = item.promised.isEmpty ? "nothing" : item.promised
            var lines = [style.bold(title) + verdict]
            lines += DisplayWidth.wrapped("promised: \(promise)", to: width - 2).map { "  " + $0 }
            let known = item.checks.compactMap { shown["\($0.id) \($0.words)"] }.first
            let checks = item.checks.filter { shown["\($0.id) \($0.words)"] == nil }
            for check in checks { shown["\(check.id) \(check.words)"] = item.item }
            for check in checks { lines += self.lines(of: check, width: width, style: style) }
            if let known { lines.append("  \(checks.isEmpty ? "" : "and ")as item \(known)") }
            parts.append(lines)
        }
        return parts
    }

    private static func lines(of check: CheckFinding, width: Int, style: Style) -> [String] {
        let verdict = check.verdict?.rawValue ?? "told"
        let column = 14
        let words = DisplayWidth.wrapped("\(check.name): \(check.words)", to: width - column - 2)
        let shown = check.verdict.map { style.colored(verdict, as: $0) } ?? style.faint(verdict)
        let gap = String(repeating: " ", count: max(1, column - verdict.count))
        let margin = String(repeating: " ", count: column + 2)
        var lines = words.enumerated().map { index, line in
            index == 0 ? "  \(shown)\(gap)\(line)" : margin + line
        }
        let isOpen = check.verdict == .fail || check.verdict == .inconclusive
        for line in isOpen ? check.evidence : [] {
            lines += DisplayWidth.wrapped(line, to: width - column - 4).enumerated().map {
                margin + ($0 == 0 ? "· " : "  ") + $1
            }
        }
        return lines
    }

    private static func warnings(of inspection: Inspection) -> [String] {
        var seen: Set<String> = []
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
        copy.reasons = reasons.map(clean)
        for index in copy.items.indices {
            copy.items[index].promised = clean(items[index].promised)
            copy.items[index].words = clean(items[index].words)
            copy.items[index].checks = items[index].checks.map { check in
                var check = check
                check.name = clean(check.name)
                check.words = clean(check.words)
                check.warning = check.warning.map(clean)
                check.evidence = check.evidence.map(clean)
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
