package import Timekeeping

/// A run of failed ticks outside planned stops (methodology §6.3).
package struct Outage: Sendable, Hashable {
    /// How an outage ended.
    package enum End: Sendable, Hashable {
        /// At the slot that found the service up again.
        case repaired(UTCInstant)
        /// It had not ended when the record did.
        case running
        /// The next slots were not probed: when it ended is not known.
        case lost
    }

    /// The first failed slot that counts.
    package var first: UTCInstant
    /// The last failed slot that counts.
    package var last: UTCInstant
    /// k: failed slots outside planned stops; at least 1.
    package var ticks: Int
    /// Failed slots within planned stops, clipped away.
    package var clippedTicks: Int
    /// Whether the slot before its first was not probed, so that it may have begun earlier.
    package var beginsInGap: Bool
    package var end: End
    /// k·Δ, which no phase of the outage biases.
    package var measured: Nanoseconds
    /// (k−1)·Δ: it lasted longer than this.
    package var least: Nanoseconds
    /// (k+1)·Δ: it lasted less than this; `nil` where an end was not seen.
    package var greatest: Nanoseconds?
    /// Whether it counts as downtime; shorter ones than the contract counts do not.
    package var counts: Bool
    /// What failed first of each kind, in words.
    package var failures: [ProbeKind: String]

    /// Whether its length is known, and not only how long it was seen.
    package var isComplete: Bool {
        if case .repaired = end { !beginsInGap } else { false }
    }
}

/// What happened in a stretch, slot by slot.
package struct Observation: Sendable, Hashable {
    package var outages: [Outage] = []
    package var gaps: [Gap] = []
    /// Slots outside planned stops at which the service was up.
    package var up = 0
    /// Slots outside planned stops at which it was down, in outages that count.
    package var down = 0
    /// Those in outages too short to count: taken as up, and shown.
    package var forgiven = 0
    /// Slots in a row, outside planned stops, that count as up although a probe of them failed.
    package var spared: [Range<UTCInstant>] = []
    /// How many slots those are; they are among ``up``.
    package var sparedSlots = 0
    /// Of ``sparedSlots``, those at which a probe answered at the second look only.
    package var secondLooks = 0
    /// Slots outside planned stops at which nothing is known.
    package var unknown = 0
    /// Of ``unknown``, those at which the tool was there and could not probe.
    package var ownFaults = 0
    /// Probed slots in planned stops.
    package var excluded = 0

    /// Slots at which a probe failed and which the probe's own rules do not count as down.
    package var lenient: Int { forgiven + sparedSlots }
    /// Whether no outage may lie in what was not probed, or in failures that do not count.
    package var hidesNothing: Bool { unknown == 0 && lenient == 0 }
    /// Slots outside planned stops of which something is known.
    package var known: Int { up + down + forgiven }
    /// All slots outside planned stops.
    package var planned: Int { known + unknown }
}
