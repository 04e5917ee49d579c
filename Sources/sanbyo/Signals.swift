import Glibc
import Timekeeping

/// SIGINT and SIGTERM taken as events of the main thread instead of interruptions.
///
/// They are blocked before any other thread starts, so only ``wait(atMost:)`` receives them.
struct Signals {
    private var set = sigset_t()

    /// Blocks the two signals in this thread and in all threads it starts from now on.
    init() {
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGINT)
        unsafe sigaddset(&set, SIGTERM)
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        // A closed pipe is an error of that write, not the end of the run.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for a signal, at most for a time.
    ///
    /// - Returns: the signal's number, or `nil` when the time passed without one.
    mutating func wait(atMost time: Nanoseconds) -> Int32? {
        let least = max(time.count, 0)
        var timeout = timespec(
            tv_sec: Int(least / 1_000_000_000),
            tv_nsec: Int(least % 1_000_000_000)
        )
        let number = unsafe sigtimedwait(&set, nil, &timeout)
        return number > 0 ? number : nil
    }
}
