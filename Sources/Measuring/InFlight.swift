package import Timekeeping

/// An operation that was planned and has not finished; an arrival waiting for a user included.
package struct InFlight: Hashable, Sendable {
    /// Index into ``MeasuringPlan/operations``.
    package var operation: Int
    /// The user's number, or -1 while no user has taken it.
    package var user: Int
    package var planned: MonotonicInstant

    package init(operation: Int, user: Int, planned: MonotonicInstant) {
        self.operation = operation
        self.user = user
        self.planned = planned
    }
}
