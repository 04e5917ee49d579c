import Statistics
import Workload

/// Exact counts of good and bad operations, and how they lie in time.
struct ShareTally {
    struct Second: Equatable {
        var count = 0
        var bad = 0
        /// Slower than the median of all.
        var slow = 0
    }

    /// Seconds of planned start in which something was planned, in order.
    let seconds: [Second]

    var n: Int { seconds.reduce(0) { $0 + $1.count } }
    var bad: Int { seconds.reduce(0) { $0 + $1.bad } }
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
    /// Two indicators are looked at: being bad, and being slower than the median. The first is
    /// what the gate is about; its τ enters as it is. But where nothing or next to nothing is
    /// bad it has no variance to tell anything by, and a run without a single late operation
    /// would count each operation as independent however they hang together. The second stands
    /// in for it there. Ordinary drift far below the limit (caches warming, users in step) makes
    /// its τ large without saying anything about lateness, so its effect is bounded: a second of
    /// the run counts at least as one independent look. Sixty seconds without a late operation
    /// thus prove at least what sixty independent operations would (the bound of 90 % needs 29,
    /// 95 % needs 59), and no more than the operations themselves.
    ///
    /// A run with fewer seconds than 16 cannot assess dependence at all.
    func weight(_ dependence: Contract.Dependence) -> Weight {
        guard dependence == .measured else {
            return Weight(tau: 1, batches: seconds.count, isAssessed: true)
        }
        let ofBad = EffectiveSample(hits: seconds.map { ($0.count, $0.bad) })
        let ofSlow = EffectiveSample(hits: seconds.map { ($0.count, $0.slow) })
        let perSecond = Double(n) / Double(max(seconds.count, 1))
        let standIn = min(ofSlow.tau, max(1, perSecond))
        return Weight(
            tau: max(1, ofBad.tau, standIn), batches: ofBad.batches,
            isAssessed: ofBad.isAssessable)
    }
}
