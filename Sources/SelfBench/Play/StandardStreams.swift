import Glibc
import Timekeeping

/// The standard input as a lifeline: it ends when the benchmark wants this process to, or dies.
enum StandardInput {
    /// Waits for the end of the input, at most for a length of time.
    static func hasEnded(within time: Nanoseconds) -> Bool {
        var poll = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&poll, 1, Int32(time.count / 1_000_000)) > 0
    }
}

/// Lines for whoever runs the benchmark, beside its output.
enum StandardError {
    static func write(_ line: String) {
        let text = line + "\n"
        _ = unsafe Glibc.write(STDERR_FILENO, text, text.utf8.count)
    }
}
