import Measuring
import Timekeeping
import Wording

/// The few seconds of a run in which the generator was held up for a moment.
///
/// A breach makes a run INVALID unless the seconds it affected can be set aside (methodology
/// §7.2). One that passes in half a second can only lengthen times, since planned starts stay
/// where they are: a gate kept in spite of it is kept, and one broken by it is judged again
/// without it (``Judge``). So a run with a hiccup or two keeps its verdict, and one whose
/// generator stood still for longer, or again and again, does not.
struct Hiccups {
    /// A longer one thins the load too much.
    static let longest = Nanoseconds.milliseconds(500)
    /// Seconds with one, at most this share of those judged.
    static let mostOfRun = 0.05

    /// The seconds set aside; none when there were too many or too long ones.
    let seconds: Set<Int>
    /// All other seconds.
    let others: [SecondFigures]
    private let worst: Nanoseconds

    init(_ record: RunRecord, lagLimit: Nanoseconds, holdUpLimit: Nanoseconds) {
        let timeline = record.timeline.filter { !record.isWhollyLeftOut($0.second) }
        let judged = timeline.count { !record.leftOut.contains($0.second) }
        let held = timeline.filter {
            $0.worstLag > lagLimit || $0.loop.longestHoldUp > holdUpLimit
        }
        let worst = held.map { max($0.worstLag, $0.loop.longestHoldUp) }.max() ?? .zero
        let isPassing =
            worst <= Self.longest
            && Double(held.count) <= Self.mostOfRun * Double(judged)
        let seconds = isPassing ? Set(held.map(\.second)) : []
        self.seconds = seconds
        self.worst = worst
        others = timeline.filter { !seconds.contains($0.second) }
    }

    /// What was set aside, to follow a finding; empty when nothing was.
    var words: Bilingual {
        guard !seconds.isEmpty else { return .none }
        let length =
            seconds.count == 1
            ? Bilingual(ja: "一秒", en: "one second")
            : Bilingual(ja: "\(seconds.count)秒", en: "\(seconds.count) s")
        return Bilingual(
            ja: "最大\(worst)の一時的な停止があった\(length)を除く",
            en: "not counting \(length) with a hold-up of at most \(worst)"
        )
    }
}
