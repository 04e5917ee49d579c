/// Chooses the flow of each iteration by the flows' weights.
///
/// The choice follows from the seed and the iteration's place in the schedule alone, never from
/// timing or from what other users do.
package struct FlowChooser: Sendable {
    private let seed: UInt64
    /// The sums of the weights up to and with each flow, divided by the whole.
    private let bounds: [Double]

    /// - Parameter weights: one above 0 for each flow; at least one flow.
    package init(weights: [Double], seed: UInt64) {
        let whole = weights.reduce(0, +)
        var sum = 0.0
        self.bounds = weights.map { weight in
            sum += weight
            return sum / whole
        }
        self.seed = seed
    }

    /// The flow of a user's iteration in a closed load; both from 0.
    package func flow(user: Int, iteration: Int) -> Int {
        chosen(UInt64(user), UInt64(iteration))
    }

    /// The flow of an arrival in an open load, by its number from 0.
    package func flow(arrival: Int) -> Int { chosen(.max, UInt64(arrival)) }

    private func chosen(_ first: UInt64, _ second: UInt64) -> Int {
        guard bounds.count > 1 else { return 0 }
        var generator = SeededGenerator(seed: seed, stream: .flowChoice, first, second)
        let drawn = generator.unitOpenBelow()
        return bounds.firstIndex { drawn <= $0 } ?? bounds.count - 1
    }
}
