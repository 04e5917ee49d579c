import Testing

@testable import Statistics

@Suite("Incomplete beta function")
struct IncompleteBetaTests {
    /// a, b, x, I_x(a, b) as scipy 1.17 gives it.
    static let values: [(Double, Double, Double, Double)] = [
        (5e9, 5e9, 0.50001, 0.9772498680599405),
        (1e9, 3, 0.999999999, 0.9196986078548668),
        (2.5, 1e7, 1e-7, 0.15085499850768405),
        (3e8, 1e9, 0.2307, 1.5621685070141613e-9),
        (1e-3, 2, 0.5, 0.9998067465369478),
        (0.5, 0.5, 0.3, 0.36901011956554536),
        (1e6, 1e6, 0.501, 0.997661150593068),
    ]

    @Test("values agree with scipy from tiny to huge arguments", arguments: values)
    func scipy(a: Double, b: Double, x: Double, expected: Double) {
        let found = IncompleteBeta.regularised(x, a, b)
        #expect(abs(found - expected) < 2e-5 * expected, "\(found)")
    }

    @Test("the inverse undoes the function")
    func inverse() {
        for (a, b) in [(0.5, 0.5), (1, 1), (3, 200), (950, 50), (1e5, 12.25), (1e6, 1e6)] {
            for p in [1e-9, 0.05, 0.5, 0.95, 1 - 1e-9] {
                let x = IncompleteBeta.inverse(p, a, b)
                let back = IncompleteBeta.regularised(x, a, b)
                #expect(abs(back - p) < 1e-8, "\(a) \(b) \(p) \(x)")
            }
        }
    }

    @Test("the function grows with x")
    func monotonic() {
        for (a, b) in [(0.1, 30), (20.5, 20.5), (19.9, 21), (1e4, 1e2)] {
            var last = 0.0
            for step in 0...1_000 {
                let value = IncompleteBeta.regularised(Double(step) / 1_000, a, b)
                #expect(value >= last - 1e-12)
                last = value
            }
            #expect(last == 1)
        }
    }

    @Test("ln Γ has the published values")
    func logGamma() {
        #expect(abs(IncompleteBeta.logGamma(0.5) - 0.5723649429247001) < 1e-13)
        #expect(abs(IncompleteBeta.logGamma(1)) < 1e-13)
        #expect(abs(IncompleteBeta.logGamma(11) - 15.104412573075516) < 1e-12)
        #expect(abs(IncompleteBeta.logGamma(0.001) - 6.907178885383853) < 1e-12)
    }
}
