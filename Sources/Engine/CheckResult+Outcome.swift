import Measuring
import Responses

extension CheckResult {
    /// As samples have it, with the words for a failure.
    var asOutcome: (outcome: Outcome, words: String) {
        switch self {
        case .succeeded: (.succeeded, words)
        case .unexpectedStatus: (.unexpectedStatus, words)
        case .unexpectedContent: (.unexpectedContent, words)
        case .nothingToTake: (.nothingToTake, words)
        case .notReady: (.notReady, words)
        }
    }
}
