/// One check of the load generator itself.
package struct HealthFinding: Sendable, Equatable {
    /// For example "loop turn max" or "users".
    package var name: String
    package var isHealthy: Bool
    package var value: Quantity
    package var limit: Quantity
    /// What was found, in words, with the figures.
    package var reason: String

    package init(
        name: String,
        isHealthy: Bool,
        value: Quantity,
        limit: Quantity,
        reason: String
    ) {
        self.name = name
        self.isHealthy = isHealthy
        self.value = value
        self.limit = limit
        self.reason = reason
    }
}
