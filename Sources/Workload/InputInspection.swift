/// How an inspection tries what a service must refuse to take in (item 38).
package struct InputInspection: Sendable, Equatable {
    /// Characters, or longer texts, that must be refused; each is tried by itself.
    package var forbidden: [String]
    /// A text that must be accepted; may be empty, since unique letters stand around it.
    package var allowed: String
    /// Played before each try.
    package var before: [Operation]
    /// Sends the text; its expectations are those of an accepted one.
    package var send: Operation
    /// What the answer to a forbidden text must be.
    package var refused: [Expectation]
    /// Brings back what was stored under the canary.
    package var readBack: Operation
    /// Played once at the end.
    package var cleanUp: [Operation]
    /// The slots of `${input.text}` and `${input.canary}`.
    package var columns: [Slot]

    package init(
        forbidden: [String],
        allowed: String = "",
        before: [Operation] = [],
        send: Operation,
        refused: [Expectation],
        readBack: Operation,
        cleanUp: [Operation] = [],
        columns: [Slot]
    ) {
        self.forbidden = forbidden
        self.allowed = allowed
        self.before = before
        self.send = send
        self.refused = refused
        self.readBack = readBack
        self.cleanUp = cleanUp
        self.columns = columns
    }
}
