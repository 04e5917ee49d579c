/// How an operation or request ended; every planned operation ends in exactly one.
package enum Outcome: UInt8, Sendable, Hashable, CaseIterable, Codable {
    /// Answered, and every expectation held.
    case succeeded
    /// An answer with a status that was not expected.
    case unexpectedStatus
    /// An answer whose text, JSON, header, cookie or size was not as expected.
    case unexpectedContent
    /// A value to take was not in the answer.
    case nothingToTake
    case nameNotResolved
    case connectionRefused
    /// Connecting failed otherwise: unreachable, proxy, connect time-out.
    case connectionFailed
    case tlsFailed
    case sendFailed
    /// The connection was reset or closed before the answer was complete.
    case connectionLost
    /// What came was not HTTP, or broke off against its own framing.
    case malformedAnswer
    case answerTooLarge
    case timedOut
    /// A redirect or link led to a host that the scenario does not allow; nothing was sent there.
    case hostNotAllowed
    case tooManyRedirects
    /// Still in flight when the drain ended; its response time is at least its age (censored).
    case unfinished
    /// Planned but never dispatched: no free user, or too far behind its pacing.
    case missed
    /// A variable had no value (an earlier take failed, data ran out): the request was not sent.
    case notPlayable
    /// This machine had no descriptor, port or memory left to connect with: the generator's fault.
    case noSocket
    /// Polled for as long as the scenario allows, and still not ready: its true time is longer.
    case notReady

    /// The name used in files, for example "connection-lost".
    package var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .unexpectedStatus: "unexpected-status"
        case .unexpectedContent: "unexpected-content"
        case .nothingToTake: "nothing-to-take"
        case .nameNotResolved: "name-not-resolved"
        case .connectionRefused: "connection-refused"
        case .connectionFailed: "connection-failed"
        case .tlsFailed: "tls-failed"
        case .sendFailed: "send-failed"
        case .connectionLost: "connection-lost"
        case .malformedAnswer: "malformed-answer"
        case .answerTooLarge: "answer-too-large"
        case .timedOut: "timed-out"
        case .hostNotAllowed: "host-not-allowed"
        case .tooManyRedirects: "too-many-redirects"
        case .unfinished: "unfinished"
        case .missed: "missed"
        case .notPlayable: "not-playable"
        case .noSocket: "no-socket"
        case .notReady: "not-ready"
        }
    }

    /// Whether the answer was complete HTTP, whatever it said.
    package var wasAnswered: Bool {
        switch self {
        case .succeeded, .unexpectedStatus, .unexpectedContent, .nothingToTake, .notReady: true
        default: false
        }
    }
}
