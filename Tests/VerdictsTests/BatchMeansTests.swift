import Testing

@testable import Verdicts

@Suite("Batch means")
struct BatchMeansTests {
    /// Seconds with a mean of 0 whose neighbours have the given correlation.
    private func seconds(
        _ count: Int,
        correlation: Double,
        _ generator: inout SplitMix
    ) -> [(weight: Double, sum: Double)] {
        // Twelve uniform numbers add up to a nearly normal one of variance 1.
        func noise() -> Double {
            (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        }
        var value = noise()
        return (0..<count).map { _ in
            defer {
                value =
                    correlation * value
                    + (1 - correlation * correlation).squareRoot() * noise()
            }
            return (weight: 1, sum: value)
        }
    }

    @Test(
        "a mean of seconds that depend on each other is seldom proven below its true value",
        arguments: [(16, 0.12), (30, 0.08), (60, 0.08), (300, 0.09)]
    )
    func dependent(length: Int, most: Double) throws {
        var generator = SplitMix(state: 21)
        let runs = 400
        let wrong = try (0..<runs).count { _ in
            let series = seconds(length, correlation: 0.9, &generator)
            return try #require(BatchMeans(series)).upper <= 0
        }
        #expect(Double(wrong) <= most * Double(runs), "\(wrong) of \(runs)")
    }

    @Test("independent seconds keep bounds that are wrong in a twentieth of runs")
    func independent() throws {
        var generator = SplitMix(state: 22)
        let runs = 600
        let found = try (0..<runs).map { _ in
            try #require(BatchMeans(seconds(60, correlation: 0, &generator)))
        }
        #expect((10...50).contains(found.count { $0.upper <= 0 }))
        #expect(found.count { $0.isDependent } < runs / 10)
    }

    @Test("a level mean has no correlation and no width")
    func level() throws {
        let means = try #require(BatchMeans(Array(repeating: (weight: 2, sum: 0.6), count: 60)))
        #expect(means.correlation == 0 && !means.isDependent)
        #expect(abs(means.upper - 0.3) < 1e-9 && abs(means.lower - 0.3) < 1e-9)
    }
}
