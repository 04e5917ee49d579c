package import Measuring
package import Timekeeping
import Workload

/// How far a closed load was thinned by the service's own slowness (methodology §1.3).
///
/// A user that waits asks nothing, so a stall leaves few operations behind to tell of it. These
/// figures say how much was not asked. They are shown and judge nothing.
package struct LoadThinning: Sendable, Equatable {
    /// Operations planned in what of the judged span was played and not left out.
    package var achieved: Int
    /// Operations that the users would have planned in it had every answer taken its median:
    /// N ÷ (Z̄ + R̃), with the pauses' means; random pauses make the two differ by chance.
    package var nominal: Double
    /// The share of the judged span that lay in latency-continuation periods, 0 … 1.
    package var delayedShare: Double
    /// Compliance and p99 had users gone on at their pace while they waited; `nil` where no
    /// response was long enough to make a difference.
    package var estimate: Estimate?

    /// What is measured, and what HdrHistogram's correction by an expected interval makes of it.
    ///
    /// Each time v also counts as v − I, v − 2I, … down to I. An estimate, since nobody knows what
    /// users would have done.
    package struct Estimate: Sendable, Equatable {
        /// Shares of `online` operations in time, 0 … 1.
        package var measuredShare: Double
        package var share: Double
        package var measuredP99: Nanoseconds
        package var p99: Nanoseconds
        /// The interval I: from one operation of a user to the next at the median answer.
        package var interval: Nanoseconds
    }

    /// `nil` for an open load, and where nothing was measured.
    package init?(_ facts: RunFacts, episodes: [Episode]) {
        guard case .users = facts.terms.load else { return nil }
        let figures = RunFigures(facts)
        let judged = facts.terms.judgedOperations
        let medians = judged.reduce(into: [Int: Nanoseconds]()) { medians, index in
            medians[index] = figures.percentile([index], share: 0.5)
        }
        let model = LoadForecastModel(facts)
        let pace = judged.reduce(0.0) { sum, index in
            sum + model.playsPerUnit(of: index) { medians[$0] ?? .zero }
        }
        achieved = figures.judged(judged).planned
        guard achieved > 0, pace.isFinite, pace > 0 else { return nil }
        nominal = pace * model.judgedUnits
        delayedShare = Self.delayed(episodes, of: facts)
        estimate = Self.estimate(facts, figures, interval: .seconds(1 / pace))
    }

    /// The union of the classes' periods within what is judged, as a share of it.
    private static func delayed(_ episodes: [Episode], of facts: RunFacts) -> Double {
        func length(_ span: Range<Nanoseconds>) -> Double {
            span.parts(without: facts.leftOut).reduce(0) {
                $0 + ($1.upperBound - $1.lowerBound).seconds
            }
        }
        let span = facts.judgedSpan
        var covered = 0.0
        var end = span.lowerBound
        for episode in episodes.sorted(by: { $0.start < $1.start }) {
            let from = max(end, episode.start)
            let to = min(episode.end, span.upperBound)
            if to > from {
                covered += length(from..<to)
                end = to
            }
        }
        let whole = length(span)
        return whole > 0 ? covered / whole : 0
    }

    private static func estimate(
        _ facts: RunFacts,
        _ figures: RunFigures,
        interval: Nanoseconds
    ) -> Estimate? {
        let online = facts.terms.judgedOperations.filter {
            facts.terms.operations[$0].operationClass == .online
        }
        let sums = figures.judged(online)
        guard let target = facts.terms.promise(for: .online)?.within,
            let longest = sums.response.max, longest >= interval + interval,
            let measured = sums.response.percentile(99), sums.planned > 0
        else { return nil }
        let corrected = CorrectedTimes(sums.response, interval: interval)
        let counted = Double(figures.tally(online, .lateOrFailed).bad)
        let violations = counted + corrected.addedAbove(target)
        let planned = Double(sums.planned) + corrected.addedAbove(Nanoseconds(-1))
        return Estimate(
            measuredShare: 1 - counted / Double(sums.planned),
            share: 1 - violations / planned,
            measuredP99: measured,
            p99: max(measured, corrected.percentile(0.99)),
            interval: interval
        )
    }
}

/// A histogram with HdrHistogram's `recordValueWithExpectedInterval` applied afterwards.
struct CorrectedTimes {
    private let buckets: [LatencyBucket]
    private let interval: Int64

    /// - Parameter interval: above zero.
    init(_ histogram: LatencyHistogram, interval: Nanoseconds) {
        buckets = histogram.buckets
        self.interval = max(1, interval.count)
    }

    /// How many of the times added lie above a time.
    func addedAbove(_ time: Nanoseconds) -> Double {
        // v − k·I is added for k ≥ 1 as long as it is at least I.
        let least = max(time.count + 1, interval)
        return buckets.reduce(0) { sum, bucket in
            let room = bucket.highest.count - least
            return room < interval ? sum : sum + Double(bucket.count) * Double(room / interval)
        }
    }

    /// The least time that a share of all times, added ones too, does not exceed.
    func percentile(_ share: Double) -> Nanoseconds {
        func above(_ time: Nanoseconds) -> Double {
            buckets.reduce(addedAbove(time)) {
                $0 + ($1.highest > time ? Double($1.count) : 0)
            }
        }
        let allowed = above(Nanoseconds(-1)) * (1 - share)
        var low: Int64 = -1
        var high = buckets.last?.highest.count ?? 0
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if above(Nanoseconds(middle)) <= allowed { high = middle } else { low = middle }
        }
        return Nanoseconds(high)
    }
}
