import Timekeeping

/// A latency-continuation period as the reports show it.
struct EpisodeRow {
    /// From 1, by start.
    var number: Int
    /// An operation's name, "all online operations", or "online operations of comp01".
    var subject: String
    /// Offsets from the run's origin.
    var start: Nanoseconds
    var end: Nanoseconds
    var alertedAt: Nanoseconds
    var startTime: String
    var endTime: String
    var planned: Int
    var violations: Int
    var worstShare: Double
    var p50: Nanoseconds?
    var p95: Nanoseconds?
    var longest: Nanoseconds?
    var leftCensored: Bool
    var rightCensored: Bool
    var generatorSuspect: Bool
    var operations: [String]
    /// "operation", "class", "service" or "tenant".
    var scope: String

    var duration: Nanoseconds { end - start }

    var startText: String { (leftCensored ? "≤ " : "") + Self.offset(start) }
    var endText: String { (rightCensored ? "≥ " : "") + Self.offset(end) }

    var remarks: [String] {
        [
            leftCensored ? "under way when measuring began" : nil,
            rightCensored ? "still going on at the end" : nil,
            generatorSuspect ? "generator suspect" : nil,
        ].compactMap(\.self)
    }

    /// "1:40.00": minutes and seconds of the run to a hundredth.
    static func offset(_ time: Nanoseconds) -> String {
        let hundredths = max(0, (time.count + 5_000_000) / 10_000_000)
        let (minutes, rest) = hundredths.quotientAndRemainder(dividingBy: 6_000)
        let seconds = DecimalText.fixed(Double(rest) / 100, decimals: 2)
        return "\(minutes):" + (rest < 1_000 ? "0" : "") + seconds
    }
}
