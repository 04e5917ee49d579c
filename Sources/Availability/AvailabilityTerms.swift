package import Timekeeping

/// What a contract says about availability and repair (checklist items in brackets).
package struct AvailabilityTerms: Sendable, Hashable {
    /// [1] When the service is to be had, as the contract writes it; only ``roundTheClock`` is
    /// judged.
    package var serviceHours: String?
    /// [5] The least share of the planned time, in (0, 1]; `nil` = reported, not judged.
    package var share: Double?
    /// [5] The period it is taken over; `nil` = none is named.
    package var over: Nanoseconds?
    /// [2] How long before its begin a planned stop must be announced; `nil` = by then.
    package var notice: Nanoseconds?
    /// [2] Planned stops, in any order; they may overlap.
    package var windows: [PlannedWindow] = []
    /// [10] The mean time to repair.
    package var meanRepair: Nanoseconds?
    /// [10, 15] From an outage to its notice.
    package var notifyWithin: Nanoseconds?
    /// [12] Outages longer than this are long.
    package var longOutage: Nanoseconds?
    /// [12] How many long ones a year may have.
    package var longOutagesAtMost: Int?
    /// The distance between the ticks of the record; above 0.
    package var every: Nanoseconds
    /// [16] The distance that the contract promises; `nil` = none.
    package var promisedEvery: Nanoseconds?
    /// How far apart ticks must be to count as independent of each other where something is
    /// inferred from them: the contract's own distance, however often it is really probed.
    ///
    /// Ticks a second apart see the same outages: 598 of them prove no month.
    package var independentAfter = usualDistance
    /// [13] What the contract's monitoring probes; empty = nothing is promised.
    package var monitoring: [ProbeKind] = []
    /// What every tick must have probed for a PASS of the availability: ``monitoring``, or what the
    /// probe itself asks where the contract is silent.
    package var probes: [ProbeKind] = []
    /// When a tick counts as down; the probe's own rule, which no contract has.
    package var rule = DownRule.any
    /// Shorter outages are listed and not counted.
    ///
    /// The probe's own rule, which no contract has: it keeps a FAIL away and never makes a PASS.
    package var leastOutage = Nanoseconds.zero
    /// The pause before the second look that a failed tick needs to count; `nil` = there is none.
    package var confirm: Nanoseconds?

    /// XC-Gate's distance, item 16.
    package static let usualDistance = Nanoseconds.seconds(300)

    /// At every hour of every day, planned stops left out.
    package static let roundTheClock = "24x7"

    package init(every: Nanoseconds = usualDistance) {
        self.every = every > .zero ? every : Self.usualDistance
    }
}

extension AvailabilityTerms {
    /// What of the probe's own rules keeps failed probes from counting, as its file has it.
    package var leniency: [String] {
        [
            leastOutage > .zero ? "min-outage \(DurationText.canonical(leastOutage))" : nil,
            rule == .all ? "down-when all" : nil,
        ].compactMap(\.self)
    }
}

/// A planned stop of the service, from its begin up to but without its end.
package struct PlannedWindow: Sendable, Hashable {
    package var from: UTCInstant
    package var to: UTCInstant
    /// When it was announced; `nil` = not known to have been.
    package var announced: UTCInstant?

    package init(from: UTCInstant, to: UTCInstant, announced: UTCInstant?) {
        self.from = from
        self.to = to
        self.announced = announced
    }
}

/// Why a planned stop is not taken out of the planned time.
package enum WindowFlaw: Sendable, Hashable {
    /// It ends before it begins.
    case isEmpty
    /// Nothing says when it was announced: what is written into a contract afterwards would
    /// otherwise make any outage a planned one.
    case isUnannounced
    /// The notice given, which is shorter than the contract's; negative after the begin.
    case isTooLate(Nanoseconds)
}

extension PlannedWindow {
    /// How long before its begin it was announced; negative after it.
    package var given: Nanoseconds? { announced.map { from - $0 } }

    /// What keeps the window from being taken out, or `nil` (methodology §6.1).
    package func flaw(notice: Nanoseconds?) -> WindowFlaw? {
        guard from < to else { return .isEmpty }
        guard let announced else { return .isUnannounced }
        let given = from - announced
        return given < notice ?? .zero ? .isTooLate(given) : nil
    }
}
