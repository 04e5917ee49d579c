/// One check of the load generator itself.
package struct HealthFinding: Sendable, Equatable {
    /// For example "loop turn max" or "users".
    package var name: String
    package var isHealthy: Bool
    package var value: Quantity
    /// `nil` for what is shown and has no limit of its own.
    package var limit: Quantity?
    /// What was found, in words, with the figures.
    package var reason: String
    /// What was set aside to find it; empty when nothing was.
    package var remark = ""
    /// What to do about it.
    package var remedy: String

    package init(
        name: String,
        isHealthy: Bool,
        value: Quantity,
        limit: Quantity?,
        reason: String,
        remedy: String
    ) {
        self.name = name
        self.isHealthy = isHealthy
        self.value = value
        self.limit = limit
        self.reason = reason
        self.remedy = remedy
    }

    /// A figure without a limit.
    init(_ name: String, shown value: Quantity, _ reason: String) {
        self.init(
            name: name,
            isHealthy: true,
            value: value,
            limit: nil,
            reason: reason,
            remedy: ""
        )
    }

    /// What was found, its limit, and what to do where it is not kept.
    package var sentence: String {
        let limit = limit.map { " (limit \($0))" } ?? ""
        return reason + (remark.isEmpty ? "" : "; " + remark) + limit
            + (isHealthy ? "" : ": \(remedy)")
    }
}
