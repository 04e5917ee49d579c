import Statistics
import Timekeeping
import Workload

/// The distances at which a shard really announced arrivals, to tell whether the load came as
/// asked.
///
/// Measured in expected arrivals (the integral of the rate), so that ramps and stages do not
/// matter. All arrivals count, whether a user was free for them or not: whether one is depends on
/// the distance before it, so those that found one are not a fair sample.
struct ArrivalGaps {
    private(set) var tally = GapTally()
    private let curve: RateCurve
    private let leadIn: Nanoseconds
    private let shards: Int
    private var last: (number: Int, mass: Double)?

    init(_ load: LoadModel, shards: Int) {
        self.shards = shards
        switch load {
        case .users:
            curve = RateCurve([])
            leadIn = .zero
        case .arrivals(let load):
            curve = RateCurve(load.stages)
            leadIn = load.leadIn
        }
    }

    /// Takes in an arrival announced at an offset from the run's origin.
    mutating func note(_ number: Int, at offset: Nanoseconds) {
        let mass = curve.mass(before: offset - leadIn)
        if let last, last.number + shards == number {
            tally.add(gap: mass - last.mass, shape: shards)
        }
        last = (number, mass)
    }
}
