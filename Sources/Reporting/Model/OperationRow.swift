import Measuring
import Timekeeping
import Verdicts

/// The figures of one operation, as the reports show them.
struct OperationRow {
    /// Percentiles of one kind of time; each `nil` when nothing was measured.
    struct Times: Equatable {
        /// How many times were measured.
        var n: Int
        var p50: QuantileEstimate?
        var p90: QuantileEstimate?
        var p95: QuantileEstimate?
        var p99: QuantileEstimate?
        var p999: QuantileEstimate?
        var min: Nanoseconds?
        var max: Nanoseconds?
        var mean: Nanoseconds?

        /// With their names in files.
        var percentiles: [(name: String, estimate: QuantileEstimate?)] {
            [("p50", p50), ("p90", p90), ("p95", p95), ("p99", p99), ("p99.9", p999)]
        }

        /// Percentiles without limits, of times whose dependence is not known.
        init(_ histogram: LatencyHistogram) {
            let n = Int(clamping: histogram.count)
            self.init(histogram) { share in
                histogram.percentile(share * 100).map { QuantileEstimate(value: $0, n: n) }
            }
        }

        /// - Parameter estimate: the quantile of a share, 0 … 1.
        init(_ histogram: LatencyHistogram, _ estimate: (Double) -> QuantileEstimate?) {
            n = Int(clamping: histogram.count)
            p50 = estimate(0.5)
            p90 = estimate(0.9)
            p95 = estimate(0.95)
            p99 = estimate(0.99)
            p999 = estimate(0.999)
            min = histogram.min
            max = histogram.max
            mean = histogram.mean
        }
    }

    var name: String
    var className: String
    var isJudged: Bool
    var target: Nanoseconds?
    var planned: Int
    var succeeded: Int
    /// Over the target, succeeded or not.
    var late: Int
    var failed: Int
    /// Late or failed.
    var violations: Int
    /// Failures by cause, most frequent first.
    var causes: [(outcome: Outcome, count: Int)]
    var response: Times
    var service: Times
    /// What response time has beyond service time, added up.
    var gap: StartGap
    /// The second of the run in which the longest one was planned to start.
    var longestAt: Nanoseconds?

    /// The share that succeeded in time; `nil` when nothing was planned.
    var compliance: Double? {
        planned > 0 ? Double(planned - violations) / Double(planned) : nil
    }
}

/// The figures of one operation, or of all, in one window of planned starts.
struct WindowRow {
    var start: Nanoseconds
    var length: Nanoseconds
    /// `nil` for all judged operations together.
    var operation: Int?
    var planned: Int
    var late: Int
    var failed: Int
    var p50: Nanoseconds?
    var p95: Nanoseconds?
    var p99: Nanoseconds?
    var max: Nanoseconds?
    /// Of the service time; the others are of the response time.
    var serviceP50: Nanoseconds?
    var serviceP95: Nanoseconds?
    var serviceP99: Nanoseconds?
    var users: Int?
}
