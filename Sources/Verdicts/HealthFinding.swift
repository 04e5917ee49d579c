package import Wording

/// One check of the load generator itself.
package struct HealthFinding: Sendable, Equatable {
    /// For example "loop turn max" or "users".
    package var name: Bilingual
    package var isHealthy: Bool
    package var value: Quantity
    /// `nil` for what is shown and has no limit of its own.
    package var limit: Quantity?
    /// What was found, in words, with the figures.
    package var reason: Bilingual
    /// What was set aside to find it; empty when nothing was.
    package var remark = Bilingual.none
    /// What to do about it.
    package var remedy: Bilingual

    package init(
        name: Bilingual,
        isHealthy: Bool,
        value: Quantity,
        limit: Quantity?,
        reason: Bilingual,
        remedy: Bilingual
    ) {
        self.name = name
        self.isHealthy = isHealthy
        self.value = value
        self.limit = limit
        self.reason = reason
        self.remedy = remedy
    }

    /// A figure without a limit.
    init(_ name: Bilingual, shown value: Quantity, _ reason: Bilingual) {
        self.init(
            name: name,
            isHealthy: true,
            value: value,
            limit: nil,
            reason: reason,
            remedy: .none
        )
    }

    /// What was found, its limit, and what to do where it is not kept.
    package var sentence: Bilingual {
        let limit = limit.map { Bilingual(ja: "(基準 \($0.words))", en: " (limit \($0.words))") }
        return reason.then(remark) + (limit ?? .none)
            + (isHealthy ? .none : Bilingual(ja: "。対処: \(remedy)", en: ": \(remedy)"))
    }
}
