/// How many operations or requests ended in each way.
package struct OutcomeCounts: Hashable, Sendable {
    /// Success is nearly every outcome, so it needs no list.
    private var succeeded = 0
    private var others: [Outcome: Int] = [:]

    package init() {}

    package subscript(outcome: Outcome) -> Int {
        outcome == .succeeded ? succeeded : others[outcome, default: 0]
    }

    /// The outcomes that occurred, with their counts.
    package var byOutcome: [Outcome: Int] {
        var all = others
        if succeeded > 0 { all[.succeeded] = succeeded }
        return all
    }

    mutating func add(_ outcome: Outcome, _ count: Int) {
        if outcome == .succeeded {
            succeeded += count
        } else {
            others[outcome, default: 0] += count
        }
    }

    mutating func merge(_ other: OutcomeCounts) {
        succeeded += other.succeeded
        others.merge(other.others, uniquingKeysWith: +)
    }
}

extension Outcome {
    /// Whether the operation was handed to the HTTP lane; if not, it has no times.
    package var wasDispatched: Bool {
        self != .missed && self != .notPlayable
    }
}
