import Timekeeping

/// Slots in a row at none of which the service was seen up with every probe.
///
/// Outages of which nobody saw the end, and the gaps between them, may be one outage: so what an
/// outage can have been is told by the whole stretch.
struct DarkStretch: Sendable, Hashable {
    /// From after the last slot that was up to the next that was.
    let range: Range<UTCInstant>
    /// What was seen of outages, in order; none in a mere gap.
    let outages: [Outage]
    /// Slots of it outside planned stops, seen down or not probed.
    let slots: Int
    let every: Nanoseconds

    private var hasGap: Bool { outages.reduce(0) { $0 + $1.ticks } < slots }

    /// No outage of it was longer than this.
    var longest: Nanoseconds { every * (slots + 1) }

    func surelyHasOutage(longerThan length: Nanoseconds) -> Bool {
        outages.contains { $0.least > length }
    }

    /// How many outages longer than a length it may hold at most.
    func mostOutages(longerThan length: Nanoseconds) -> Int {
        guard longest > length else { return 0 }
        guard hasGap, length > .zero else { return 1 }
        return Int(longest.count / length.count)
    }
}

extension AvailabilityReport {
    /// The stretches of an observation in which the service was not seen up, in order.
    ///
    /// - Parameter isEnd: which slots end a stretch.
    func darkStretches(
        in range: Range<UTCInstant>,
        _ observation: Observation,
        endedBy isEnd: (Timeline.Slot) -> Bool = { $0.isSound }
    ) -> [DarkStretch] {
        var stretches: [DarkStretch] = []
        var outages = observation.outages[...]
        func add(_ dark: Range<UTCInstant>) {
            let slots = stops.plannedSlots(in: dark, every: terms.every)
            guard slots > 0 else { return }
            let seen = outages.prefix { $0.first < dark.upperBound }
            outages = outages.dropFirst(seen.count)
            stretches.append(
                DarkStretch(range: dark, outages: Array(seen), slots: slots, every: terms.every)
            )
        }
        var begin = range.lowerBound
        for slot in timeline.slots(in: range) where isEnd(slot) {
            if begin < slot.slot { add(begin..<slot.slot) }
            begin = slot.slot + terms.every
        }
        if begin < range.upperBound { add(begin..<range.upperBound) }
        return stretches
    }
}
