import Testing

@testable import Statistics

@Suite("Looking again at a longer run")
struct SequentialLooksTests {
    /// How many operations each look adds; late ones come with a chance just at the allowance.
    static let added = [2_000, 2_000, 2_000]
    static let allowed = 0.05

    /// The chance of each number of late operations or fewer among those of one look.
    private static func distribution(of n: Int) -> [Double] {
        (0...n).map {
            Binomial.distribution(atMost: Double($0), of: Double(n), chance: allowed)
        }
    }

    /// The most late operations for PASS among `n`.
    private static func cutOff(_ n: Int, alpha: Double) -> Int {
        Array(0...n).partitioningIndex {
            Binomial.clopperPearsonUpper(hits: Double($0), n: Double(n), alpha: alpha) > allowed
        } - 1
    }

    /// The share of runs with a PASS at any of the looks, each of them wrong.
    private static func wrongPasses(alpha: Double, runs: Int) -> Double {
        var generator = TestGenerator(state: 31)
        let law = distribution(of: added[0])
        let totals = added.indices.map { added[...$0].reduce(0, +) }
        let cutOffs = totals.map { cutOff($0, alpha: alpha) }
        let wrong = (0..<runs).filter { _ in
            var late = 0
            return cutOffs.reduce(into: false) { passed, most in
                let chance = Double.random(in: 0..<1, using: &generator)
                late += law.partitioningIndex { $0 > chance }
                if late <= most { passed = true }
            }
        }.count
        return Double(wrong) / Double(runs)
    }

    @Test("three looks at a third of the error keep the total, three at the whole do not")
    func total() {
        let runs = 40_000
        let error = (0.05 * 0.95 / Double(runs)).squareRoot()
        let split = Self.wrongPasses(alpha: SequentialLooks.alpha(total: 0.05), runs: runs)
        #expect(split <= 0.05 + 3 * error, "\(split)")
        #expect(split > 0.02, "\(split)")
        let unsplit = Self.wrongPasses(alpha: 0.05, runs: runs)
        #expect(unsplit > 0.05 + 10 * error, "\(unsplit)")
        #expect(unsplit < 0.15)
    }

    @Test("the looks' errors add up to the total")
    func adding() {
        #expect(SequentialLooks.most == 3)
        #expect(abs(SequentialLooks.alpha(total: 0.05) * 3 - 0.05) < 1e-15)
        #expect(SequentialLooks.alpha(total: 0) == 0)
    }
}

extension Array {
    /// The first position from which on a condition holds, in an array parted by it.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
