import Measuring

/// The percentile distributions (`.hgrm`) of response times, one file per operation.
enum Distributions {
    static func files(_ report: RunReport) -> [ReportFile] {
        let record = report.facts.record
        let masker = Masker(secrets: report.facts.scenario.secrets)
        let names = FileNames.unique(record.plan.operations.map { masker.masked($0.name) })
        return record.plan.operations.indices.compactMap { index in
            let response = record.totals(operation: index, judgedOnly: false).response
            guard !response.isEmpty else { return nil }
            return ReportFile(
                name: names[index] + ".hgrm", text: response.percentileDistribution)
        }
    }
}

/// Names of operations as names of files.
enum FileNames {
    /// Keeps letters and digits of every script, turns the rest into "-", and tells equal results
    /// apart by a number. At most 120 bytes of the 255 that file systems allow.
    static func unique(_ names: [String]) -> [String] {
        var used: Set<String> = []
        return names.map { name in
            let plain = plain(name)
            var candidate = plain
            var number = 2
            while !used.insert(candidate.lowercased()).inserted {
                candidate = "\(plain)-\(number)"
                number += 1
            }
            return candidate
        }
    }

    private static func plain(_ name: String) -> String {
        var result = ""
        for character in name {
            let isKept = character.isLetter || character.isNumber || character == "_"
            let next = isKept ? String(character) : "-"
            if next == "-", result.isEmpty || result.last == "-" { continue }
            if result.utf8.count + next.utf8.count > 120 { break }
            result += next
        }
        while result.last == "-" { result.removeLast() }
        return result.isEmpty ? "operation" : result
    }
}
