package import Timekeeping

/// Repair times of the outages that count (methodology §6.5).
package struct RepairFigures: Sendable, Hashable {
    /// Outages.
    package let count: Int
    /// Σ of their lengths as measured ÷ their number; `nil` without one.
    package let mean: Nanoseconds?
    /// Whether ``mean`` is only a lower bound: an outage runs, or its begin or end was not seen.
    ///
    /// Such an outage enters at the length it was seen: left out, it could only lower the mean.
    package let isLowerBound: Bool
    /// The mean is above this whatever the phases of the outages.
    package let least: Nanoseconds?
    /// The mean is below this; `nil` when it is a lower bound.
    package let greatest: Nanoseconds?
    package let longest: Outage?
    /// Mean time between failures: the time the service was seen up ÷ the number of outages.
    package let between: Nanoseconds?

    package init(_ observation: Observation, every: Nanoseconds) {
        let outages = observation.outages.filter(\.counts)
        count = outages.count
        longest = outages.max { $0.measured < $1.measured }
        isLowerBound = outages.contains { !$0.isComplete }
        func mean(_ lengths: [Nanoseconds]) -> Nanoseconds? {
            guard !lengths.isEmpty else { return nil }
            return Nanoseconds(lengths.reduce(.zero, +).count / Int64(lengths.count))
        }
        self.mean = mean(outages.map(\.measured))
        least = mean(outages.map(\.least))
        let greatest = outages.compactMap(\.greatest)
        self.greatest = greatest.count == outages.count ? mean(greatest) : nil
        let up = every * (observation.up + observation.forgiven)
        between = outages.isEmpty ? nil : Nanoseconds(up.count / Int64(outages.count))
    }
}
