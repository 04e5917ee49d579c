import Testing
import Workload

@Suite("flow choice")
struct FlowChooserTests {
    @Test("flows are chosen as often as their weights say", arguments: [true, false])
    func weights(open: Bool) {
        let chooser = FlowChooser(weights: [7, 2, 1], seed: 11)
        var counts = [0, 0, 0]
        for user in 0..<100 {
            for iteration in 0..<100 {
                let flow =
                    open
                    ? chooser.flow(arrival: user * 100 + iteration)
                    : chooser.flow(user: user, iteration: iteration)
                counts[flow] += 1
            }
        }
        // Four standard deviations of a binomial count of 10,000.
        for (count, share) in zip(counts, [0.7, 0.2, 0.1]) {
            let deviation = (10_000 * share * (1 - share)).squareRoot()
            #expect(abs(Double(count) - 10_000 * share) < 4 * deviation)
        }
    }

    @Test("the choice depends on seed, user and iteration alone")
    func deterministic() {
        let first = FlowChooser(weights: [1, 1, 1, 1], seed: 1)
        let again = FlowChooser(weights: [1, 1, 1, 1], seed: 1)
        let other = FlowChooser(weights: [1, 1, 1, 1], seed: 2)
        let chosen = (0..<64).map { first.flow(user: 3, iteration: $0) }
        #expect(chosen == (0..<64).reversed().map { again.flow(user: 3, iteration: $0) }.reversed())
        #expect(chosen != (0..<64).map { other.flow(user: 3, iteration: $0) })
        #expect(chosen != (0..<64).map { first.flow(user: 4, iteration: $0) })
    }

    @Test("a single flow is always chosen")
    func single() {
        let chooser = FlowChooser(weights: [0.5], seed: 1)
        #expect((0..<20).allSatisfy { chooser.flow(arrival: $0) == 0 })
    }
}
