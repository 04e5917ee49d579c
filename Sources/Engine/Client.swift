package import Measuring
package import Timekeeping

/// One loop of the engine with its HTTP client: what the engine needs from the outside.
///
/// Everything but ``executor`` and ``enqueueOnLoop(_:)`` is called on the worker's own thread only,
/// by tasks that have ``executor`` as their preference.
package protocol Worker: AnyObject, Sendable {
    /// The executor that virtual users of this worker run on.
    var executor: any TaskExecutor { get }

    /// The time by the clock that ``sleep(until:)`` and the exchanges' stamps go by.
    var now: MonotonicInstant { get }

    /// Suspends the user until the instant, or until ``wakeSleepers()``.
    ///
    /// Returns at once when the instant has passed. Never early unless woken.
    func sleep(until instant: MonotonicInstant) async

    /// Ends all sleeps at once, for stopping; later sleeps return at once. Own thread only.
    func wakeSleepers()

    /// Suspends a user within an operation until the instant, or until ``wakeAll()``: an operation
    /// under way goes on after ``wakeSleepers()``.
    ///
    /// Returns at once when the instant has passed. Never early unless woken.
    func rest(until instant: MonotonicInstant) async

    /// Ends all sleeps and rests at once; later ones return at once. Own thread only.
    func wakeAll()

    /// Makes the HTTP client of one user: own connections, cookies and TLS sessions.
    func makeClient(user: Int) -> any UserClient

    /// Runs a piece of work on the worker's thread, from any thread.
    func enqueueOnLoop(_ work: @escaping @Sendable () -> Void)

    /// What the loop has observed about itself since the last call. Own thread only.
    func takeLoopHealth() -> LoopHealth
}

/// The HTTP client of one virtual user.
///
/// Confined to its worker's thread. Several exchanges may be under way at one time
/// (`together:`).
package protocol UserClient: AnyObject {
    /// Sends one request and waits for the whole answer; redirects are not followed.
    ///
    /// Never throws: failures are outcomes. The exchange ends by itself at the request's
    /// time-out at the latest.
    func perform(_ request: OutgoingRequest) async -> Exchange

    /// The value of the cookie of that name that the user would send with this request now.
    func cookieValue(named name: String, for request: OutgoingRequest) -> String?

    /// Takes back what is not needed any more, to be used for a later answer.
    func giveBack(_ exchange: Exchange)

    /// Ends every exchange under way as `unfinished`.
    func abort()

    /// Closes connections and forgets cookies; the client is not used afterwards.
    func close()
}

/// What came of one request.
///
/// An object, because a task that waits keeps room for what it waits for: a reference is small. A
/// lane may use it again once it has been given back (``UserClient/giveBack(_:)``).
///
/// Confined to the thread of its shard until nobody changes it any more: that makes the
/// `@unchecked Sendable` true.
package final class Exchange: @unchecked Sendable {
    /// `succeeded` when a complete answer came, whatever its status; else the failure.
    package var outcome: Outcome
    /// The failure in words ("Connection refused"), empty on success.
    package var detail: String
    /// The status, or 0 without an answer.
    package var status: Int
    /// "1.0", "1.1" or "2"; empty without an answer.
    package var httpVersion: String
    /// In the order received, names as received; the answer's own, not those of 1xx or CONNECT.
    ///
    /// May be empty when the request did not keep them and the answer is no redirect.
    package var headers: [OutgoingRequest.Header]
    /// After decoding; empty when the request did not keep it.
    package var body: [UInt8]
    /// The header's field lines as they came; empty unless the request keeps everything.
    package var head: [UInt8] = []
    /// Whether more came than is in ``head`` and ``body``; told only when the request keeps
    /// everything.
    package var hasUnread = false
    package var dispatched: MonotonicInstant
    package var written: MonotonicInstant
    package var firstByte: MonotonicInstant
    package var done: MonotonicInstant
    package var bytesSent: Int
    package var bytesReceived: Int
    package var connection: ConnectionPhases?
    package var hiddenRetries: Int
    /// "TLSv1.3" and the like; empty on plain connections.
    package var tlsVersion: String

    /// An exchange of which nothing is known yet but when it began.
    package convenience init(at dispatched: MonotonicInstant) {
        self.init(
            outcome: .unfinished,
            dispatched: dispatched,
            written: dispatched,
            firstByte: dispatched,
            done: dispatched
        )
    }

    package init(
        outcome: Outcome,
        detail: String = "",
        status: Int = 0,
        httpVersion: String = "",
        headers: [OutgoingRequest.Header] = [],
        body: [UInt8] = [],
        dispatched: MonotonicInstant,
        written: MonotonicInstant,
        firstByte: MonotonicInstant,
        done: MonotonicInstant,
        bytesSent: Int = 0,
        bytesReceived: Int = 0,
        connection: ConnectionPhases? = nil,
        hiddenRetries: Int = 0,
        tlsVersion: String = ""
    ) {
        self.outcome = outcome
        self.detail = detail
        self.status = status
        self.httpVersion = httpVersion
        self.headers = headers
        self.body = body
        self.dispatched = dispatched
        self.written = written
        self.firstByte = firstByte
        self.done = done
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.connection = connection
        self.hiddenRetries = hiddenRetries
        self.tlsVersion = tlsVersion
    }
}

extension UserClient {
    package func giveBack(_ exchange: Exchange) {}
}

extension Worker {
    /// The machine's monotonic clock; only tests in virtual time have another.
    package var now: MonotonicInstant { .now }
}
