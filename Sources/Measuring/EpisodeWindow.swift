import Statistics
import Timekeeping

/// A window of planned starts with its verdict (methodology §4.4).
package struct EpisodeWindow: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Violations exceed the allowance significantly.
        case bad
        /// The promise is kept in this window.
        case good
        /// Neither: whatever was going on goes on.
        case neutral
        /// Too few operations to say, also after merging; it is passed over.
        case empty
    }

    /// Tenths of a second since the origin.
    package var slices: Range<Int>
    package var planned: Int
    package var violations: Int
    package var state: State

    package init(slices: Range<Int>, planned: Int, violations: Int, state: State) {
        self.slices = slices
        self.planned = planned
        self.violations = violations
        self.state = state
    }

    /// The share in time, 0 … 1; 1 when nothing was planned.
    package var compliance: Double {
        planned > 0 ? Double(planned - violations) / Double(planned) : 1
    }

    /// The state of a window with so many operations planned and violations among them.
    package static func state(
        planned: Int,
        violations: Int,
        settings: EpisodeSettings
    ) -> State {
        guard planned >= max(1, settings.fewestOperations) else { return .empty }
        let chance = Binomial.tail(
            atLeast: Double(violations),
            of: Double(planned),
            chance: 1 - settings.share
        )
        if violations > 0, chance <= settings.significance { return .bad }
        return Double(planned - violations) >= settings.share * Double(planned) - 1e-9
            ? .good : .neutral
    }

    /// All windows of a range, those with too few operations merged with the following ones.
    ///
    /// In a closed model a complete stall soon leaves nobody who could start anything. A window
    /// with too few planned starts is therefore also bad when late operations planned before it
    /// waited all through it, counted as if planned in it.
    static func windows(
        of source: EpisodeSource,
        in range: Range<Int>,
        settings: EpisodeSettings
    ) -> [EpisodeWindow] {
        let length = max(1, Int(settings.window.count / CellSlice.length.count))
        var windows: [EpisodeWindow] = []
        var start = range.lowerBound
        while start < range.upperBound {
            var window = single(of: source, from: start, length: length, range, settings)
            var merged = 1
            while window.state == .empty, merged < settings.mostMerged,
                window.slices.upperBound < range.upperBound
            {
                let next = single(
                    of: source,
                    from: window.slices.upperBound,
                    length: length,
                    range,
                    settings
                )
                if isStalled(next, source, settings) { break }
                window.planned += next.planned
                window.violations += next.violations
                window.slices = window.slices.lowerBound..<next.slices.upperBound
                window.state = state(
                    planned: window.planned,
                    violations: window.violations,
                    settings: settings
                )
                merged += 1
            }
            start = window.slices.upperBound
            windows.append(window)
        }
        return windows
    }

    private static func single(
        of source: EpisodeSource,
        from start: Int,
        length: Int,
        _ range: Range<Int>,
        _ settings: EpisodeSettings
    ) -> EpisodeWindow {
        let slices = start..<min(start + length, range.upperBound)
        var window = EpisodeWindow(slices: slices, planned: 0, violations: 0, state: .empty)
        for slice in source.slices(in: slices) {
            window.planned += slice.planned
            window.violations += slice.violations
        }
        window.state = state(
            planned: window.planned,
            violations: window.violations,
            settings: settings
        )
        guard window.state == .empty else { return window }
        let waiting = source.waitingThroughout(slices)
        let withWaiting = state(
            planned: window.planned + waiting,
            violations: window.violations + waiting,
            settings: settings
        )
        if withWaiting == .bad {
            window.planned += waiting
            window.violations += waiting
            window.state = .bad
        }
        return window
    }

    private static func isStalled(
        _ window: EpisodeWindow,
        _ source: EpisodeSource,
        _ settings: EpisodeSettings
    ) -> Bool {
        window.state == .bad && source.waitingThroughout(window.slices) > 0
    }
}
