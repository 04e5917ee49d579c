import Statistics
import Timekeeping
import Workload

/// The distances at which a shard really began arrivals, to tell whether the load came as asked.
///
/// Measured in expected arrivals (the integral of the rate), so that ramps and stages do not
/// matter. Arrivals that had to wait for a free user are the service's affair and left out, with
/// the distances on both sides of them.
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

    /// Takes in an arrival.
    /// - Parameters:
    ///   - offset: when it began, since the run's origin.
    ///   - isOnTime: whether a user was free when it was due.
    mutating func note(_ number: Int, at offset: Nanoseconds, isOnTime: Bool) {
        guard isOnTime else {
            last = nil
            return
        }
        let mass = curve.mass(before: offset - leadIn)
        if let last, last.number + shards == number {
            tally.add(gap: mass - last.mass, shape: shards)
        }
        last = (number, mass)
    }
}
