import Measuring
import Testing
import Timekeeping
import Verdicts
import Workload

@testable import Inspections

@Suite("Findings of forbidden characters")
struct InputFindingsTests {
    private static let operation = Operation(
        name: "o",
        requests: [Request(target: Template("/"))]
    )

    /// Two forbidden texts, all refused, and what the read-backs after them brought.
    private static func verdicts(_ backs: [AnswerFacts?]) -> [Verdict?] {
        let plan = InputPlan(
            InputInspection(
                forbidden: ["<", "'"],
                send: operation,
                refused: [],
                readBack: operation,
                columns: []
            ),
            of: Scenario(
                name: "s",
                service: .rehearsal,
                load: .users([UserStage(target: 1, duration: .seconds(1))]),
                flows: [],
                operations: []
            ),
            tag: "t"
        )
        var facts = InputFacts(count: plan.tries.count)
        let listed = plan.tries.filter { $0.forbidden == nil }.map { $0.head + $0.tail }.joined()
        for index in plan.tries.indices {
            facts.tries[index].sent = AnswerFacts(outcome: .succeeded, status: 200)
            facts.tries[index].readBack = AnswerFacts(
                outcome: .succeeded,
                status: 200,
                body: listed
            )
        }
        for (number, back) in backs.enumerated() { facts.tries[number + 1].readBack = back }
        return InputFindings(plan, facts).item.checks.map(\.verdict)
    }

    @Test("a text is not stored only where the page that would show it was seen")
    func readBack() {
        let fine = AnswerFacts(outcome: .succeeded, status: 200, body: "nothing")
        let broken = AnswerFacts(outcome: .unexpectedStatus, status: 500, words: "status 500")
        #expect(Self.verdicts([fine, fine]) == [.pass, .pass, .pass])
        #expect(Self.verdicts([broken, fine]) == [.pass, .inconclusive, .pass])
        #expect(Self.verdicts([fine, nil]) == [.pass, .pass, .inconclusive])
    }
}
