import Glibc
import Testing

@testable import Statistics

@Suite("Student's law")
struct StudentLawTests {
    /// Degrees of freedom and t of 95 % and 97.5 %, as tables print them.
    static let table: [(Double, Double, Double)] = [
        (1, 6.314, 12.706), (2, 2.920, 4.303), (5, 2.015, 2.571), (10, 1.812, 2.228),
        (15, 1.753, 2.131), (30, 1.697, 2.042), (60, 1.671, 2.000), (120, 1.658, 1.980),
        (.infinity, 1.645, 1.960),
    ]

    @Test("quantiles are those of the tables", arguments: table)
    func tables(freedom: Double, at95: Double, at975: Double) {
        #expect(abs(StudentLaw.quantile(0.95, freedom: freedom) - at95) < 5.1e-4)
        #expect(abs(StudentLaw.quantile(0.975, freedom: freedom) - at975) < 5.1e-4)
        #expect(abs(StudentLaw.quantile(0.05, freedom: freedom) + at95) < 5.1e-4)
        #expect(abs(StudentLaw.quantile(0.5, freedom: freedom)) < 1e-12)
    }

    @Test("one and two degrees of freedom have closed forms, to the far tail")
    func closedForms() {
        for share in [1e-14, 1e-9, 1e-4, 1e-3, 0.01, 0.2, 0.3, 0.49] {
            let one = -1 / tan(Double.pi * share)
            let two = (2 * share - 1) / (2 * share * (1 - share)).squareRoot()
            #expect(abs(StudentLaw.quantile(share, freedom: 1) / one - 1) < 1e-10)
            #expect(abs(StudentLaw.quantile(share, freedom: 2) / two - 1) < 1e-10)
        }
    }

    @Test("quantiles grow with the share and near the normal law's with freedom")
    func order() {
        for freedom in [0.3, 1, 7, 1e3, 1e9] {
            let shares = (1..<200).map { Double($0) / 200 } + [0.9999, 1 - 1e-9]
            let quantiles = shares.map { StudentLaw.quantile($0, freedom: freedom) }
            for (before, after) in zip(quantiles, quantiles.dropFirst()) {
                #expect(before < after)
            }
        }
        let far = StudentLaw.quantile(0.99, freedom: 1e8)
        #expect(abs(far - NormalLaw.quantile(0.99)) < 1e-6)
    }

    @Test("shares and degrees out of range give infinities or no number")
    func extremes() {
        #expect(StudentLaw.quantile(0, freedom: 3) == -.infinity)
        #expect(StudentLaw.quantile(-1, freedom: 3) == -.infinity)
        #expect(StudentLaw.quantile(1, freedom: 3) == .infinity)
        #expect(StudentLaw.quantile(.nan, freedom: 3).isNaN)
        #expect(StudentLaw.quantile(0.9, freedom: 0).isNaN)
        #expect(StudentLaw.quantile(0.9, freedom: .nan).isNaN)
    }
}
