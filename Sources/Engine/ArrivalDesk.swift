import Timekeeping

/// Hands the arrivals of an open load to free users of one shard, in order of planned start.
///
/// An arrival that finds no free user waits here with its planned start unchanged, so the wait is
/// part of its response time. Confined to its shard's thread.
@safe final class ArrivalDesk: @unchecked Sendable {
    struct Arrival: Sendable {
        /// The arrival's place in the run's one schedule, from 0.
        let number: Int
        let planned: MonotonicInstant
    }

    private var waitingUsers: [UnsafeContinuation<Arrival?, Never>] = unsafe []
    private var backlog: [Arrival] = []
    private var backlogHead = 0
    private var isClosed = false

    /// Arrivals that are due and wait for a user.
    var waitingArrivals: ArraySlice<Arrival> { backlog[backlogHead...] }

    /// The next arrival for a user that is free; `nil` when there will be none.
    func nextArrival() async -> Arrival? {
        if backlogHead < backlog.count {
            let arrival = backlog[backlogHead]
            backlogHead += 1
            if backlogHead == backlog.count || backlogHead > 1024 {
                backlog.removeFirst(backlogHead)
                backlogHead = 0
            }
            return arrival
        }
        if isClosed { return nil }
        return await unsafe withUnsafeContinuation { continuation in
            unsafe waitingUsers.append(continuation)
        }
    }

    /// An arrival is due.
    func arrive(_ arrival: Arrival) {
        if unsafe !waitingUsers.isEmpty {
            let user = unsafe waitingUsers.removeFirst()
            unsafe user.resume(returning: arrival)
        } else {
            backlog.append(arrival)
        }
    }

    /// No more arrivals come; those waiting are still played.
    func close() {
        isClosed = true
        let users = unsafe waitingUsers
        unsafe waitingUsers = []
        for unsafe user in unsafe users { unsafe user.resume(returning: nil) }
    }

    /// Gives up on the arrivals that wait.
    func giveUp() -> [Arrival] {
        defer {
            backlog = []
            backlogHead = 0
        }
        return Array(waitingArrivals)
    }
}
