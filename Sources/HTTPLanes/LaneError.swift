/// Why the HTTP client of a worker could not be set up.
package struct LaneError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in words.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
