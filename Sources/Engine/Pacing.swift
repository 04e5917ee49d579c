package import Timekeeping

/// Iteration starts at a fixed distance from one another, whatever the answers take.
package enum Pacing {
    /// More cycles behind than this are given up as missed (and judged), not played late.
    package static let backlogLimit = 5

    /// The next planned start, and the planned starts given up on the way to it.
    ///
    /// The next start follows from the planned one before, never from when it really began, so an
    /// overrun does not shift the schedule.
    ///
    /// - Parameter pacing: above 0.
    package static func next(
        after planned: MonotonicInstant,
        pacing: Nanoseconds,
        now: MonotonicInstant
    ) -> (due: MonotonicInstant, missed: [MonotonicInstant]) {
        var due = planned + pacing
        var missed: [MonotonicInstant] = []
        while now - due > pacing * backlogLimit {
            missed.append(due)
            due = due + pacing
        }
        return (due, missed)
    }
}
