import Glibc

@testable import Statistics

/// Gaps drawn from known laws; the same for the same seed.
enum GapSamples {
    /// Sums of `shape` exponential gaps of mean 1.
    static func erlang(_ shape: Int, count: Int, seed: UInt64) -> [Double] {
        var generator = TestGenerator(state: seed)
        return (0..<count).map { _ in
            (0..<shape).reduce(0) { sum, _ in
                sum - log(1 - Double.random(in: 0..<1, using: &generator))
            }
        }
    }

    /// Gaps spread evenly over 0 … 2.
    static func uniform(count: Int, seed: UInt64) -> [Double] {
        var generator = TestGenerator(state: seed)
        return (0..<count).map { _ in Double.random(in: 0..<2, using: &generator) }
    }
}

extension GapTally {
    init(_ gaps: some Sequence<Double>, shape: Int) {
        self.init()
        for gap in gaps { add(gap: gap, shape: shape) }
    }
}
