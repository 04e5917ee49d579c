/// Where a text was written: a place in a file, or the name of the flag that gave it.
package struct Position: Hashable, Sendable, CustomStringConvertible {
    /// The path as it was given, or "--users", "default".
    package var file: String
    /// From 1; 0 when the text stands in no file.
    package var line: Int
    /// From 1, in Unicode scalars; 0 when the text stands in no file.
    package var column: Int

    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The origin of settings that nobody wrote.
    package static let builtIn = Position(file: "default")

    /// "file:12:7", or the name of the flag alone.
    package var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
}
