/// What the checks of a request found in its answer.
///
/// The words say what was expected and what came, for a person; they may hold text of the service.
package enum CheckResult: Sendable, Equatable {
    case succeeded
    case unexpectedStatus(String)
    case unexpectedContent(String)
    /// Every expectation held, and a value to take was not there.
    case nothingToTake(String)
    /// Every expectation held, and what is polled for is not ready yet.
    case notReady(String)

    /// What is wrong, in words; empty when nothing is.
    package var words: String {
        switch self {
        case .succeeded: ""
        case .unexpectedStatus(let words), .unexpectedContent(let words),
            .nothingToTake(let words), .notReady(let words):
            words
        }
    }
}
