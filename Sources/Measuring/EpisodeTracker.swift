/// Opens and closes episodes over windows: M of N bad open one, so many good in a row close it.
package struct EpisodeTracker {
    /// An episode as windows tell it, by index into the windows.
    package struct Span: Hashable, Sendable {
        /// The first bad window.
        package var first: Int
        /// The bad window that opened it.
        package var opening: Int
        /// The first of the good windows that closed it; `nil` when it was open at the end.
        package var closing: Int?
    }

    /// The episodes in a sequence of windows; empty windows are passed over.
    package static func spans(
        of windows: [EpisodeWindow.State],
        settings: EpisodeSettings
    ) -> [Span] {
        var tracker = EpisodeTracker(settings: settings)
        for (index, state) in windows.enumerated() where state != .empty {
            tracker.advance(index, state)
        }
        return tracker.spans
    }

    private let settings: EpisodeSettings
    private var spans: [Span] = []
    private var isOpen = false
    /// The last windows while no episode is open.
    private var recent: [(index: Int, isBad: Bool)] = []
    private var firstGood: Int?
    private var goodInARow = 0

    private init(settings: EpisodeSettings) {
        self.settings = settings
    }

    private mutating func advance(_ index: Int, _ state: EpisodeWindow.State) {
        if isOpen {
            whileOpen(index, state)
        } else {
            whileClosed(index, state)
        }
    }

    private mutating func whileClosed(_ index: Int, _ state: EpisodeWindow.State) {
        recent.append((index, state == .bad))
        if recent.count > max(1, settings.openSpan) { recent.removeFirst() }
        let bad = recent.filter(\.isBad)
        guard let first = bad.first, bad.count >= max(1, settings.badToOpen) else { return }
        spans.append(Span(first: first.index, opening: index, closing: nil))
        isOpen = true
        recent = []
        goodInARow = 0
    }

    private mutating func whileOpen(_ index: Int, _ state: EpisodeWindow.State) {
        guard state == .good else {
            goodInARow = 0
            return
        }
        if goodInARow == 0 { firstGood = index }
        goodInARow += 1
        guard goodInARow >= max(1, settings.goodToClose) else { return }
        spans[spans.count - 1].closing = firstGood
        isOpen = false
    }
}
