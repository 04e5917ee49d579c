package import Timekeeping

/// Walks along the slots of a stretch and finds outages and gaps.
package struct OutageFinder {
    private let terms: AvailabilityTerms
    private let stops: PlannedStops
    private var found = Observation()
    private var open: Outage?
    /// The slot that should come next.
    private var expected: UTCInstant
    private var gap: Gap?

    private var every: Nanoseconds { terms.every }

    /// - Parameter range: from a slot up to but without the first slot that was not due yet.
    package static func observe(
        _ timeline: Timeline,
        in range: Range<UTCInstant>,
        terms: AvailabilityTerms,
        stops: PlannedStops
    ) -> Observation {
        var finder = OutageFinder(terms, stops, at: range.lowerBound)
        // Whether an outage at the very begin was under way before is told by the slot before.
        let before = timeline.slots(in: range.lowerBound - terms.every..<range.lowerBound).last
        var beginIsKnown = before?.state == .up || before?.state == .down
        for slot in timeline.slots(in: range) {
            if finder.expected < slot.slot {
                finder.miss(until: slot.slot, ownFault: false)
                beginIsKnown = false
            }
            finder.take(slot, beginIsKnown: beginIsKnown)
            beginIsKnown = slot.state != .unknown
        }
        if finder.expected < range.upperBound {
            finder.miss(until: range.upperBound, ownFault: false)
        }
        finder.endGap()
        finder.close(.running)
        return finder.found
    }

    private init(_ terms: AvailabilityTerms, _ stops: PlannedStops, at start: UTCInstant) {
        self.terms = terms
        self.stops = stops
        expected = start
    }

    private mutating func take(_ slot: Timeline.Slot, beginIsKnown: Bool) {
        let isPlannedStop = stops.contains(slot.slot)
        switch slot.state {
        case .unknown: miss(until: slot.slot + every, ownFault: true)
        case .up:
            endGap()
            close(.repaired(slot.slot))
            if isPlannedStop { found.excluded += 1 } else { countUp(slot) }
        case .down:
            endGap()
            if isPlannedStop { found.excluded += 1 }
            extend(slot, isPlannedStop: isPlannedStop, beginIsKnown: beginIsKnown)
        }
        expected = slot.slot + every
    }

    private mutating func countUp(_ slot: Timeline.Slot) {
        found.up += 1
        guard !slot.isSound else { return }
        found.sparedSlots += 1
        if slot.neededSecondLook { found.secondLooks += 1 }
        var run = slot.slot..<slot.slot + every
        if let last = found.spared.last, last.upperBound == slot.slot {
            found.spared.removeLast()
            run = last.lowerBound..<run.upperBound
        }
        found.spared.append(run)
    }

    private mutating func extend(
        _ slot: Timeline.Slot,
        isPlannedStop: Bool,
        beginIsKnown: Bool
    ) {
        var outage =
            open
            ?? Outage(
                first: slot.slot,
                last: slot.slot,
                ticks: 0,
                clippedTicks: 0,
                beginsInGap: !beginIsKnown,
                end: .running,
                measured: .zero,
                least: .zero,
                greatest: nil,
                counts: true,
                failures: [:]
            )
        if isPlannedStop {
            outage.clippedTicks += 1
        } else {
            if outage.ticks == 0 { outage.first = slot.slot }
            outage.ticks += 1
            outage.last = slot.slot
            outage.failures.merge(slot.failures) { first, _ in first }
        }
        open = outage
    }

    /// Slots up to an instant of which nothing is known.
    private mutating func miss(until end: UTCInstant, ownFault: Bool) {
        close(.lost)
        if gap?.isOwnFault != ownFault { endGap() }
        let begin = gap?.range.lowerBound ?? expected
        gap = Gap(range: begin..<max(begin, end), slots: 0, isOwnFault: ownFault)
        expected = end
    }

    private mutating func endGap() {
        guard var ended = gap else { return }
        gap = nil
        ended.slots = stops.plannedSlots(in: ended.range, every: every)
        found.unknown += ended.slots
        if ended.isOwnFault { found.ownFaults += ended.slots }
        // What nobody probed during a planned stop hides nothing.
        if ended.slots > 0 { found.gaps.append(ended) }
    }

    private mutating func close(_ end: Outage.End) {
        guard var outage = open else { return }
        open = nil
        guard outage.ticks > 0 else { return }
        outage.end = end
        outage.measured = every * outage.ticks
        outage.least = every * (outage.ticks - 1)
        outage.greatest = outage.isComplete ? every * (outage.ticks + 1) : nil
        outage.counts = !(outage.isComplete && outage.measured < terms.leastOutage)
        if outage.counts { found.down += outage.ticks } else { found.forgiven += outage.ticks }
        found.outages.append(outage)
    }
}
