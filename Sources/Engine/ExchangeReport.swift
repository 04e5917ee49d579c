package import Measuring

/// One exchange as `sanbyo try` shows it.
package struct ExchangeReport: Sendable {
    package let user: Int
    package let operation: Int
    package let request: Int
    /// 0 for the request itself, 1 for the first redirect hop, and so on.
    package let hop: Int
    package let sent: OutgoingRequest
    package let exchange: Exchange
    package let outcome: Outcome
    /// Why it failed; empty on success.
    package let words: String
    /// The variables the request takes, with the values found.
    package let taken: [(name: String, value: String?)]
}
