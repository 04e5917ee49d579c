import Glibc
import Timekeeping

/// Finds the edges of an episode to the request (methodology §4.4, robustness).
enum EpisodeEdges {
    /// The stretch of slices with the largest sum of scores, grown at each end by the next slice
    /// if that has violations too and is near; `nil` when none has violations.
    ///
    /// A violation scores ln(p1 ÷ p0), any other operation ln((1 − p1) ÷ (1 − p0)), where p0 is
    /// the allowance and p1 the share in the bad windows: one stray late request does not
    /// stretch an episode. Edges between tenths of a second come from the growth: a tenth that
    /// is partly late scores below zero and would be left out. At a low rate the next tenth in
    /// which anything was planned may be some tenths away.
    static func segment(
        of slices: ArraySlice<EpisodeSource.Slice>,
        allowance: Double,
        badShare: Double
    ) -> ArraySlice<EpisodeSource.Slice>? {
        let p0 = min(max(allowance, 1e-4), 0.94)
        let p1 = min(max(badShare, p0 + 0.05), 0.99)
        let violationScore = log(p1 / p0)
        let otherScore = log((1 - p1) / (1 - p0))
        var best: (score: Double, range: ClosedRange<Int>)?
        var running = (score: 0.0, start: slices.startIndex)
        for position in slices.indices {
            let slice = slices[position]
            if running.score <= 0 { running = (0, position) }
            running.score +=
                Double(slice.violations) * violationScore
                + Double(slice.planned - slice.violations) * otherScore
            guard slice.violations > 0 else { continue }
            if running.score > best?.score ?? -.infinity {
                best = (running.score, running.start...position)
            }
        }
        guard var range = best?.range else { return nil }
        if isViolatingNeighbour(slices, range.lowerBound, -1) {
            range = range.lowerBound - 1...range.upperBound
        }
        if isViolatingNeighbour(slices, range.upperBound, 1) {
            range = range.lowerBound...range.upperBound + 1
        }
        return slices[range]
    }

    /// How far away the next slice may be, in tenths: a second.
    private static let reach = CellSlice.perSecond

    private static func isViolatingNeighbour(
        _ slices: ArraySlice<EpisodeSource.Slice>,
        _ position: Int,
        _ step: Int
    ) -> Bool {
        let neighbour = position + step
        guard slices.indices.contains(neighbour) else { return false }
        return slices[neighbour].violations > 0
            && abs(slices[neighbour].index - slices[position].index) <= reach
    }
}
