import Availability
import Journaling

/// What is looked at before a start goes on in a record.
extension ProbeLog {
    /// - Throws: `ToolFailure` with exit code 65 when the start is of another service or
    ///   probe, or has another distance between ticks.
    func check(goesOnWith head: Head) throws {
        guard let problem = contradiction(of: head) else { return }
        throw ToolFailure(
            message: "\(path): \(problem); give this probe another name or --results",
            exitCode: ExitCodes.faultyInput
        )
    }

    /// What may differ between two starts, and should be known; in words.
    func changes(with head: Head) -> [String] {
        guard let last = heads.last else { return [] }
        func names(_ kinds: [ProbeKind]) -> String {
            kinds.map(\.rawValue).joined(separator: ", ")
        }
        return [
            last.kinds != head.kinds
                ? "the record was last probed by \(names(last.kinds)), and now by"
                    + " \(names(head.kinds))" : nil,
            last.contractSHA256 != head.contractSHA256
                ? "the contract is not the one that the record was last probed by: all of it is"
                    + " judged by the new one" : nil,
        ].compactMap(\.self)
    }
}
