/// What the checks of a request found in its answer.
///
/// The words say what was expected and what came, for a person; they may hold text of the service.
package enum CheckResult: Sendable, Equatable {
    case succeeded
    case unexpectedStatus(String)
    case unexpectedContent(String)
    /// Every expectation held, and a value to take was not there.
    case nothingToTake(String)
}
