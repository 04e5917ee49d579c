import Glibc
import Timekeeping

/// The requests to end, taken as events of the main thread instead of interruptions.
///
/// They are SIGINT, SIGTERM and SIGHUP (the terminal is gone), blocked before any other thread
/// starts, so only ``wait(atMost:)`` receives them. A blocked signal waits even where the starter
/// had it ignored, as shells do with SIGINT for jobs in the background: whoever sends one to a run
/// means it. Only SIGHUP stays ignored then, which is what `nohup` is for.
struct Signals {
    private var set = sigset_t()

    /// Blocks the signals in this thread and in all threads it starts from now on.
    init() {
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGINT)
        unsafe sigaddset(&set, SIGTERM)
        var hangUp = sigaction()
        unsafe sigaction(SIGHUP, nil, &hangUp)
        let isIgnored =
            unsafe unsafeBitCast(hangUp.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
        if !isIgnored { unsafe sigaddset(&set, SIGHUP) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// The name of one of the signals.
    static func name(of number: Int32) -> String {
        switch number {
        case SIGINT: "SIGINT"
        case SIGTERM: "SIGTERM"
        case SIGHUP: "SIGHUP"
        default: "signal \(number)"
        }
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
