package import Timekeeping

/// Ticks in the order of their slots, one for each, with what lies between them.
package struct Timeline: Sendable, Hashable {
    /// One slot that was probed.
    package struct Slot: Sendable, Hashable {
        package var slot: UTCInstant
        package var started: UTCInstant
        package var state: TickState
        /// The probes that failed, with the reason of the first of each kind.
        package var failures: [ProbeKind: String]
        /// The kinds that found out something: what the tool could not probe is not among them.
        package var kinds: Set<ProbeKind>
        /// Whether a probe answered at the second look only.
        package var neededSecondLook: Bool

        /// Whether the service was up and no probe of the slot failed, counted or not.
        package var isSound: Bool { state == .up && failures.isEmpty && !neededSecondLook }
    }

    package let every: Nanoseconds
    package let slots: [Slot]

    /// Sorts and joins ticks.
    ///
    /// Several ticks of one slot (a clock stepped back, an import beside the tool's own) become
    /// one, and the worse counts: down before up before unknown.
    package init(_ ticks: [Tick], every: Nanoseconds, rule: DownRule) {
        self.every = every
        var slots: [Slot] = []
        for tick in ticks.sorted(by: { ($0.slot, $0.started) < ($1.slot, $1.started) }) {
            let slot = Slot(tick, rule: rule, every: every)
            if let last = slots.last, last.slot == slot.slot {
                slots[slots.count - 1].join(slot)
            } else {
                slots.append(slot)
            }
        }
        self.slots = slots
    }

    /// The slots of a stretch.
    package func slots(in range: Range<UTCInstant>) -> ArraySlice<Slot> {
        slots[
            index(
                of: range.lowerBound
            )..<max(index(of: range.lowerBound), index(of: range.upperBound))
        ]
    }

    /// The index of the first slot that is not earlier.
    private func index(of instant: UTCInstant) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle].slot < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Timeline.Slot {
    init(_ tick: Tick, rule: DownRule, every: Nanoseconds) {
        slot = tick.slot.rounded(downTo: every)
        started = tick.started
        state = tick.state(rule)
        kinds = Set(tick.results.filter(\.isKnown).map(\.kind))
        neededSecondLook = tick.results.contains { $0.outcome == .ok && $0.first != nil }
        failures = [:]
        for result in tick.results {
            guard case .failed(let reason) = result.outcome else { continue }
            if failures[result.kind] == nil { failures[result.kind] = reason }
        }
    }

    mutating func join(_ other: Self) {
        if other.state.rank > state.rank { state = other.state }
        failures.merge(other.failures) { first, _ in first }
        kinds.formUnion(other.kinds)
        neededSecondLook = neededSecondLook || other.neededSecondLook
    }
}

extension TickState {
    fileprivate var rank: Int {
        switch self {
        case .unknown: 0
        case .up: 1
        case .down: 2
        }
    }
}

/// A stretch of slots of which nobody knows whether the service was up.
package struct Gap: Sendable, Hashable {
    /// From the first slot without an answer up to the next that has one.
    package var range: Range<UTCInstant>
    /// Slots outside planned stops.
    package var slots: Int
    /// Whether the tool was there and could not probe, instead of not being there.
    package var isOwnFault: Bool
}
