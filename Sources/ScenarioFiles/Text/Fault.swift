/// One thing wrong in a file the user wrote, with what to write instead.
package struct Fault: Hashable, Sendable, Error, CustomStringConvertible {
    package var position: Position
    /// The place in the document ("flows.file-report.steps[0].get"); empty for the whole file.
    package var path: String
    /// What is wrong.
    package var problem: String
    /// What to write instead.
    package var remedy: String

    package init(position: Position, path: String = "", problem: String, remedy: String) {
        self.position = position
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    package var file: String { position.file }
    package var line: Int { position.line }
    package var column: Int { position.column }

    /// `file:line:column: path: what is wrong; what to write instead`.
    package var description: String {
        let place = path.isEmpty ? "\(position)" : "\(position): \(path)"
        return "\(place): \(problem); \(remedy)"
    }
}
