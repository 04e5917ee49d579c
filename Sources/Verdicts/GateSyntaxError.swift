/// What is wrong with the text of a gate, where, and what to write instead.
package struct GateSyntaxError: Error, Sendable, Hashable {
    /// The first character that is wrong, counted from 1 within the gate's text.
    package let column: Int
    package let message: String
    package let remedy: String

    package init(column: Int, message: String, remedy: String) {
        self.column = column
        self.message = message
        self.remedy = remedy
    }
}

extension GateSyntaxError: CustomStringConvertible {
    package var description: String { "\(column): \(message); \(remedy)" }
}
