import Testing
import Timekeeping

@testable import Availability

@Suite("Budget")
struct BudgetTests {
    @Test(
        "99.5 % of 28, 30 and 31 days allow 201.6, 216 and 223.2 min: 40, 43 and 44 ticks",
        arguments: [(28, 201.6, 40, 8_064), (30, 216, 43, 8_640), (31, 223.2, 44, 8_928)]
    )
    func months(days: Int, minutes: Double, ticks: Int, all: Int) {
        let budget = Budget(planned: day * days, share: 0.995, every: fiveMinutes)
        #expect(budget.total == .seconds(minutes * 60))
        #expect(budget.ticks == ticks)
        #expect((day * days).count / fiveMinutes.count == Int64(all))
    }

    @Test("a year allows 43.8 h, a month of 720 h 3.6 h, and 570 h 2.85 h")
    func published() {
        func hours(_ planned: Nanoseconds) -> Double {
            Budget(planned: planned, share: 0.995, every: fiveMinutes).total.seconds / 3_600
        }
        #expect(hours(day * 365) == 43.8)
        #expect(hours(.seconds(720 * 3_600)) == 3.6)
        #expect(hours(.seconds(570 * 3_600)) == 2.85)
    }

    @Test("one repair at the stated mean of 3.5 h uses 97 % of a 30-day budget; two overdraw it")
    func repair() throws {
        let budget = Budget(planned: day * 30, share: 0.995, every: fiveMinutes)
        let repair = Nanoseconds.seconds(12_600)
        let used = try #require(budget.used(by: repair))
        #expect((used * 100).rounded() == 97)
        #expect(budget.left(after: repair) == .seconds(360))
        #expect(budget.left(after: repair * 2) < .zero)
    }

    @Test("4.32 min down in the last hour burn the budget 14.4 times too fast")
    func burn() throws {
        let burn = try #require(
            Budget.burn(down: .seconds(4.32 * 60), elapsed: .seconds(3_600), share: 0.995)
        )
        #expect(abs(burn - 14.4) < 1e-9)
        #expect(Budget.burn(down: .zero, elapsed: .zero, share: 0.995) == nil)
        #expect(Budget.burn(down: .zero, elapsed: .seconds(1), share: 1) == nil)
    }

    @Test("a whole number of ticks is not lost to rounding", arguments: [0.9, 0.95, 0.99, 0.999])
    func whole(share: Double) {
        let budget = Budget(planned: fiveMinutes * 10_000, share: share, every: fiveMinutes)
        #expect(budget.ticks == Int(((1 - share) * 10_000).rounded()))
    }
}
