/// The exit codes that are not verdicts (sysexits.h and the shell's conventions).
///
/// Verdicts have their own: 0 PASS, 2 FAIL, 3 INCONCLUSIVE, 4 INVALID. 1 is never used for a
/// verdict: shells and libraries use it for "something broke".
enum ExitCodes {
    static let usage: Int32 = 64
    static let faultyInput: Int32 = 65
    static let targetUnavailable: Int32 = 69
    static let ownFault: Int32 = 70
    static let cannotWriteResults: Int32 = 74

    /// The shell's code for an end by a signal.
    static func signal(_ number: Int32) -> Int32 { 128 + number }
}

/// A reason to end the tool before or after a run, in words, with its exit code.
struct ToolFailure: Error {
    let message: String
    let exitCode: Int32
}
