package import Verdicts
package import Wording

/// One thing that was looked at.
package struct CheckFinding: Sendable, Equatable, Codable {
    /// Stable, for programs: "tls-1.0", "certificate-dates".
    package var id: String
    /// For people.
    package var name: Bilingual
    /// `nil` where something is told and not judged.
    package var verdict: Verdict?
    /// What was found, in a sentence.
    package var words: Bilingual
    /// What is wrong by a stable word: "expired", "missing-intermediate".
    package var faults: [String]
    /// The figure behind the words, where there is one.
    package var figure: Figure?
    /// Right now, and not for long: shown without a change of the verdict.
    package var warning: Bilingual?
    /// What the words rest on, line by line.
    package var evidence: [Bilingual]

    package struct Figure: Sendable, Equatable, Codable {
        package var value: Double
        /// "days", "bits", "status", "bytes".
        package var unit: String

        package init(_ value: Double, _ unit: String) {
            self.value = value
            self.unit = unit
        }
    }

    package init(
        _ id: String,
        _ name: Bilingual,
        _ verdict: Verdict?,
        _ words: Bilingual,
        faults: [String] = [],
        figure: Figure? = nil,
        warning: Bilingual? = nil,
        evidence: [Bilingual] = []
    ) {
        self.id = id
        self.name = name
        self.verdict = verdict
        self.words = words
        self.faults = faults
        self.figure = figure
        self.warning = warning
        self.evidence = evidence
    }
}

/// What was found for one item of METI's checklist.
package struct ItemFinding: Sendable, Equatable, Codable {
    /// The item's number, 1 to 49.
    package var item: Int
    /// In Japanese as the checklist has it.
    package var name: Bilingual
    /// What the contract or the scenario promises; empty when nothing is promised.
    package var promised: Bilingual
    /// `nil` when nothing is promised, or it was not asked for: told, not judged.
    package var verdict: Verdict?
    /// What was found, in a sentence.
    package var words: Bilingual
    package var checks: [CheckFinding]

    /// An item with the verdict of its checks.
    ///
    /// Broken where one check is, else open where one is or none is judged, else kept.
    /// - Parameter promised: without a promise there is no verdict.
    package init(_ item: InspectedItem, promised: Bilingual, checks: [CheckFinding]) {
        self.item = item.rawValue
        name = item.name
        self.promised = promised
        self.checks = checks
        let verdict = Self.verdict(of: checks)
        self.verdict = promised.isEmpty ? nil : verdict
        words = Self.words(of: checks.filter { $0.verdict == verdict })
        if words.isEmpty {
            words = Bilingual(
                ja: "判定できるものが見つからなかった",
                en: "nothing was found that could be judged"
            )
        }
    }

    /// Checks that say the same are named together.
    private static func words(of checks: [CheckFinding]) -> Bilingual {
        var sentences: [(words: Bilingual, names: [Bilingual])] = []
        for check in checks {
            if let index = sentences.firstIndex(where: { $0.words == check.words }) {
                sentences[index].names.append(check.name)
            } else {
                sentences.append((check.words, [check.name]))
            }
        }
        return sentences.map {
            Bilingual(ja: "\($0.names.listed): \($0.words)", en: "\($0.names.listed): \($0.words)")
        }.statements
    }

    static func verdict(of checks: [CheckFinding]) -> Verdict {
        let verdicts = checks.compactMap(\.verdict)
        if verdicts.contains(.fail) { return .fail }
        return verdicts.isEmpty || verdicts.contains { $0 != .pass } ? .inconclusive : .pass
    }
}

/// The items that an inspection can look at.
package enum InspectedItem: Int, Sendable, CaseIterable {
    case resources = 25
    case protection = 33
    case input = 38
    case encryption = 42

    package var name: Bilingual {
        switch self {
        case .resources: Bilingual(ja: "提供リソースの上限", en: "limit of resources")
        case .protection: Bilingual(ja: "データ保護のための暗号化要件", en: "encryption for protection")
        case .input: Bilingual(ja: "入力データ形式の制限機能", en: "restriction of input")
        case .encryption: Bilingual(ja: "通信の暗号化レベル", en: "encryption of communication")
        }
    }
}
