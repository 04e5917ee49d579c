package import Timekeeping

/// A period of the contract's length, with what counts against its budget.
package struct Period: Sendable, Hashable {
    package let range: Range<UTCInstant>
    package let budget: Budget
    /// Slots at which the service was down, in outages that count.
    package let down: Int
    /// Slots of which nothing is known.
    package let unknown: Int
    /// Slots at which a probe failed and which the probe's own rules do not count as down.
    package let lenient: Int
    /// Of ``unknown``, those at which the tool could not probe.
    package let ownFaults: Int

    package var downtime: Nanoseconds { budget.every * down }

    /// The downtime had every gap been an outage, and did every failed probe count.
    package var greatestDowntime: Nanoseconds { budget.every * (down + unknown + lenient) }

    fileprivate var overdraft: Nanoseconds { downtime - budget.total }
    fileprivate var greatestOverdraft: Nanoseconds { greatestDowntime - budget.total }
}

/// Finds the period that decides.
///
/// A contract names a length and no first day: any stretch of that length is a period of it, and
/// whoever chose the first day could share a long outage out between two of them. So periods roll
/// on tick by tick, and the worst decides.
struct PeriodSearch {
    private let share: Double
    private let length: Nanoseconds
    private let every: Nanoseconds
    private let stops: PlannedStops
    private let down: SlotSums
    private let unknown: SlotSums
    private let lenient: SlotSums
    private let ownFaults: SlotSums

    /// - Returns: `nil` when the terms name no share or no period.
    init?(_ observation: Observation, terms: AvailabilityTerms, stops: PlannedStops) {
        guard let share = terms.share, let length = terms.over else { return nil }
        self.share = share
        self.length = length
        self.stops = stops
        let every = terms.every
        self.every = every
        func sums(_ spans: [Range<UTCInstant>]) -> SlotSums {
            SlotSums(spans.flatMap(stops.outside), every: every)
        }
        func spans(_ outages: [Outage]) -> [Range<UTCInstant>] {
            outages.map { $0.first..<$0.last + every }
        }
        down = sums(spans(observation.outages.filter(\.counts)))
        lenient = sums(
            (spans(observation.outages.filter { !$0.counts }) + observation.spared)
                .sorted { $0.lowerBound < $1.lowerBound }
        )
        unknown = sums(observation.gaps.map(\.range))
        ownFaults = sums(observation.gaps.filter(\.isOwnFault).map(\.range))
    }

    /// The period that decides about a stretch: the one that begins with it where it is shorter
    /// than a period, else the most overdrawn by what was seen, or, where none is, by what may have
    /// been.
    func deciding(in range: Range<UTCInstant>) -> Period {
        let first = range.lowerBound
        let last = (range.upperBound - length).rounded(downTo: every)
        guard first < last else { return period(at: first) }
        let periods = starts(first...last).map(period)
        guard let sure = periods.max(by: { $0.overdraft < $1.overdraft }),
            let possible = periods.max(by: { $0.greatestOverdraft < $1.greatestOverdraft })
        else { return period(at: first) }
        return sure.overdraft > .zero ? sure : possible
    }

    private func period(at begin: UTCInstant) -> Period {
        let range = begin..<begin + length
        return Period(
            range: range,
            budget: Budget(
                planned: length - stops.length(within: range),
                share: share,
                every: every
            ),
            down: down.count(in: range),
            unknown: unknown.count(in: range),
            lenient: lenient.count(in: range),
            ownFaults: ownFaults.count(in: range)
        )
    }

    /// Where the worst period may begin: between two of these its overdraft only rises or only
    /// falls, since neither its begin nor its end passes the edge of an outage, a gap or a stop.
    private func starts(_ range: ClosedRange<UTCInstant>) -> [UTCInstant] {
        let edges = (down.spans + unknown.spans + lenient.spans + stops.spans).flatMap {
            [$0.lowerBound, $0.upperBound]
        }
        let starts = edges.flatMap { [$0, $0 - length] }.flatMap {
            [$0.rounded(downTo: every), $0.rounded(upTo: every)]
        }
        return [range.lowerBound, range.upperBound] + Set(starts).filter(range.contains).sorted()
    }
}

/// Slots of a grid in stretches, summed up so that those of any span are counted at once.
private struct SlotSums {
    /// In order and apart.
    let spans: [Range<UTCInstant>]
    /// The slots before each stretch, and all of them at the end.
    private let before: [Int]
    private let every: Nanoseconds

    init(_ spans: [Range<UTCInstant>], every: Nanoseconds) {
        self.spans = spans
        self.every = every
        before = spans.reduce(into: [0]) { sums, span in
            sums.append((sums.last ?? 0) + PlannedStops.slots(in: span, every: every))
        }
    }

    func count(in range: Range<UTCInstant>) -> Int {
        upTo(range.upperBound) - upTo(range.lowerBound)
    }

    private func upTo(_ instant: UTCInstant) -> Int {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].lowerBound < instant { low = middle + 1 } else { high = middle }
        }
        guard low > 0, instant < spans[low - 1].upperBound else { return before[low] }
        return before[low]
            - PlannedStops.slots(in: instant..<spans[low - 1].upperBound, every: every)
    }
}
