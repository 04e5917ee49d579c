import Glibc
package import Timekeeping

/// One planned iteration of an open load.
package struct Arrival: Sendable, Equatable {
    /// From 0, over the whole run.
    package let number: Int
    /// The planned start, from the start of the run.
    package let offset: Nanoseconds

    package init(number: Int, offset: Nanoseconds) {
        self.number = number
        self.offset = offset
    }
}

/// The planned starts of an open load, one after the other, for one shard.
///
/// There is one schedule per run: arrival k belongs to shard k mod N, so the stripes of all
/// shards together are the schedule itself, whatever N is. Starts follow from the number and the
/// seed alone and are strictly increasing. Constant law: arrival k at Λ⁻¹(k), the first at the
/// moment the rate leaves zero. Poisson law: at Λ⁻¹ of the sum of k + 1 unit exponentials
/// (time change of a unit Poisson process; Çinlar, "Introduction to Stochastic Processes", 1975).
package struct ArrivalSchedule: Sendable {
    private let curve: RateCurve
    private let law: ArrivalLoad.Law
    private let shard: Int
    private let shards: Int
    private var generator: SeededGenerator
    /// The number of the next arrival of the whole run.
    private var number = 0
    private var mass = 0.0
    private var last = Nanoseconds(-1)

    /// - Parameters:
    ///   - shard: 0 ..< `shards`.
    ///   - shards: at least 1.
    package init(_ load: ArrivalLoad, seed: UInt64, shard: Int = 0, shards: Int = 1) {
        self.curve = RateCurve(load.stages)
        self.law = load.law
        self.shard = shard
        self.shards = max(shards, 1)
        self.generator = SeededGenerator(seed: seed, stream: .arrivals)
    }

    /// The next arrival of this shard, or nil when the load is over.
    package mutating func next() -> Arrival? {
        while let arrival = nextOfRun() {
            if arrival.number % shards == shard { return arrival }
        }
        return nil
    }

    /// The arrivals that the rates add up to, on average for the Poisson law.
    package static func expectedCount(_ stages: [RateStage]) -> Double { RateCurve(stages).total }

    private mutating func nextOfRun() -> Arrival? {
        let at: Double
        switch law {
        case .constant: at = Double(number)
        case .poisson:
            mass += -log(generator.unitOpenBelow())
            at = mass
        }
        guard let found = curve.offset(ofMass: at) else { return nil }
        // Only rounding to whole nanoseconds can make two starts equal.
        let offset = max(found, Nanoseconds(last.count + 1))
        guard offset < curve.duration else { return nil }
        last = offset
        defer { number += 1 }
        return Arrival(number: number, offset: offset)
    }
}
