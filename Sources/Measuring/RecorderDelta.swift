package import Timekeeping

/// What one shard recorded since its last delta; sent off the shard's thread as a value.
package struct RecorderDelta: Sendable {
    /// When it was taken.
    package let at: MonotonicInstant
    package let inFlight: [InFlight]
    /// The most users that were in session at one time since the last delta.
    package let users: Int
    package let loop: LoopHealth
    var tally: ShardTally
}

/// The part of a delta that adds up.
struct ShardTally: Sendable, Equatable {
    var cells: [CellKey: Cell] = [:]
    var requests: [Int: RequestTally] = [:]
    var seconds: [Int: SecondTally] = [:]
    /// `nil` when the scenario does not keep tenants apart.
    var isolation: IsolationTally?

    mutating func merge(_ other: ShardTally) {
        if let theirs = other.isolation {
            var mine = isolation ?? IsolationTally()
            isolation = nil
            mine.merge(theirs)
            isolation = mine
        }
        cells.merge(other.cells, by: { $0.merge($1) })
        requests.merge(other.requests, by: { $0.merge($1) })
        seconds.merge(other.seconds, by: { $0.merge($1) })
    }
}

extension Dictionary {
    /// Adds another dictionary's values, changing those of a key that both have in place.
    mutating func merge(_ other: Self, by combine: (inout Value, Value) -> Void) {
        for (key, value) in other {
            guard let index = index(forKey: key) else {
                self[key] = value
                continue
            }
            combine(&values[index], value)
        }
    }
}

extension Nanoseconds {
    /// Whole tenths of a second, rounded down also below zero.
    var wholeSlice: Int {
        let length = CellSlice.length.count
        let quotient = count / length
        return Int(count < quotient &* length ? quotient - 1 : quotient)
    }

    /// Whole seconds, rounded down also below zero.
    package var wholeSecond: Int {
        let quotient = count / 1_000_000_000
        return Int(count < quotient &* 1_000_000_000 ? quotient - 1 : quotient)
    }
}
