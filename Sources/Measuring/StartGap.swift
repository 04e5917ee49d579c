package import Timekeeping

/// Where the time between planned start and first byte written went, added up over operations.
///
/// For every dispatched operation R = busy user + lag + waiting + name lookup + connect + TLS + S,
/// to the nanosecond.
package struct StartGap: Hashable, Sendable {
    /// Its user was still busy with the operation before; in an open load, no user was free.
    package internal(set) var busyUser = Nanoseconds.zero
    /// The generator's own delay after that.
    package internal(set) var lag = Nanoseconds.zero
    /// From dispatch to the first byte written, without what opening a connection took.
    package internal(set) var waiting = Nanoseconds.zero
    /// The parts of opening the connection that the operation began on.
    package internal(set) var nameLookup = Nanoseconds.zero
    package internal(set) var connect = Nanoseconds.zero
    package internal(set) var tls = Nanoseconds.zero
    /// Operations that found their user busy, so that they began late through no fault of ours.
    package internal(set) var delayed = 0

    package init() {}

    /// R − S of all operations.
    package var total: Nanoseconds {
        busyUser + lag + waiting + nameLookup + connect + tls
    }

    /// Adds one dispatched operation.
    /// - Parameters:
    ///   - free: when its user had ended the operation before.
    ///   - opening: the connection opened for its first request, if one was.
    mutating func add(_ stamps: Stamps, free: MonotonicInstant, opening: ConnectionPhases?) {
        let ready = max(stamps.planned, min(free, stamps.dispatched))
        if ready > stamps.planned {
            delayed += 1
            busyUser += ready - stamps.planned
        }
        lag += stamps.dispatched - ready
        var blocked = stamps.written - stamps.dispatched
        if let opening {
            // Phases are measured by another clock reading than the stamps: never more than all.
            func take(_ phase: Nanoseconds) -> Nanoseconds {
                let part = max(.zero, min(phase, blocked))
                blocked = blocked - part
                return part
            }
            nameLookup += take(opening.nameLookup)
            connect += take(opening.connect)
            tls += take(opening.tls)
        }
        waiting += blocked
    }

    /// Adds the gap of other operations.
    package mutating func merge(_ other: StartGap) {
        busyUser += other.busyUser
        lag += other.lag
        waiting += other.waiting
        nameLookup += other.nameLookup
        connect += other.connect
        tls += other.tls
        delayed += other.delayed
    }
}
