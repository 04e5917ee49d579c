/// A pattern, path or text of a check that can never work.
package struct CheckSyntaxError: Error, Sendable, Equatable {
    /// What is wrong and what to write instead.
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
