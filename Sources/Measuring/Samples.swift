package import Timekeeping

/// The four stamps of an operation or request, and its first byte.
///
/// Response time R = done − planned is judged; service time S = done − written tells how the
/// service did once it had the request; scheduling lag = dispatched − planned is the
/// generator's own delay; R = lag + (written − dispatched) + S.
package struct Stamps: Hashable, Sendable {
    /// When the schedule says it starts.
    package var planned: MonotonicInstant
    /// When it was handed to the HTTP lane.
    package var dispatched: MonotonicInstant
    /// When the first byte went to a connected socket; equals ``dispatched`` if none did.
    package var written: MonotonicInstant
    /// When the first byte of the answer was read; equals ``done`` if none came.
    package var firstByte: MonotonicInstant
    /// When the last byte came, or the error, or the time-out.
    package var done: MonotonicInstant

    package init(
        planned: MonotonicInstant,
        dispatched: MonotonicInstant,
        written: MonotonicInstant,
        firstByte: MonotonicInstant,
        done: MonotonicInstant
    ) {
        self.planned = planned
        self.dispatched = dispatched
        self.written = written
        self.firstByte = firstByte
        self.done = done
    }

    package var responseTime: Nanoseconds { done - planned }
    package var serviceTime: Nanoseconds { done - written }
}

/// One played operation, as the engine hands it to the recorder.
package struct OperationSample: Hashable, Sendable {
    /// Index into ``MeasuringPlan/operations``.
    package var operation: Int
    /// The user's number, from 0.
    package var user: Int
    package var outcome: Outcome
    package var stamps: Stamps

    package init(operation: Int, user: Int, outcome: Outcome, stamps: Stamps) {
        self.operation = operation
        self.user = user
        self.outcome = outcome
        self.stamps = stamps
    }
}

/// One HTTP exchange of an operation; a followed redirect is one sample per hop.
package struct RequestSample: Hashable, Sendable {
    /// Index into ``MeasuringPlan/requests``.
    package var request: Int
    package var user: Int
    package var outcome: Outcome
    /// The status, or 0 without an answer.
    package var status: Int
    /// ``Stamps/planned`` is when the user wanted to send it: the operation's planned start for
    /// the first request, the end of the one before for the rest, and when it was due for a
    /// repeated poll.
    package var stamps: Stamps
    /// 0 for the request itself, 1 for the first redirect hop, and so on.
    package var hop: Int
    package var bytesSent: Int
    package var bytesReceived: Int
    /// Set when a socket was opened for this exchange.
    package var connection: ConnectionPhases?
    /// How often the lane sent the request again on its own after a dead keep-alive connection.
    package var hiddenRetries: Int
    /// What came of searching the answer for other tenants' data.
    package var searched: AnswerSearched

    package init(
        request: Int,
        user: Int,
        outcome: Outcome,
        status: Int,
        stamps: Stamps,
        hop: Int = 0,
        bytesSent: Int = 0,
        bytesReceived: Int = 0,
        connection: ConnectionPhases? = nil,
        hiddenRetries: Int = 0,
        searched: AnswerSearched = .no
    ) {
        self.request = request
        self.user = user
        self.outcome = outcome
        self.status = status
        self.stamps = stamps
        self.hop = hop
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.connection = connection
        self.hiddenRetries = hiddenRetries
        self.searched = searched
    }
}

/// How long the parts of opening a connection took; each at least zero.
package struct ConnectionPhases: Hashable, Sendable {
    package var nameLookup: Nanoseconds
    package var connect: Nanoseconds
    /// Zero for plain connections.
    package var tls: Nanoseconds
    /// True when the user had a usable connection before, so this one replaced it.
    package var isReconnect: Bool

    package init(
        nameLookup: Nanoseconds,
        connect: Nanoseconds,
        tls: Nanoseconds,
        isReconnect: Bool
    ) {
        self.nameLookup = nameLookup
        self.connect = connect
        self.tls = tls
        self.isReconnect = isReconnect
    }
}
