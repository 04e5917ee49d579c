/// How many independent observations a run of dependent ones is worth (methodology §3.3).
///
/// Requests in one slow minute are one event. τ = the largest b·Var(batch mean) ÷ Var(x) over
/// batches of doubling size b; n_eff = n ÷ τ. Every size is looked at that leaves at least 16
/// batches, since dependence over minutes is weak within seconds; fewer only say something where
/// the smaller sizes all showed strong dependence, b·Var(batch mean) ÷ Var(x) > 0.2·b.
package struct EffectiveSample: Hashable, Sendable {
    /// How many observations count as one; at least 1.
    package var tau: Double
    /// Batches at the size that gave τ.
    package var batches: Int
    /// Correlation of successive entries of the series, -1 … 1; 0 without variation.
    package var lag1: Double
    /// Observations in all.
    package var count: Double

    /// Fewer batches than this cannot tell dependence.
    package static let fewestBatches = 16

    /// n ÷ τ; zero without observations.
    package var effectiveCount: Double { count / tau }

    /// Whether the run was long enough to assess dependence; if not, a pass is not proven.
    package var isAssessable: Bool { batches >= Self.fewestBatches }

    /// The effective size of hits (say, late operations) counted per slice of time, in order.
    ///
    /// Slices without observations are allowed. Batches are runs of 1, 2, 4, … slices; the
    /// finest is always used, since nothing within a slice is known.
    package init(hits series: [(count: Int, hits: Int)]) {
        let slices = series.map { Batch(count: Double($0.count), sum: Double($0.hits)) }
        let all = slices.reduce(into: Batch()) { $0.add($1) }
        let share = all.mean
        self.init(slices, total: all, variance: share * (1 - share))
    }

    /// The effective size of single values in order.
    package init(values given: [Double]) {
        // Distances from the first value are exactly 0 without variation; from a mean, not quite.
        let values = given.map { $0 - given[0] }
        let slices = values.map { Batch(count: 1, sum: $0) }
        let all = slices.reduce(into: Batch()) { $0.add($1) }
        let variance =
            values.reduce(0) { $0 + ($1 - all.mean) * ($1 - all.mean) } / max(1, all.count)
        self.init(slices, total: all, variance: variance)
    }

    private init(_ slices: [Batch], total: Batch, variance: Double) {
        let used = slices.filter { $0.count > 0 }
        count = total.count
        tau = 1
        batches = used.count
        lag1 = Autocorrelation.lag1(used.map(\.mean))
        guard variance > 0, variance.isFinite, used.count > 1 else { return }
        var size = 1
        var isStrong = true
        while size < slices.count {
            let level = Self.merged(slices, by: size)
            guard let inflation = Self.inflation(level, total.mean, variance) else { break }
            let perBatch = total.count / Double(level.count)
            isStrong = isStrong && (size == 1 || inflation > 0.2 * perBatch)
            // A handful of nearly independent batches says nothing more, and only adds noise.
            guard level.count >= Self.fewestBatches || isStrong else { break }
            consider(inflation, of: level.count)
            size *= 2
        }
    }

    private mutating func consider(_ inflation: Double, of batchCount: Int) {
        guard inflation > tau, inflation.isFinite else { return }
        tau = min(inflation, max(1, count))
        batches = batchCount
    }

    private static func merged(_ slices: [Batch], by size: Int) -> [Batch] {
        stride(from: 0, to: slices.count, by: size).compactMap { start in
            let batch = slices[start..<min(start + size, slices.count)]
                .reduce(into: Batch()) { $0.add($1) }
            return batch.count > 0 ? batch : nil
        }
    }

    /// b·Var(batch mean) ÷ Var(x) for batches that need not be equally large; `nil` for fewer
    /// than two batches.
    private static func inflation(
        _ level: [Batch],
        _ mean: Double,
        _ variance: Double
    ) -> Double? {
        guard level.count > 1 else { return nil }
        var squares = 0.0
        var total = 0.0
        for batch in level {
            let excess = batch.sum - batch.count * mean
            squares += excess * excess
            total += batch.count
        }
        let correction = Double(level.count) / Double(level.count - 1)
        return correction * squares / (total * variance)
    }

    private struct Batch {
        var count = 0.0
        var sum = 0.0
        var mean: Double { count > 0 ? sum / count : 0 }

        mutating func add(_ other: Batch) {
            count += other.count
            sum += other.sum
        }
    }
}
