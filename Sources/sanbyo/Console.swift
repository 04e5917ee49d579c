import Foundation
import Glibc

/// The process's two output streams and what is known about them.
///
/// Results go to standard output, progress and diagnostics to standard error.
struct Console: Sendable {
    let standardErrorIsTerminal: Bool
    let standardOutputIsTerminal: Bool
    private let environment: [String: String]

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
        standardErrorIsTerminal = isatty(STDERR_FILENO) == 1
        standardOutputIsTerminal = isatty(STDOUT_FILENO) == 1
    }

    /// Whether colour is wanted on standard output.
    var colorsOutput: Bool { allowsColor && standardOutputIsTerminal }

    /// Whether a screen that redraws itself is of use on standard error.
    var drawsLiveScreen: Bool {
        standardErrorIsTerminal && environment["CI", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    /// Whether the user has not asked for plain text (no-color.org).
    var allowsColor: Bool {
        environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    /// Columns of the terminal, or 100 where there is none.
    var width: Int {
        var size = winsize()
        let isKnown =
            unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 40
        return isKnown ? Int(size.ws_col) : 100
    }

    func output(_ text: String) { Self.write(text, to: STDOUT_FILENO) }
    func output(_ bytes: [UInt8]) { Self.write(bytes, to: STDOUT_FILENO) }
    func note(_ text: String) { Self.write(text + "\n", to: STDERR_FILENO) }
    func noteUnterminated(_ text: String) { Self.write(text, to: STDERR_FILENO) }

    /// Puts /dev/null in the place of standard streams that are closed: a file or connection would
    /// get the number of one, and what is said would go into it.
    static func replaceClosedStreams() {
        for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    /// Writes all bytes; a reader that has gone away ends the writing, not the run.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        _ = writeAll(bytes, to: descriptor)
    }
}
