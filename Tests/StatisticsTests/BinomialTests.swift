import Testing

@testable import Statistics

@Suite("Bounds of a share")
struct BinomialTests {
    /// hits, n, exact lower, exact upper, Wilson lower, Wilson upper (statsmodels, from R binom).
    static let publishedIntervals: [(Double, Double, Double, Double, Double, Double)] = [
        (
            18, 20, 0.6830172859809176, 0.9876514728297052, 0.6989663547715128, 0.972133518786232
        ),
        (
            4, 20, 0.05733399705003284, 0.436614002996668, 0.0806576625797981, 0.4160174322518935
        ),
        (
            4, 200, 0.005475565879556443, 0.05041360908989634, 0.00780442641634947,
            0.05028708690582643
        ),
        (
            190, 200, 0.9099724622986486, 0.975765834527891, 0.910421851861224, 0.972617354399236
        ),
        (0, 30, 0, 0.11570331, 0, 0.11351339),
        (30, 30, 0.8842967, 1, 0.8864866, 1),
        (1, 30, 0.0008435709, 0.17216946, 0.00590859, 0.16670391),
    ]

    @Test("exact and Wilson intervals have the published digits", arguments: publishedIntervals)
    func intervals(row: (Double, Double, Double, Double, Double, Double)) {
        let tolerance = row.1 == 30 ? 5e-8 : 1e-9  // as many digits as were published
        let exact = Binomial.clopperPearson(hits: row.0, n: row.1, alpha: 0.05)
        #expect(abs(exact.lower - row.2) < tolerance)
        #expect(abs(exact.upper - row.3) < tolerance)
        let wilson = Binomial.wilson(hits: row.0, n: row.1, alpha: 0.05)
        #expect(abs(wilson.lower - row.4) < tolerance)
        #expect(abs(wilson.upper - row.5) < tolerance)
    }

    /// n, share, most violations for PASS (nil: none), fewest violations for FAIL.
    static let publishedCutOffs: [(Int, Double, Int?, Int)] = [
        (100, 0.90, 4, 16), (100, 0.95, 1, 10), (100, 0.99, nil, 4),
        (300, 0.90, 21, 40), (300, 0.95, 8, 22), (300, 0.99, 0, 7),
        (1_000, 0.90, 84, 117), (1_000, 0.95, 38, 63), (1_000, 0.99, 4, 16),
        (5_000, 0.90, 464, 536), (5_000, 0.95, 224, 277), (5_000, 0.99, 38, 63),
        (10_000, 0.90, 950, 1_051), (10_000, 0.95, 463, 537), (10_000, 0.99, 83, 118),
    ]

