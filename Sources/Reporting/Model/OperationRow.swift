import Timekeeping

/// The figures of one operation, as the reports show them.
struct OperationRow {
    /// Percentiles of one kind of time; each `nil` when nothing was measured.
    struct Times: Equatable {
        var p50: Nanoseconds?
        var p90: Nanoseconds?
        var p95: Nanoseconds?
        var p99: Nanoseconds?
        var p999: Nanoseconds?
        var min: Nanoseconds?
        var max: Nanoseconds?
        var mean: Nanoseconds?
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
    var causes: [(name: String, count: Int)]
    var response: Times
    var service: Times
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
    var users: Int?
}
