package import Measuring
import Statistics
package import Timekeeping
package import Workload

/// A quantile with what is known of it.
package struct QuantileEstimate: Sendable, Equatable {
    /// Of the recorded times; see ``LatencyHistogram/percentile(_:)``.
    package var value: Nanoseconds
    /// The quantile is at least this, with 95 % confidence; `nil` where too few times tell.
    package var lower: Nanoseconds?
    /// The quantile is at most this, with 95 % confidence; `nil` where too few times tell.
    package var upper: Nanoseconds?
    /// How many times were recorded.
    package var n: Int
    /// How many independent ones they are worth; `nil` when the run was too short to tell, and
    /// then there are no limits.
    package var effectiveN: Double?

    /// A quantile without limits.
    package init(value: Nanoseconds, n: Int) {
        self.value = value
        self.n = n
    }
}

/// Estimates quantiles of times that depend on their neighbours (methodology §3.3, §3.4).
///
/// The effective sample size is that of "above the quantile", by batch means over seconds: in a
/// slow minute it is one event that many were slow. The limits are order statistics of the merged
/// histogram on that size, the same that a gate on the percentile is judged by.
package struct QuantileEstimator {
    private let merged: LatencyHistogram
    private let seconds: [SparseHistogram]
    private let dependence: Contract.Dependence

    /// - Parameters:
    ///   - seconds: the times by second of planned start, in order.
    ///   - dependence: whether the contract lets operations count as independent.
    package init(_ seconds: [SparseHistogram], dependence: Contract.Dependence) {
        self.seconds = seconds.filter { !$0.isEmpty }
        self.dependence = dependence
        var all = SparseHistogram()
        for second in seconds { all.merge(second) }
        merged = LatencyHistogram(all)
    }

    /// All times together.
    package var histogram: LatencyHistogram { merged }

    /// The quantile of a share of the times, 0 … 1 exclusive; `nil` without times.
    package func estimate(_ share: Double) -> QuantileEstimate? {
        Self.estimate(share, in: merged, tau: tau(above: share))
    }

    /// The same of other times that depend on each other as these do.
    package func estimate(_ share: Double, in other: LatencyHistogram) -> QuantileEstimate? {
        Self.estimate(share, in: other, tau: tau(above: share))
    }

    private static func estimate(
        _ share: Double,
        in histogram: LatencyHistogram,
        tau: Double?
    ) -> QuantileEstimate? {
        guard let value = histogram.percentile(share * 100) else { return nil }
        let n = Int(clamping: histogram.count)
        var estimate = QuantileEstimate(value: value, n: n)
        guard let tau else { return estimate }
        let effective = Double(n) / tau
        let limits = QuantileLimits(count: n, effectiveCount: effective, quantile: share)
        estimate.effectiveN = effective
        estimate.lower = limits.lower.flatMap(histogram.value(atRank:))
        estimate.upper = limits.upper.flatMap(histogram.value(atRank:))
        return estimate
    }

    /// How many operations count as one; `nil` when the run was too short to tell.
    private func tau(above share: Double) -> Double? {
        guard dependence == .measured else { return 1 }
        guard let value = merged.percentile(share * 100) else { return nil }
        // Nothing is above the last bucket (time-outs, for one), and everything may be at or
        // above the first: each alone would have no variation to tell dependence by.
        let samples = [{ $0.count(above: value) }, { $0.count(from: value) }]
            .map { (count: (SparseHistogram) -> Int) in
                EffectiveSample(
                    hits: seconds.map { (Int(clamping: $0.extent.count), count($0)) }
                )
            }
        guard samples.allSatisfy(\.isAssessable) else { return nil }
        return samples.map(\.tau).max()
    }
}
