package import Timekeeping

/// Ticks judged by a contract: availability, outages, repair, and what can be concluded yet.
///
/// Pure: the same ticks, terms and moment give the same report.
package struct AvailabilityReport: Sendable {
    package let terms: AvailabilityTerms
    /// What was judged: from its first slot up to but without the first slot not due yet.
    package let range: Range<UTCInstant>
    /// The period of the contract that decides about its share: the worst of all in ``range``, or
    /// the one that ``range`` begins; `nil` when the contract names no share or no period.
    package let deciding: Period?
    package let stops: PlannedStops
    /// The slots, outages and gaps of ``range``.
    package let observation: Observation
    /// The slots themselves, those before ``range`` too.
    package let timeline: Timeline
    /// Outages of the last 365 days, for item 12.
    package let year: Observation
    /// The stretch that ``year`` was looked for in.
    package let yearRange: Range<UTCInstant>
    package let confidence: TickConfidence
    package let repair: RepairFigures
    package let distance: DistanceFigures
    /// Those of outages found in ``range``.
    package let notices: [Notice]
    /// Whether the record has any notice, of whatever period: a hook was there.
    let isNotifying: Bool
    /// Every term, judged, in the order of the checklist; kept, since each looks through a year.
    package private(set) var findings: [Finding] = []

    /// Judges ticks.
    ///
    /// - Parameters:
    ///   - ticks: in any order; those of one slot are joined.
    ///   - now: up to when the record goes; slots since the last tick that were due by then are a
    ///     gap.
    ///   - from: the begin of what is judged; the record's first tick when absent.
    ///   - to: the end of what is judged; ``now`` when absent or later.
    ///   - notices: all that were given; those of other periods are left out.
    package init(
        ticks: [Tick],
        terms: AvailabilityTerms,
        now: UTCInstant,
        from: UTCInstant? = nil,
        to: UTCInstant? = nil,
        notices: [Notice] = []
    ) {
        self.terms = terms
        let timeline = Timeline(ticks, every: terms.every, rule: terms.rule)
        let stops = PlannedStops(terms.windows, notice: terms.notice)
        let end = Self.end(of: timeline, now: now, to: to)
        let begin = from?.rounded(upTo: terms.every) ?? timeline.slots.first?.slot ?? end
        let range = begin..<max(begin, end)
        let yearBegin = max(timeline.slots.first?.slot ?? begin, end - .seconds(365 * 86_400))
            .rounded(upTo: terms.every)
        self.timeline = timeline
        self.stops = stops
        self.range = range
        self.notices = notices.filter { range.contains($0.slot) }
        isNotifying = !notices.isEmpty
        yearRange = yearBegin..<max(yearBegin, end)
        observation = OutageFinder.observe(timeline, in: range, terms: terms, stops: stops)
        year = OutageFinder.observe(timeline, in: yearRange, terms: terms, stops: stops)
        deciding = PeriodSearch(observation, terms: terms, stops: stops)?.deciding(in: range)
        confidence = TickConfidence(
            slots: observation.planned,
            down: observation.down,
            unknown: observation.unknown + observation.lenient,
            runs: observation.outages.map(\.ticks) + observation.gaps.map(\.slots)
                + observation.spared.map { PlannedStops.slots(in: $0, every: terms.every) },
            least: terms.independentAfter.seconds / terms.every.seconds
        )
        repair = RepairFigures(observation, every: terms.every)
        distance = DistanceFigures(timeline.slots(in: range), observation, every: terms.every)
        findings = judged
    }

    /// The first slot that was not due: one counts as missed when half a distance has passed,
    /// since until then it may still be probed.
    private static func end(
        of timeline: Timeline,
        now: UTCInstant,
        to: UTCInstant?
    ) -> UTCInstant {
        let every = timeline.every
        let due = (now - Nanoseconds(every.count / 2)).rounded(downTo: every) + every
        let probed = timeline.slots.last.map { $0.slot + every } ?? due
        // A clock stepped back may have left slots that are still to come.
        let end = max(due, min(probed, now.rounded(downTo: every) + every))
        return min(end, to?.rounded(upTo: every) ?? end)
    }

    // MARK: Figures

    /// What of the probe's own rules keeps failed probes from counting; the second look too where
    /// some tick was up by it alone, whatever the terms say of it now.
    package var leniency: [String] {
        guard observation.secondLooks > 0 else { return terms.leniency }
        let pause = terms.confirm.map { " \(DurationText.canonical($0))" } ?? ""
        return terms.leniency + ["confirm\(pause)"]
    }

    /// The contract's period that decides; what was judged when none is named.
    package var period: Range<UTCInstant> { deciding?.range ?? range }

    /// Of ``period``; `nil` when the contract names no share or no period.
    package var budget: Budget? { deciding?.budget }

    /// The time that counts as down in ``period``: k·Δ over the outages that count.
    package var downtime: Nanoseconds {
        deciding?.downtime ?? terms.every * observation.down
    }

    /// Whether the record holds more than one period, so that ``period`` is the worst of them.
    package var hasSeveralPeriods: Bool {
        deciding.map { range.upperBound - range.lowerBound > $0.range.length } ?? false
    }

    /// (planned − down) ÷ planned over the slots that were probed; `nil` without one (§6.1).
    package var availability: Double? {
        guard observation.known > 0 else { return nil }
        return 1 - Double(observation.down) / Double(observation.known)
    }

    /// The availability had the service been down in every gap, and had it been up.
    package var availabilityBounds: ClosedRange<Double>? {
        guard observation.planned > 0 else { return nil }
        let all = Double(observation.planned)
        let best = 1 - Double(observation.down) / all
        return best - Double(observation.unknown) / all...best
    }

    /// Whether the contract's period is over, so that nothing more is to come.
    package var isPeriodOver: Bool {
        terms.over != nil && range.upperBound >= period.upperBound
    }

    /// Slots outside planned stops that the period still has.
    package var slotsToCome: Int {
        stops.plannedSlots(
            in: range.upperBound..<max(range.upperBound, period.upperBound),
            every: terms.every
        )
    }

    /// How fast the budget is used, over all that was judged (§6.7).
    package var burn: Double? {
        terms.share.flatMap {
            Budget.burn(
                down: terms.every * observation.down,
                elapsed: terms.every * observation.known,
                share: $0
            )
        }
    }

    /// The same over the last hour.
    package var burnOfLastHour: Double? {
        guard let share = terms.share else { return nil }
        let hour = max(range.lowerBound, range.upperBound - .seconds(3_600))..<range.upperBound
        let slots = timeline.slots(in: hour).filter { !stops.contains($0.slot) }
        let known = slots.filter { $0.state != .unknown }.count
        let down = slots.filter { $0.state == .down }.count
        return Budget.burn(down: terms.every * down, elapsed: terms.every * known, share: share)
    }

    /// Clean ticks that are still needed for a PASS of item 5; `nil` when none will do.
    package var cleanTicksNeeded: Int? {
        terms.share.flatMap { confidence.cleanTicksNeeded(toProve: $0) }
    }

    /// The kinds of probe that the contract's monitoring has and some tick lacks.
    package var unprobedKinds: [ProbeKind] { unprobedKinds(in: range) }

    func unprobedKinds(in range: Range<UTCInstant>) -> [ProbeKind] {
        let slots = timeline.slots(in: range)
        return terms.probes.filter { kind in
            slots.contains { $0.state == .up && !$0.kinds.contains(kind) }
        }
    }
}

extension Range<UTCInstant> {
    var length: Nanoseconds { upperBound - lowerBound }
}

extension UTCInstant {
    /// The first multiple of `step` since 1970 that is not earlier.
    package func rounded(upTo step: Nanoseconds) -> UTCInstant {
        let down = rounded(downTo: step)
        return down == self ? self : down + step
    }
}
