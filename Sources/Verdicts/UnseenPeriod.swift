import Measuring
import Timekeeping
import Workload

/// A stretch in which a latency-continuation period could have gone unseen.
struct UnseenPeriod: Equatable {
    enum Cause: Equatable {
        /// Too few operations in each window to tell, and enough violations over all of them.
        case fewOperations
        /// A bad window without a second one: a period opens at two.
        case lonelyWindow(Nanoseconds)
        /// Too few windows for two bad ones to lie beside good ones.
        case fewWindows(Nanoseconds)
    }

    /// A period as long as this may have been there.
    var length: Nanoseconds
    var cause: Cause

    /// Fewer windows than this are no run to look for periods in.
    static let fewestWindows = 3
}

extension UnseenPeriod {
    /// The longest that the windows of a scope can hide; `nil` when they hide none.
    init?(_ windows: [EpisodeWindow], settings: EpisodeSettings) {
        let found =
            Self.sparse(windows, settings) + Self.lonely(windows, settings)
            + Self.short(windows, settings)
        guard let longest = found.max(by: { $0.length < $1.length }) else { return nil }
        self = longest
    }

    private static func sparse(
        _ windows: [EpisodeWindow],
        _ settings: EpisodeSettings
    ) -> [Self] {
        windows.split { $0.state != .empty }
            .filter { violations(in: $0) >= settings.fewestOperations }
            .map { Self(length: length(of: $0), cause: .fewOperations) }
    }

    /// A bad window in no period: what filled it may reach into both of its neighbours, by less
    /// than a window in all or one of them were bad too.
    private static func lonely(
        _ windows: [EpisodeWindow],
        _ settings: EpisodeSettings
    ) -> [Self] {
        let spans = EpisodeTracker.spans(of: windows.map(\.state), settings: settings)
        let covered = spans.reduce(into: Set<Int>()) { covered, span in
            covered.formUnion(span.first..<(span.closing ?? windows.count))
        }
        return windows.indices
            .filter { windows[$0].state == .bad && !covered.contains($0) }
            .map { index in
                Self(
                    length: length(of: [windows[index]]) + settings.window,
                    cause: .lonelyWindow(settings.window)
                )
            }
    }

    /// A run of one or two windows shows no period unless all of it is one.
    private static func short(
        _ windows: [EpisodeWindow],
        _ settings: EpisodeSettings
    ) -> [Self] {
        guard windows.count < fewestWindows,
            violations(in: windows[...]) >= settings.fewestOperations,
            EpisodeTracker.spans(of: windows.map(\.state), settings: settings).isEmpty
        else { return [] }
        return [Self(length: length(of: windows[...]), cause: .fewWindows(settings.window))]
    }

    private static func violations(in windows: ArraySlice<EpisodeWindow>) -> Int {
        windows.reduce(0) { $0 + $1.violations }
    }

    private static func length(of windows: ArraySlice<EpisodeWindow>) -> Nanoseconds {
        CellSlice.length * windows.reduce(0) { $0 + $1.slices.count }
    }
}

extension RunRecord {
    /// The longest stretch in which a latency-continuation period could have gone unseen; `nil`
    /// when there is none.
    func longestUnseen(of scope: Episode.Scope, for terms: RunTerms) -> UnseenPeriod? {
        guard let settings = episodeSettings(of: scope, for: terms) else { return nil }
        let windows = EpisodeDetector.windows(
            of: scope,
            in: self,
            judgedOnly: false,
            settings: settings
        )
        return UnseenPeriod(windows, settings: settings)
    }
}
