/// One failure in words, kept as an example of its kind.
package struct FailureExample: Sendable, Hashable, Codable {
    /// Index into ``MeasuringPlan/operations``.
    package var operation: Int
    /// Index into ``MeasuringPlan/requests``.
    package var request: Int
    package var outcome: Outcome
    package var status: Int
    /// What was wrong, for example "expected status 303, got 500".
    package var words: String
    package var user: Int

    package init(
        operation: Int,
        request: Int,
        outcome: Outcome,
        status: Int,
        words: String,
        user: Int
    ) {
        self.operation = operation
        self.request = request
        self.outcome = outcome
        self.status = status
        self.words = words
        self.user = user
    }
}
