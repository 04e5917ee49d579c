package import Timekeeping

/// The distance between probes that was really kept (checklist item 16).
package struct DistanceFigures: Sendable, Hashable {
    /// The longest time between the begins of two ticks that follow one another.
    package let longest: Nanoseconds?
    /// The same between neighbours in the grid: not across slots that nobody probed, which are gaps
    /// or planned stops.
    package let longestOfNeighbours: Nanoseconds?
    /// Slots that were probed ÷ slots that were due, outside planned stops; `nil` when none was.
    package let kept: Double?
    /// How late a tick began after its slot, at most.
    package let latest: Nanoseconds?

    init(_ slots: ArraySlice<Timeline.Slot>, _ observation: Observation, every: Nanoseconds) {
        longest = zip(slots, slots.dropFirst()).map { $1.started - $0.started }
            .max { $0 < $1 }
        longestOfNeighbours = Self.longestOfNeighbours(slots, every: every)
        latest = slots.map { $0.started - $0.slot }.max { $0 < $1 }
        kept =
            observation.planned > 0
            ? Double(observation.known) / Double(observation.planned) : nil
    }

    static func longestOfNeighbours(
        _ slots: ArraySlice<Timeline.Slot>,
        every: Nanoseconds
    ) -> Nanoseconds? {
        zip(slots, slots.dropFirst()).filter { $1.slot - $0.slot == every }
            .map { $1.started - $0.started }
            .max { $0 < $1 }
    }
}
