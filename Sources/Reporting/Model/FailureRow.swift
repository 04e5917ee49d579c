import Measuring
import Wording

/// Failures of one operation by one cause, with examples in words.
struct FailureRow {
    let operation: String
    let cause: Outcome
    let count: Int
    /// Different wordings, at most a few.
    let examples: [Bilingual]

    /// One row for each operation and cause, in the order of the operations.
    static func rows(of operations: [OperationRow], examples: [FailureExample]) -> [FailureRow] {
        operations.indices.flatMap { index in
            operations[index].causes.map { cause in
                let words = examples.filter {
                    $0.operation == index && $0.outcome == cause.outcome && !$0.words.isEmpty
                }.map {
                    Bilingual(
                        ja: "利用者\($0.user + 1): \($0.words)",
                        en: "user \($0.user + 1): \($0.words)"
                    )
                }
                return FailureRow(
                    operation: operations[index].name,
                    cause: cause.outcome,
                    count: cause.count,
                    examples: words.reduce(into: []) { unique, text in
                        if !unique.contains(text) { unique.append(text) }
                    }
                )
            }
        }
    }
}
