package import Workload

/// The tries of item 38: an allowed text, each forbidden one, and the allowed one again.
///
/// Every text is `canary-head…tail`: the canary is the same in all, so that it can be searched for;
/// head and tail are in no request but the one that sends them, so that a page that repeats what
/// was searched for proves nothing by it.
package struct InputPlan: Sendable {
    package struct Try: Sendable, Equatable {
        /// The forbidden text; `nil` for the allowed one.
        package let forbidden: String?
        package let text: String
        let head: String
        let tail: String
    }

    /// What an operation is for.
    package enum Role: Sendable, Equatable {
        case before(Int)
        case send(Int)
        case readBack(Int)
    }

    package let tries: [Try]
    package let play: InspectionScenario
    /// By the operation's index.
    package let roles: [Int: Role]

    /// - Parameter tag: letters and digits that no other inspection has.
    package init(_ input: InputInspection, of base: Scenario, tag: String) {
        let kinds: [String?] = [nil] + input.forbidden.map(Optional.some) + [nil]
        let canary = "sanbyo\(tag)"
        tries = kinds.enumerated().map { number, forbidden in
            let head = "a\(number)x\(tag)"
            let tail = "b\(number)x\(tag)"
            let text = "\(canary)-\(head)\(forbidden ?? input.allowed)\(tail)"
            return Try(forbidden: forbidden, text: text, head: head, tail: tail)
        }
        var play = InspectionScenario(
            base,
            name: "input",
            cleanUp: input.cleanUp,
            columns: input.columns
        )
        var roles: [Int: Role] = [:]
        for (number, one) in tries.enumerated() {
            var steps: [OperationID] = []
            func step(_ operation: Operation, _ role: Role) {
                let id = play.add(operation)
                roles[id.index] = role
                steps.append(id)
            }
            for operation in input.before { step(operation, .before(number)) }
            var send = input.send
            if one.forbidden != nil, !send.requests.isEmpty {
                send.requests[send.requests.count - 1].expectations = input.refused
                // A refusal has not what an accepted text brings.
                send.requests[send.requests.count - 1].takes = []
                send.requests[send.requests.count - 1].polling = nil
            }
            step(send, .send(number))
            step(input.readBack, .readBack(number))
            play.addTry(steps, [one.text, canary])
        }
        self.play = play
        self.roles = roles
    }
}