    @Test(
        "the cut-offs between PASS, INCONCLUSIVE and FAIL are the published",
        arguments: publishedCutOffs
    )
    func cutOffs(n: Int, share: Double, pass: Int?, fail: Int) {
        func passes(_ violations: Int) -> Bool {
            Binomial.clopperPearsonLower(
                hits: Double(n - violations),
                n: Double(n),
                alpha: 0.05
            ) >= share
        }
        func fails(_ violations: Int) -> Bool {
            Binomial.clopperPearsonUpper(
                hits: Double(n - violations),
                n: Double(n),
                alpha: 0.05
            ) < share
        }
        if let pass { #expect(passes(pass)) }
        #expect(!passes((pass ?? -1) + 1))
        #expect(fails(fail))
        #expect(!fails(fail - 1))
    }

    @Test("the fewest operations that prove a share, none being late")
    func fewest() {
        #expect(Binomial.fewestToProve(share: 0.90, alpha: 0.05) == 29)
        #expect(Binomial.fewestToProve(share: 0.95, alpha: 0.05) == 59)
        #expect(Binomial.fewestToProve(share: 0.99, alpha: 0.05) == 299)
        #expect(Binomial.fewestToProve(share: 0.999, alpha: 0.05) == 2_995)
        #expect(Binomial.fewestToProve(share: 0.995, alpha: 0.05) == 598)
        #expect(Binomial.fewestToProve(share: 0.995, alpha: 0.01) == 919)
        #expect(Binomial.fewestToProve(share: 1, alpha: 0.05) == nil)
    }

    @Test("the number of operations to plan for")
    func planning() {
        let published: [(Double, Double, Int)] = [
            (0.95, 0.96, 3_717), (0.95, 0.97, 833), (0.95, 0.98, 322), (0.95, 0.99, 148),
            (0.99, 0.995, 2_582), (0.99, 0.999, 515), (0.90, 0.95, 239),
        ]
        for (share, truth, n) in published {
            #expect(Binomial.planningCount(share: share, truth: truth) == n)
        }
        #expect(Binomial.planningCount(share: 0.9, truth: 0.9) == nil)
    }

    @Test("early stopping totals of MLPerf follow from the incomplete beta function")
    func earlyStopping() {
        let published: [(Double, [Int])] = [
            (0.90, [44, 64, 81, 97, 113, 127]), (0.95, [90, 130, 165, 198, 229, 259]),
            (0.99, [459, 662, 838, 1_001, 1_157, 1_307]),
        ]
        for (share, totals) in published {
            for (late, total) in totals.enumerated() {
                func doubt(_ total: Int) -> Double {
                    IncompleteBeta.regularised(share, Double(total - late), Double(late + 1))
                }
                #expect(doubt(total) <= 0.01)
                #expect(doubt(total - 1) > 0.01)
            }
        }
    }

    @Test("the sample sizes of MLPerf follow from the normal quantile")
    func sampleSizes() {
        for (share, margin, n) in [
            (0.90, 0.005, 23_886.0), (0.95, 0.0025, 50_425), (0.97, 0.0015, 85_811),
            (0.99, 0.0005, 262_742),
        ] {
            let z = NormalLaw.quantile(0.995)
            // Published for z rounded to 2.5758.
            #expect(abs(z - 2.5758) < 5e-5)
            #expect(abs(z * z * share * (1 - share) / (margin * margin) - n) < 1e-4 * n)
        }
    }

    @Test("a fractional effective size lies between its whole neighbours")
    func fractional() {
        let between = Binomial.clopperPearsonLower(hits: 95.5, n: 100.5, alpha: 0.05)
        #expect(between > Binomial.clopperPearsonLower(hits: 95, n: 100, alpha: 0.05))
        #expect(between < Binomial.clopperPearsonLower(hits: 96, n: 101, alpha: 0.05))
    }

    @Test("extreme arguments give bounds in order, never NaN")
    func extremes() {
        let counts: [Double] = [
            -1, 0, 1e-9, 0.5, 1, 2.5, 1e3, 1e6, 1e9, 1e12, 1e15, .infinity, .nan,
        ]
        for n in counts {
            for hits in counts + [n - 1, n / 2] {
                for alpha in [1e-12, 0.05, 0.5] {
                    let exact = Binomial.clopperPearson(hits: hits, n: n, alpha: alpha)
                    let wilson = Binomial.wilson(hits: hits, n: n, alpha: alpha)
                    for interval in [exact, wilson] {
                        #expect(interval.lower >= 0 && interval.upper <= 1)
                        #expect(interval.lower <= interval.upper)
                    }
                }
                let tail = Binomial.tail(atLeast: hits, of: n, chance: 0.1)
                #expect((0...1).contains(tail))
            }
        }
        #expect(Binomial.clopperPearson(hits: 0, n: 0, alpha: 0.05) == Interval(lower: 0, upper: 1))
    }

    @Test("the tail equals the sum of its terms")
    func tailBySum() {
        for n in [1, 3, 10, 40] {
            for p in [0.01, 0.1, 0.5, 0.97] {
                var term = [Double](repeating: 0, count: n + 1)
                term[0] = 1
                for _ in 0..<n {
                    for k in stride(from: n, through: 0, by: -1) {
                        term[k] = term[k] * (1 - p) + (k > 0 ? term[k - 1] * p : 0)
                    }
                }
                for k in 0...n {
                    let sum = term[k...].reduce(0, +)
                    let tail = Binomial.tail(atLeast: Double(k), of: Double(n), chance: p)
                    #expect(abs(tail - sum) < 1e-12)
                }
            }
        }
    }
}
