import Measuring
import Statistics
import Timekeeping

/// Whether the judged part of a run was steady, and from where on (methodology §2.1, §2.2).
package struct SteadyState: Sendable, Equatable {
    /// Seconds from the beginning of the judged span to where MSER-5 would begin; 0 = no cut.
    package var warmUp: Int
    /// False when the best cut is at the middle: neither times nor throughput had settled.
    package var isSettled: Bool
    /// How the median response time changed; `nil` for spans of less than 20 seconds.
    package var trend: Trend?

    /// The Theil–Sen slope over the judged span, as a share of the median; with its 95 % interval.
    package struct Trend: Sendable, Equatable {
        package var change: Double
        package var lower: Double
        package var upper: Double
    }

    /// `nil` with fewer than ten seconds in which something was planned.
    package init?(_ facts: RunFacts) {
        let seconds = SecondTimes(facts)
        let medians = seconds.values(atShare: 0.5)
        guard medians.count >= 10 else { return nil }
        let cuts = [WarmUp(medians), WarmUp(seconds.counts)]
        // A cut counts values, which only seconds with operations have.
        let begins = zip(cuts, [seconds.withTimes, seconds.planned]).compactMap { cut, numbers in
            cut.cut > 0 && numbers.indices.contains(cut.cut) ? numbers[cut.cut] : nil
        }
        let begin = facts.record.plan.judgedSpan.lowerBound.wholeSecond
        warmUp = begins.max().map { max(0, $0 - begin) } ?? 0
        isSettled = cuts.allSatisfy(\.isSettled)
        trend = medians.count >= 20 ? Trend(medians) : nil
    }
}

extension SteadyState.Trend {
    fileprivate init?(_ medians: [Double]) {
        let middle = medians.sorted()[medians.count / 2]
        guard middle > 0, let interval = TheilSen.interval(medians) else { return nil }
        let scale = Double(medians.count) / middle
        change = TheilSen.slope(medians) * scale
        lower = interval.lower * scale
        upper = interval.upper * scale
    }
}

/// Response times of judged operations by second of planned start, in order.
struct SecondTimes {
    private let seconds: [(second: Int, times: SparseHistogram, planned: Int)]

    /// - Parameter operations: by index; `nil` = all judged ones.
    init(_ facts: RunFacts, operations: [Int]? = nil) {
        let wanted = Set(operations ?? facts.terms.judgedOperations)
        let end = facts.look?.end ?? Nanoseconds(.max)
        var bySecond: [Int: (times: SparseHistogram, planned: Int)] = [:]
        for (key, cell) in facts.record.cells
        where key.isJudged && wanted.contains(key.operation) && .seconds(key.second) < end
            && cell.planned > 0
        {
            var known = bySecond[key.second] ?? (SparseHistogram(), 0)
            known.times.merge(cell.response)
            known.planned += cell.planned
            bySecond[key.second] = known
        }
        seconds = bySecond.sorted { $0.key < $1.key }.map { ($0.key, $0.value.0, $0.value.1) }
    }

    /// Operations planned in each second.
    var counts: [Double] { seconds.map { Double($0.planned) } }

    /// The seconds of the run in which something was planned, and those of them that have times.
    var planned: [Int] { seconds.map(\.second) }
    var withTimes: [Int] { seconds.filter { !$0.times.isEmpty }.map(\.second) }

    /// A quantile of each second that has times, in seconds.
    func values(atShare share: Double) -> [Double] {
        seconds.compactMap { $0.times.value(atShare: share)?.seconds }
    }

    /// A quantile of each stretch of so many of the seconds, in seconds.
    func values(atShare share: Double, every length: Int) -> [Double] {
        stride(from: 0, to: seconds.count, by: length).compactMap { start in
            var times = SparseHistogram()
            for second in seconds[start..<min(start + length, seconds.count)] {
                times.merge(second.times)
            }
            return times.value(atShare: share)?.seconds
        }
    }
}
