package import Verdicts
package import Wording

/// The result of `sanbyo inspect`: what `inspection.json` holds.
package struct Inspection: Sendable, Equatable, Codable {
    /// Grows when a field changes its meaning.
    package static let formatVersion = 2
    package static let fileName = "inspection.json"

    package var formatVersion: Int
    package var scenario: String
    /// The address that was inspected.
    package var service: String
    /// Its name; "default" where the scenario names none.
    package var contract: String
    package var tool: String
    /// UTC, ISO 8601.
    package var started: String
    package var finished: String
    package var verdict: Verdict
    package var exitCode: Int
    /// Why it ended before everything was looked at; `nil` when it did not.
    package var cut: Bilingual?
    /// Why, most important first; never empty.
    package var reasons: [Bilingual]
    /// By number.
    package var items: [ItemFinding]
    /// As the service sent them.
    package var certificates: [CertificateFacts]

    package init(
        scenario: String,
        service: String,
        contract: String,
        tool: String,
        started: String,
        finished: String,
        items: [ItemFinding],
        certificates: [CertificateFacts],
        cut: Bilingual? = nil
    ) {
        formatVersion = Self.formatVersion
        self.scenario = scenario
        self.service = service
        self.contract = contract
        self.tool = tool
        self.started = started
        self.finished = finished
        self.items = items.sorted { $0.item < $1.item }
        self.certificates = certificates
        self.cut = cut
        let judged = self.items.filter { $0.verdict != nil }
        let open: [Verdict] = cut == nil ? [] : [.inconclusive]
        let verdict = Verdict.deciding(judged.compactMap(\.verdict) + open) ?? .inconclusive
        self.verdict = verdict
        exitCode = Int(verdict.exitCode)
        var reasons = Self.reasons(judged.filter { $0.verdict == verdict })
        if let cut { reasons.insert(cut, at: 0) }
        if judged.isEmpty { reasons.append(Self.nothingToJudge) }
        self.reasons = reasons
    }

    /// Items of which the same is to be said stand together, as 33 and 42 mostly do.
    private static func reasons(_ items: [ItemFinding]) -> [Bilingual] {
        SharedWords(
            items.map { item in
                let title = Bilingual(
                    ja: "項目\(item.item) \(item.name)",
                    en: "item \(item.item), \(item.name)"
                )
                let isKept = item.verdict == .pass
                let kept = Bilingual(ja: "順守(\(item.promised))", en: "kept (\(item.promised))")
                return (title, isKept ? kept : item.words)
            }
        ).sentences(ja: "・", en: ", and ")
    }

    private static let nothingToJudge = Bilingual(
        ja: "判定した項目がない: 契約に “transport:” がなく、シナリオに “input:” も “storage:” もない",
        en: "no item was judged: the contract promises no “transport:” and the scenario says "
            + "nothing under “input:” or “storage:”"
    )
}
