import Testing

@testable import Statistics

/// Laws, bounds and trends against independent implementations.
@Suite(
    "Agreement with SciPy and NumPy",
    .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.why)),
    .timeLimit(.minutes(2))
)
struct OracleTests {
    /// Whether two numbers differ by no more than a share of the larger.
    private func agree(_ first: Double, _ second: Double, within share: Double) -> Bool {
        abs(first - second) <= share * max(abs(first), abs(second)) + 1e-300
    }

    @Test("exact and Wilson intervals of whole counts")
    func intervals() throws {
        var generator = TestGenerator(state: 21)
        let rows = (0..<300).map { index in
            let n = Int.random(in: 1...[10, 300, 20_000][index % 3], using: &generator)
            let hits = [0, n, Int.random(in: 0...n, using: &generator)][min(2, index % 20)]
            return [Double(hits), Double(n), [0.1, 0.05, 0.01][index % 3]]
        }
        let printed = try PythonOracle.run(
            """
            from scipy.stats import binomtest
            for hits, n, alpha in rows:
                test = binomtest(int(hits), int(n))
                exact = test.proportion_ci(1 - alpha, method="exact")
                wilson = test.proportion_ci(1 - alpha, method="wilson")
                print(exact.low, exact.high, wilson.low, wilson.high)
            """,
            rows: rows
        )
        try #require(printed.count == rows.count)
        for (row, expected) in zip(rows, printed) {
            let exact = Binomial.clopperPearson(hits: row[0], n: row[1], alpha: row[2])
            let wilson = Binomial.wilson(hits: row[0], n: row[1], alpha: row[2])
            let found = [exact.lower, exact.upper, wilson.lower, wilson.upper]
            for (ours, theirs) in zip(found, expected) {
                #expect(abs(ours - theirs) < 1e-11, "\(row): \(found) \(expected)")
            }
        }
    }

    @Test("one-sided exact bounds of counts that need not be whole")
    func bounds() throws {
        var generator = TestGenerator(state: 22)
        let rows = (0..<300).map { index in
            let n = Double.random(in: 1...[30, 3_000, 3e6][index % 3], using: &generator)
            return [n * Double.random(in: 0.001...0.999, using: &generator), n, 0.05]
        }
        let printed = try PythonOracle.run(
            """
            from scipy.stats import beta
            for hits, n, alpha in rows:
                low = beta.ppf(alpha, hits, n - hits + 1)
                print(low, beta.ppf(1 - alpha, hits + 1, n - hits), beta.cdf(0.3, hits, n - hits))
            """,
            rows: rows
        )
        try #require(printed.count == rows.count)
        for (row, expected) in zip(rows, printed) {
            let (hits, n) = (row[0], row[1])
            let lower = Binomial.clopperPearsonLower(hits: hits, n: n, alpha: row[2])
            let upper = Binomial.clopperPearsonUpper(hits: hits, n: n, alpha: row[2])
            #expect(agree(lower, expected[0], within: 1e-9), "\(row) \(lower) \(expected)")
            #expect(agree(upper, expected[1], within: 1e-9), "\(row) \(upper) \(expected)")
            let share = IncompleteBeta.regularised(0.3, hits, n - hits)
            #expect(abs(share - expected[2]) < 1e-9, "\(row) \(share) \(expected)")
        }
    }

