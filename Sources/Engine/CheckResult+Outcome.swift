import Measuring
import Responses

extension CheckResult {
    /// As samples have it, with the words for a failure.
    var asOutcome: (outcome: Outcome, words: String) {
        switch self {
        case .succeeded: (.succeeded, "")
        case .unexpectedStatus(let words): (.unexpectedStatus, words)
        case .unexpectedContent(let words): (.unexpectedContent, words)
        case .nothingToTake(let words): (.nothingToTake, words)
        }
    }
}
