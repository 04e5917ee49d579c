import Statistics
import Workload

/// Exact counts of good and bad operations, and how they lie in time.
struct ShareTally {
    struct Second: Equatable {
        var count = 0
        /// At most, and at least; they differ only for limits that the run did not count.
        var bad = 0
        var fewestBad = 0
        /// Slower than the median and than half the limit: what might have become late.
        var slow = 0
    }

    /// Seconds of planned start in which something was planned, in order.
    let seconds: [Second]

    var n: Int { seconds.reduce(0) { $0 + $1.count } }
    var bad: Int { seconds.reduce(0) { $0 + $1.bad } }
    var fewestBad: Int { seconds.reduce(0) { $0 + $1.fewestBad } }
}

extension ShareTally {
    /// How far operations stand for each other.
    struct Weight: Equatable {
        /// Operations that are worth one independent one, at least 1.
        var tau: Double
        /// Batches left at the batch size that tau was found at.
        var batches: Int
        /// Whether enough batches are left to trust tau.
        var isAssessed: Bool
    }

    /// The dependence between operations, by batch means over seconds (methodology §3.3).
    ///
    /// Two indicators are looked at: being bad, and being slow. The first is what the gate is
    /// about; its τ enters as it is. But where next to nothing is bad it has no variance to tell
    /// anything by, and the second stands in for it: operations slower than the median that also
    /// took over half of their limit. The methodology takes the median alone; but drift far below
    /// the limit (caches warming, users in step) gives a large τ there and says nothing about
    /// lateness, so that an ordinary quick minute could never be a PASS. For the same reason the
    /// stand-in is bounded: a second of the run counts at least as one independent look. Being
    /// slow says nothing about failing, so gates on errors have no stand-in.
    ///
    /// A run with fewer than 16 batches (seconds, when nothing is bad) cannot assess dependence
    /// at all, and is never a PASS by it.
    func weight(_ dependence: Contract.Dependence) -> Weight {
        guard dependence == .measured else {
            return Weight(tau: 1, batches: seconds.count, isAssessed: true)
        }
        let ofBad = EffectiveSample(hits: seconds.map { ($0.count, $0.bad) })
        let ofSlow = EffectiveSample(hits: seconds.map { ($0.count, $0.slow) })
        let perSecond = Double(n) / Double(max(seconds.count, 1))
        let standIn = min(ofSlow.tau, max(1, perSecond))
        return Weight(
            tau: max(1, ofBad.tau, standIn),
            batches: ofBad.batches,
            isAssessed: ofBad.isAssessable
        )
    }
}
