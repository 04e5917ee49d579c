import CLinux
package import Timekeeping

/// What can happen on a socket, in epoll's bits.
package struct SocketEvents: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let readable = SocketEvents(rawValue: EPOLLIN.rawValue)
    package static let writable = SocketEvents(rawValue: EPOLLOUT.rawValue)
    /// The other side will send nothing more.
    package static let ended = SocketEvents(rawValue: EPOLLRDHUP.rawValue)
    /// An error or hang-up; reported without being asked for.
    package static let failed = SocketEvents(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
    /// Reported when bytes or the end have come, not again for the same (edge-triggered).
    package static let arrivals = SocketEvents(
        rawValue: EPOLLIN.rawValue | EPOLLRDHUP.rawValue | edge
    )
    /// ``arrivals``, and when there is room to write again.
    package static let arrivalsAndRoom = SocketEvents(
        rawValue: arrivals.rawValue | EPOLLOUT.rawValue
    )
    /// EPOLLET, which C has as a negative number.
    private static let edge: UInt32 = 1 << 31

    /// Whether reading will tell something: bytes, the end or an error.
    package var mayRead: Bool { rawValue & ~EPOLLOUT.rawValue != 0 }
    /// Whether the end or an error stands behind the bytes that have come.
    package var haveEnded: Bool { rawValue & ~(EPOLLIN.rawValue | EPOLLOUT.rawValue) != 0 }
    package var mayWrite: Bool { rawValue & EPOLLOUT.rawValue != 0 }
}

/// What is told when a socket is ready; called on the loop's thread.
package protocol SocketHandler: AnyObject {
    func socketReady(_ descriptor: Int32, events: SocketEvents)
}

/// Something driven by the loop beside sockets and timers, such as an HTTP library.
package protocol LoopDriver: AnyObject {
    /// Does what is due, once per turn and after the turn's tasks ran.
    ///
    /// Returns when it wants to be called at the latest, `nil` = when something else happens.
    func turn() -> MonotonicInstant?
}
