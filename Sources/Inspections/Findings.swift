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
        fault: String? = nil,
        figure: Figure? = nil,
        warning: Bilingual? = nil,
        evidence: [Bilingual] = []
    ) {
        self.id = id
        self.name = name
        self.verdict = verdict
        self.words = words
        faults = fault.map { [$0] } ?? []
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
    /// The first of FAIL, INVALID, INCONCLUSIVE and PASS decides; open where none is judged.
    /// - Parameter promised: without a promise there is no verdict.
    package init(_ item: InspectedItem, promised: Bilingual, checks: [CheckFinding]) {
        self.item = item.rawValue
        name = item.name
        self.promised = promised
        self.checks = checks
        let verdict = Self.verdict(of: checks)
        self.verdict = promised.isEmpty ? nil : verdict
        words =
            SharedWords(checks.filter { $0.verdict == verdict }.map { ($0.name, $0.words) })
            .sentences(ja: "、", en: ", ").statements
        if words.isEmpty {
            words = Bilingual(
                ja: "判定できるものが見つからなかった",
                en: "nothing was found that could be judged"
            )
        }
    }

    static func verdict(of checks: [CheckFinding]) -> Verdict {
        Verdict.deciding(checks.compactMap(\.verdict)) ?? .inconclusive
    }
}

/// Words with the names of all that they are true of, so that they are said once.
struct SharedWords {
    private var groups: [(words: Bilingual, names: [Bilingual])] = []

    init(_ said: [(name: Bilingual, words: Bilingual)]) {
        for (name, words) in said {
            if let index = groups.firstIndex(where: { $0.words == words }) {
                groups[index].names.append(name)
            } else {
                groups.append((words, [name]))
            }
        }
    }

    /// "A, B: words", with what stands between the names.
    func sentences(ja: String, en: String) -> [Bilingual] {
        groups.map { group in
            let names = group.names.joined(ja: ja, en: en)
            return Bilingual(ja: "\(names): \(group.words)", en: "\(names): \(group.words)")
        }
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
