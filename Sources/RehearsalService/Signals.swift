import Glibc

/// The ways the process is asked to end.
enum Signals {
    /// Keeps SIGTERM and SIGINT from ending the process; call before any thread is started.
    static func block() {
        var set = endings()
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for SIGTERM or SIGINT; from then on a second one ends the process at once.
    static func wait() {
        var set = endings()
        var number: CInt = 0
        while unsafe sigwait(&set, &number) != 0 {}
        unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Sends this process SIGTERM once standard input ends, from a thread of its own.
    static func raiseWhenInputEnds() {
        var thread = pthread_t()
        unsafe pthread_create(
            &thread,
            nil,
            { _ in
                var byte: UInt8 = 0
                while true {
                    let count = unsafe read(STDIN_FILENO, &byte, 1)
                    if count == 0 || (count < 0 && errno != EINTR) { break }
                }
                kill(getpid(), SIGTERM)
                return nil
            },
            nil
        )
    }

    private static func endings() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGTERM)
        unsafe sigaddset(&set, SIGINT)
        return set
    }
}
