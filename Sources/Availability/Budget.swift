package import Timekeeping

/// How long a service may be down in a period (methodology §6.4, §6.7).
package struct Budget: Sendable, Hashable {
    /// The period without planned stops.
    package let planned: Nanoseconds
    /// The least share of it, in (0, 1].
    package let share: Double
    package let every: Nanoseconds

    package init(planned: Nanoseconds, share: Double, every: Nanoseconds) {
        self.planned = max(planned, .zero)
        self.share = share
        self.every = every
    }

    /// (1 − share) × planned time.
    package var total: Nanoseconds {
        // 1 − 0.995 is a hair above 0.005: without rounding, 216 min would not be 216 min.
        .seconds(((1 - share) * planned.seconds * 1e6).rounded() / 1e6)
    }

    /// The failing ticks that fit into it.
    package var ticks: Int { Int(total.count / every.count) }

    /// What is left; negative when it is overdrawn.
    package func left(after downtime: Nanoseconds) -> Nanoseconds { total - downtime }

    /// The part of the budget that a downtime uses; `nil` when there is none.
    package func used(by downtime: Nanoseconds) -> Double? {
        total > .zero ? downtime.seconds / total.seconds : nil
    }

    /// How many times faster than allowed a budget is used: (down ÷ elapsed) ÷ (1 − share).
    ///
    /// - Returns: `nil` without time, or when nothing is allowed.
    package static func burn(
        down: Nanoseconds,
        elapsed: Nanoseconds,
        share: Double
    ) -> Double? {
        guard elapsed > .zero, share < 1 else { return nil }
        return down.seconds / elapsed.seconds / (1 - share)
    }
}
