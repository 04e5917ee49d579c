import Timekeeping

/// Hands the arrivals of an open load to free users of one shard, in order of planned start.
///
/// An arrival that finds no free user waits here with its planned start unchanged, so the wait is
/// part of its response time. Confined to its shard's thread.
final class ArrivalDesk: @unchecked Sendable {
    struct Arrival: Sendable {
        /// The arrival's place in the run's one schedule, from 0.
        let number: Int
        let planned: MonotonicInstant
    }

    /// A user without work; resumed exactly once.
    @safe private struct WaitingUser {
        private let continuation: UnsafeContinuation<Arrival?, Never>

        init(_ continuation: UnsafeContinuation<Arrival?, Never>) {
            unsafe self.continuation = continuation
        }

        func hand(_ arrival: Arrival?) {
            unsafe continuation.resume(returning: arrival)
        }
    }

    private var waitingUsers: [WaitingUser] = []
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
            unsafe waitingUsers.append(WaitingUser(continuation))
        }
    }

    /// An arrival is due: to the user that has waited longest, or to the backlog.
    func arrive(_ arrival: Arrival) {
        if waitingUsers.isEmpty {
            backlog.append(arrival)
        } else {
            waitingUsers.removeFirst().hand(arrival)
        }
    }

    /// No more arrivals come; those waiting are still played.
    func close() {
        isClosed = true
        let users = waitingUsers
        waitingUsers = []
        for user in users { user.hand(nil) }
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
