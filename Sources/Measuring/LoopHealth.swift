package import Timekeeping

/// What one loop observed about itself over a stretch of time (about a second).
package struct LoopHealth: Sendable, Hashable {
    /// Turns of the loop.
    package var turns: Int = 0
    /// The longest time between two waits: work that kept timers and sockets waiting.
    package var longestTurn: Nanoseconds = .zero
    /// Timers fired, and how late the latest was.
    package var timersFired: Int = 0
    package var latestTimer: Nanoseconds = .zero
    /// The longest time that an event told by the kernel waited for those told with it.
    package var oldestEvent: Nanoseconds = .zero
    /// CPU time the loop's thread used (user and system).
    package var cpu: Nanoseconds = .zero
    /// The time the thread was ready to run and had no core (the kernel's run queue).
    package var runDelay: Nanoseconds = .zero
    /// The stretch of time the figures cover.
    package var span: Nanoseconds = .zero
    /// Sockets open at the end of the stretch, and opened during it.
    package var openSockets: Int = 0
    package var socketsOpened: Int = 0

    package init() {}

    /// The longest time that sockets and timers were kept waiting, by work or by a thread that
    /// did not get to run.
    package var longestHoldUp: Nanoseconds { max(longestTurn, latestTimer) }

    /// CPU used ÷ time covered, 0 … 1.
    package var busyShare: Double {
        share(cpu)
    }

    /// Time without a core ÷ time covered, 0 … 1.
    ///
    /// The kernel counts a wait when it is over, so one that began in the stretch before can be
    /// longer than the stretch.
    package var starvedShare: Double { min(1, share(runDelay)) }

    private func share(_ part: Nanoseconds) -> Double {
        span.count > 0 ? Double(part.count) / Double(span.count) : 0
    }
}