    @Test("quantiles of the normal law and of Student's")
    func quantiles() throws {
        let tails = [1e-12, 1e-6, 9e-4, 1.1e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.499, 0.5]
        let shares = tails + tails.dropLast().dropFirst().map { 1 - $0 }
        let freedoms = [0.5, 1, 2, 3, 4.5, 15, 30, 100, 1_000, 1e5, 1e7]
        let rows = shares.flatMap { share in freedoms.map { [share, $0] } }
        let printed = try PythonOracle.run(
            """
            from scipy.stats import norm, t
            for p, freedom in rows:
                print(t.ppf(p, freedom), norm.ppf(p))
            """,
            rows: rows
        )
        try #require(printed.count == rows.count)
        for (row, expected) in zip(rows, printed) {
            let student = StudentLaw.quantile(row[0], freedom: row[1])
            let share = 1e-10 * max(1, row[1] / 100)
            #expect(
                agree(student, expected[0], within: min(share, 1e-7)) || row[0] == 0.5,
                "\(row) \(student) \(expected)"
            )
            let normal = NormalLaw.quantile(row[0])
            #expect(abs(normal - expected[1]) < 1e-9, "\(row) \(normal) \(expected)")
        }
    }

    /// Values with a trend, noise and, in every second series, many equal values.
    private func series(count: Int, seed: UInt64) -> [Double] {
        var generator = TestGenerator(state: seed)
        let trend = Double.random(in: -0.1...0.1, using: &generator)
        return (0..<count).map { step in
            let value = trend * Double(step) + Double.random(in: 0..<3, using: &generator)
            return seed % 2 == 0 ? value.rounded() : value
        }
    }

    @Test("Theil–Sen slopes and Sen's intervals, ties or not")
    func theilSen() throws {
        let sizes = [3, 4, 5, 6, 7, 10, 11, 30, 61, 150]
        var all = sizes.enumerated().flatMap { index, count in
            (0..<4).map { series(count: count, seed: UInt64(index * 4 + $0)) }
        }
        all.append(Array(repeating: 2, count: 9))
        let rows = all.flatMap { values in [0.8, 0.95, 0.99].map { [$0] + values } }
        let printed = try PythonOracle.run(
            """
            from scipy.stats import theilslopes
            for confidence, *values in rows:
                found = theilslopes(values, alpha=confidence, method="separate")
                print(found.slope, found.low_slope, found.high_slope)
            """,
            rows: rows
        )
        try #require(printed.count == rows.count)
        for (row, expected) in zip(rows, printed) {
            let values = Array(row.dropFirst())
            let interval = try #require(TheilSen.interval(values, confidence: row[0]))
            let found = [TheilSen.slope(values), interval.lower, interval.upper]
            for (ours, theirs) in zip(found, expected) {
                #expect(abs(ours - theirs) < 1e-12, "\(values.count): \(found) \(expected)")
            }
        }
    }

    @Test("warm-up cuts by MSER-5")
    func warmUp() throws {
        let rows = (0..<60).map { seed in
            let count = [10, 14, 15, 50, 203, 600][seed % 6]
            let values = series(count: count, seed: UInt64(100 + seed))
            // Every third has an initial transient that decays over some 20 values.
            guard seed % 3 == 0 else { return values }
            return values.enumerated().map { $1 + 50 / Double(1 + $0 * $0 / 100) }
        }
        let printed = try PythonOracle.run(
            """
            import numpy as np
            for row in rows:
                z = np.array(row[:len(row) // 5 * 5]).reshape(-1, 5).mean(axis=1)
                n = len(z)
                scores = [np.var(z[d:]) / (n - d) for d in range(n // 2 + 1)]
                d = int(np.argmin(scores))
                print(5 * d, int(d < n // 2))
            """,
            rows: rows
        )
        try #require(printed.count == rows.count)
        for (row, expected) in zip(rows, printed) {
            let found = WarmUp(row)
            #expect(Double(found.cut) == expected[0], "\(row.count)")
            #expect(found.isSettled == (expected[1] == 1), "\(row.count)")
        }
    }

    @Test("Holm's correction, worked out by hand")
    func holm() throws {
        var generator = TestGenerator(state: 23)
        let rows = (0..<200).map { _ in
            (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Double(Int.random(in: 0...80, using: &generator)) / 1_000
            }
        }
        let printed = try PythonOracle.run(
            """
            for p in rows:
                order = sorted(range(len(p)), key=lambda i: p[i])
                adjusted, least = [0.0] * len(p), 0.0
                for rank, i in enumerate(order):
                    least = max(least, min(1, (len(p) - rank) * p[i]))
                    adjusted[i] = least
                print(*(int(value <= 0.0501) for value in adjusted))
            """,
            rows: rows
        )
        try #require(printed.count == rows.count)
        for (row, expected) in zip(rows, printed) {
            #expect(Holm.rejected(row, alpha: 0.0501).map { $0 ? 1.0 : 0 } == expected, "\(row)")
        }
    }

    @Test("Anderson and Darling's distance from exponential and Erlang gaps")
    func andersonDarling() throws {
        let shapes = [1, 2, 5, 600]
        let rows = shapes.map { shape in
            [Double(shape)] + GapSamples.erlang(shape, count: 2_000, seed: UInt64(shape))
        }
        let printed = try PythonOracle.run(
            """
            import numpy as np
            from scipy.stats import gamma, goodness_of_fit
            for shape, *gaps in rows:
                found = goodness_of_fit(
                    gamma, gaps, known_params={"a": shape, "loc": 0, "scale": 1},
                    statistic="ad", n_mc_samples=1)
                print(found.statistic, np.std(np.array(gaps) / shape, ddof=1) / np.mean(gaps) * shape)
                print(*gamma.cdf(gaps, shape))
            """,
            rows: rows
        )
        try #require(printed.count == 2 * rows.count)
        for (index, row) in rows.enumerated() {
            let gaps = row.dropFirst()
            let tally = GapTally(gaps, shape: shapes[index])
            let expected = printed[2 * index]
            let distance = try #require(tally.andersonDarling)
            #expect(agree(distance, expected[0], within: 0.02), "\(distance) \(expected)")
            let variation = try #require(tally.coefficientOfVariation)
            #expect(agree(variation, expected[1], within: 1e-10))
            for (gap, share) in zip(gaps, printed[2 * index + 1]) {
                #expect(abs(ErlangLaw.distribution(gap, shape: shapes[index]) - share) < 1e-13)
            }
        }
    }
}
