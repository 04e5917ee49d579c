/// A small fast generator whose whole sequence follows from a seed and a stream.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014):
/// state advances by the golden gamma, output is a 64-bit mix. Each use has a stream of its own,
/// so drawing one more think time never shifts another user's data.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// What the numbers are drawn for.
    package enum Stream: UInt64, Sendable {
        case arrivals = 1
        case flowChoice = 2
        case thinkTime = 3
        case dataRow = 4
        case startSpread = 5
        case accounts = 6
    }

    private var state: UInt64

    package init(seed: UInt64, stream: Stream, _ first: UInt64 = 0, _ second: UInt64 = 0) {
        var mixed = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
        for part in [stream.rawValue, first, second] {
            mixed = Self.mix(mixed ^ Self.mix(part &+ 0x9E37_79B9_7F4A_7C15))
        }
        state = mixed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A number in the half-open range (0, 1].
    package mutating func unitOpenBelow() -> Double {
        (Double(next() >> 11) + 1) * 0x1p-53
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
