package import Timekeeping

/// How episodes are told; defaults of methodology §4.4.
package struct EpisodeSettings: Sendable, Hashable {
    /// The window W; whole tenths of a second, at least one.
    package var window: Nanoseconds
    /// The promised share φ of operations in time, 0 … 1.
    package var share: Double
    /// An episode opens after `badToOpen` bad windows among the last `openSpan`.
    package var badToOpen: Int
    package var openSpan: Int
    /// It closes after so many good windows in a row.
    package var goodToClose: Int
    /// The chance of calling a window bad when the promise is just kept.
    package var significance: Double
    /// Windows with fewer operations are merged with the next ones.
    package var fewestOperations: Int
    /// At most so many windows are merged.
    package var mostMerged: Int
    /// The generator's own delay from which an episode counts as suspect.
    package var suspectLag: Nanoseconds

    package init(
        window: Nanoseconds = .seconds(10),
        share: Double,
        badToOpen: Int = 2,
        openSpan: Int = 3,
        goodToClose: Int = 2,
        significance: Double = 0.01,
        fewestOperations: Int = 3,
        mostMerged: Int = 6,
        suspectLag: Nanoseconds = .milliseconds(100)
    ) {
        self.window = window
        self.share = share
        self.badToOpen = badToOpen
        self.openSpan = openSpan
        self.goodToClose = goodToClose
        self.significance = significance
        self.fewestOperations = fewestOperations
        self.mostMerged = mostMerged
        self.suspectLag = suspectLag
    }
}
