import Measuring

/// A few failures of each kind in words: enough to see what happened, bounded in size.
struct FailureBook {
    /// Different wordings kept per operation and outcome.
    static let examplesPerKind = 3

    private struct Kind: Hashable {
        let operation: Int
        let outcome: Outcome
    }

    private var counts: [Kind: Int] = [:]
    private var fresh: [FailureExample] = []

    mutating func note(_ example: FailureExample) {
        let kind = Kind(operation: example.operation, outcome: example.outcome)
        guard counts[kind, default: 0] < Self.examplesPerKind else { return }
        counts[kind, default: 0] += 1
        fresh.append(example)
    }

    /// The examples noted since the last call.
    mutating func take() -> [FailureExample] {
        defer { fresh = [] }
        return fresh
    }
}
