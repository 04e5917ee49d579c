import Glibc
import Synchronization
import TestSupport
import Timekeeping

/// A stub server that answers late on purpose and keeps its own time of every request.
final class TimedServer: Sendable {
    /// One request: when it had been read and when its answer was handed to the kernel.
    struct Entry: Sendable {
        let path: String
        let read: MonotonicInstant
        /// The answer left between these two.
        let begun: MonotonicInstant
        let answered: MonotonicInstant
        /// How much later it answered than it meant to, for reasons of this machine.
        let overshoot: Nanoseconds

        var held: Nanoseconds { answered - read }
    }

    private final class Log: Sendable {
        let entries = Mutex<[Entry]>([])
    }

    private let log = Log()
    private let server: StubServer

    /// - Parameter due: when the answer to a path, read at an instant, is to be sent.
    init(due: @escaping @Sendable (String, MonotonicInstant) -> MonotonicInstant) throws {
        let log = log
        server = try StubServer { connection in
            while let request = connection.readRequest() {
                let read = MonotonicInstant.now
                let due = due(request.target, read)
                Self.sleep(until: due)
                let begun = MonotonicInstant.now
                guard connection.answer() else { return }
                let entry = Entry(
                    path: request.target,
                    read: read,
                    begun: begun,
                    answered: .now,
                    overshoot: begun - due
                )
                log.entries.withLock { $0.append(entry) }
            }
        }
    }

    var url: String { server.url }

    /// The requests in the order answered.
    var entries: [Entry] { log.entries.withLock { $0 } }

    func stop() { server.stop() }

    private static func sleep(until instant: MonotonicInstant) {
        // A sleeping thread wakes some tenths of a millisecond late; the last bit is waited awake.
        let wake = instant - .microseconds(400)
        var time = timespec(
            tv_sec: Int(wake.nanoseconds / 1_000_000_000),
            tv_nsec: Int(wake.nanoseconds % 1_000_000_000)
        )
        if wake > .now {
            while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
        }
        while .now < instant {}
    }
}

extension Sequence<Nanoseconds> {
    /// The middle one, the lower of two; `nil` when there is none.
    var median: Nanoseconds? {
        let sorted = sorted()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    }
}
