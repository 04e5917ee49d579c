/// One thing wrong in the text of a fault programme.
struct FaultSyntaxError: Error, Hashable, Sendable {
    /// Which `--fault` option, counted from 1.
    let option: Int
    /// The character of the option's text where the fault is, counted from 1.
    let column: Int
    let problem: String
    let remedy: String
}

extension FaultSyntaxError: CustomStringConvertible {
    var description: String {
        "--fault \(option), column \(column): \(problem); \(remedy)"
    }
}

/// Everything wrong in a fault programme, found in one reading.
struct FaultProgrammeFaults: Error, Hashable, Sendable {
    let faults: [FaultSyntaxError]
}

extension FaultProgrammeFaults: CustomStringConvertible {
    var description: String { faults.map(\.description).joined(separator: "\n") }
}
