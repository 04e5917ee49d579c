import Timekeeping
import Wording

/// A latency-continuation period as the reports show it.
struct EpisodeRow {
    /// From 1, by start.
    var number: Int
    /// An operation's name, "all online operations", or "online operations of comp01".
    var subject: Bilingual
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

    /// "542 of 542": those late or failed.
    var violationText: Bilingual {
        let (bad, all) = (Figures.count(violations), Figures.count(planned))
        return Bilingual(ja: "\(all)件中\(bad)件", en: "\(bad) of \(all)")
    }

    var remarks: [Bilingual] {
        [
            leftCensored
                ? Bilingual(ja: "測定開始時にすでに継続中", en: "under way when measuring began") : nil,
            rightCensored
                ? Bilingual(ja: "測定終了時も継続中", en: "still going on at the end") : nil,
            generatorSuspect
                ? Bilingual(ja: "計測側に疑い", en: "generator suspect") : nil,
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
