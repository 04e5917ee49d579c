import Statistics
import Timekeeping

/// What ticks prove of a share while the period is not over (methodology §6.6).
///
/// One-sided 95 % Clopper–Pearson bounds on the effective number of ticks: failed ticks come in
/// runs, and a run is one event. A slot that nobody probed enters as failed where a PASS is at
/// stake, so that no PASS rests on time in which nobody looked.
package struct TickConfidence: Sendable, Hashable {
    /// 1 − confidence.
    package static let alpha = 0.05

    /// Slots outside planned stops, gaps included.
    package let slots: Int
    /// Slots that were down.
    package let down: Int
    /// Slots that nobody knows of.
    package let unknown: Int
    /// How many slots count as one; at least 1.
    package let tau: Double

    /// - Parameters:
    ///   - runs: lengths of the runs of slots that count as bad, for the dependence.
    ///   - least: how many slots count as one at least, for ticks that stand close together.
    package init(slots: Int, down: Int, unknown: Int, runs: [Int], least: Double = 1) {
        self.slots = slots
        self.down = down
        self.unknown = unknown
        tau = max(1, least, Self.tau(slots: slots, runs: runs))
    }

    /// A period's own slots, what its rules spared counted as down.
    init(_ period: Period, tau: Double) {
        slots = Int(period.budget.planned.count / period.budget.every.count)
        down = period.down
        unknown = period.unknown + period.lenient
        self.tau = tau
    }

    /// The share of slots that were up is at least this, even had every gap been an outage.
    package var lower: Double { Self.lower(bad: down + unknown, of: slots, tau: tau) }

    /// The share is at most this, even had the service been up in every gap.
    package var upper: Double {
        Binomial.clopperPearsonUpper(
            hits: Double(slots - down) / tau,
            n: Double(slots) / tau,
            alpha: Self.alpha
        )
    }

    /// The fewest further ticks, all clean, that prove a share; `nil` beyond ten million.
    package func cleanTicksNeeded(toProve share: Double) -> Int? {
        func proves(_ more: Int) -> Bool {
            Self.lower(bad: down + unknown, of: slots + more, tau: tau) >= share
        }
        guard share < 1 else { return nil }
        if proves(0) { return 0 }
        var high = 1
        while !proves(high) {
            high *= 2
            guard high < 10_000_000 else { return nil }
        }
        var low = high / 2
        while low + 1 < high {
            let middle = (low + high) / 2
            if proves(middle) { high = middle } else { low = middle }
        }
        return high
    }

    private static func lower(bad: Int, of slots: Int, tau: Double) -> Double {
        Binomial.clopperPearsonLower(
            hits: Double(slots - bad) / tau,
            n: Double(slots) / tau,
            alpha: alpha
        )
    }

    /// How many bad slots tell the same event: the mean length of the run that a bad slot is in.
    ///
    /// Σk² ÷ Σk over runs of k; for runs of one length it is that length.
    private static func tau(slots: Int, runs: [Int]) -> Double {
        let bad = runs.reduce(0, +)
        guard bad > 0, bad < slots else { return 1 }
        let squares = runs.reduce(0.0) { $0 + Double($1) * Double($1) }
        return max(1, squares / Double(bad))
    }
}
