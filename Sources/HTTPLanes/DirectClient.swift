package import Engine
import Glibc
import HTTPMessages
import LoopRuntime
import Measuring
import Timekeeping

/// The HTTP client of one user on the direct lane: its connections and cookies.
///
/// Confined to its worker's thread.
package final class DirectClient: UserClient {
    unowned(unsafe) let worker: DirectWorker
    /// Open ones, and those being opened.
    private var connections: [DirectConnection] = []
    /// Connections that were found dead while idle and have not been replaced yet.
    private var diedIdle = 0
    /// Keeps the user's TLS session for its next connection.
    private var spareOpening: Opening?
    /// When the worker will ask for overdue exchanges next.
    private var watchedUntil = MonotonicInstant(nanoseconds: .max)
    private var isClosed = false
    /// Nothing is sent once more after the end.
    private var isAborted = false
    private var cookies = CookieJar(isPublicSuffix: PublicSuffixes.contains)
    /// Whether any was ever set.
    private var hasCookies = false
    private var cookieHost: (origin: Origin, host: CookieHost)?

    init(worker: DirectWorker) {
        unsafe self.worker = worker
    }

    package func perform(_ request: OutgoingRequest) async -> Exchange {
        guard !isClosed else { return await refused() }
        let connection = connection(to: request.origin)
        await unsafe withUnsafeContinuation { continuation in
            unsafe connection.exchange(request, timeout: request.timeout, continuation)
        }
        let exchange = takeExchange(from: connection, of: request)
        guard connection.lastWasNeverSeen else { return exchange }
        return await performAgain(request, after: exchange)
    }

    /// Sends a request that the service never saw on a new connection, and counts that.
    private func performAgain(
        _ request: OutgoingRequest,
        after first: Exchange
    ) async -> Exchange {
        guard !isClosed, !isAborted else { return first }
        let connection = addConnection(to: request.origin)
        let left = max(request.timeout - (first.done - first.dispatched), .milliseconds(1))
        await unsafe withUnsafeContinuation { continuation in
            unsafe connection.exchange(request, timeout: left, continuation)
        }
        let exchange = takeExchange(from: connection, of: request)
        exchange.dispatched = first.dispatched
        exchange.written = first.written
        exchange.bytesSent += first.bytesSent
        exchange.hiddenRetries += 1
        return exchange
    }

    @inline(never)  // a waiting task keeps room for all that it calls by itself
    private func takeExchange(
        from connection: DirectConnection,
        of request: OutgoingRequest
    ) -> Exchange {
        if connection.hasSetCookies { store(cookiesOf: connection, from: request) }
        return connection.takeExchange()
    }

    /// An idle connection to an origin, or one that has yet to be opened.
    @inline(never)
    private func connection(to origin: Origin) -> DirectConnection {
        // Most users have one.
        if let first = connections.first, first.isIdle, first.origin == origin { return first }
        return connections.first { $0.isIdle && $0.origin == origin } ?? addConnection(to: origin)
    }

    private func addConnection(to origin: Origin) -> DirectConnection {
        let connection = DirectConnection(to: origin, client: self)
        connections.append(connection)
        return connection
    }

    /// Gives way first: a user that plays such requests back to back must not keep the loop from
    /// its other work.
    private func refused() async -> Exchange {
        let now = MonotonicInstant.now
        await unsafe worker.loop.pause()
        return Exchange(
            outcome: .unfinished,
            detail: "the client is closed",
            dispatched: now,
            written: now,
            firstByte: now,
            done: now
        )
    }

    // MARK: Cookies

    package func cookieValue(named name: String, for request: OutgoingRequest) -> String? {
        guard !cookies.isEmpty else { return nil }
        let value = unsafe request.withPath { path in
            unsafe cookies.value(
                of: name,
                host: CookieHost(request.cookieHost),
                path: path,
                isSecure: request.origin.isSecure,
                now: time(nil)
            )
        }
        // Services take a cookie back by an empty value, too.
        return value?.isEmpty == true ? nil : value
    }

    /// The request's bytes with the cookies that go with it put in.
    func withCookies(_ request: OutgoingRequest) -> [UInt8] {
        guard hasCookies else { return request.bytes }
        let place = request.headersPlace.lowerBound
        let host = host(of: request)
        // Used again for the next request, unless this one is still being sent from it then.
        unsafe worker.outgoing.removeAll(keepingCapacity: true)
        unsafe request.append(0..<place, to: &worker.outgoing)
        unsafe request.withPath { path in
            unsafe cookies.appendHeader(
                to: &worker.outgoing,
                host: host,
                path: path,
                isSecure: request.origin.isSecure,
                now: time(nil)
            )
        }
        unsafe request.append(place..<request.bytes.count, to: &worker.outgoing)
        return unsafe worker.outgoing
    }

    private func store(cookiesOf connection: DirectConnection, from request: OutgoingRequest) {
        hasCookies = true
        unsafe connection.forEachSetCookie { value in
            unsafe request.withPath { path in
                unsafe cookies.store(
                    setCookie: value,
                    host: host(of: request),
                    path: path,
                    isSecure: request.origin.isSecure,
                    now: time(nil)
                )
            }
        }
    }

    /// The host that cookies are for, prepared once as long as it stays the same.
    private func host(of request: OutgoingRequest) -> CookieHost {
        if let known = cookieHost, known.origin === request.origin, request.own.isEmpty {
            return known.host
        }
        let host = CookieHost(request.cookieHost)
        if request.own.isEmpty { cookieHost = (request.origin, host) }
        return host
    }

    package func giveBack(_ exchange: Exchange) {
        unsafe worker.putBack(exchange)
    }

    package func abort() {
        isAborted = true
        for connection in connections { connection.abort(at: .now) }
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        abort()
        for connection in connections { connection.close() }
        connections = []
        if let opening = spareOpening { unsafe worker.discard(opening) }
        spareOpening = nil
        unsafe worker.forget(self)
    }

    // MARK: Told by connections

    func forget(_ connection: DirectConnection, diedIdle: Bool) {
        connections.removeAll { $0 === connection }
        if diedIdle { self.diedIdle += 1 }
    }

    /// Whether a connection that opens now replaces one that died; counts it as replaced.
    func replacesDead() -> Bool {
        guard diedIdle > 0 else { return false }
        diedIdle -= 1
        return true
    }

    func takeOpening(secure: Bool) -> Opening? {
        if secure, let opening = spareOpening {
            spareOpening = nil
            return opening
        }
        return unsafe worker.takeOpening()
    }

    /// - Parameter holdsSession: whether a TLS session of this user is in it.
    func putBack(_ opening: Opening, holdsSession: Bool) {
        if !holdsSession {
            unsafe worker.putBack(opening)
        } else if isClosed || spareOpening != nil {
            unsafe worker.discard(opening)
        } else {
            spareOpening = opening
        }
    }

    // MARK: Time-outs

    func watch(until deadline: MonotonicInstant) {
        guard deadline < watchedUntil else { return }
        watchedUntil = deadline
        unsafe worker.watch(self, until: deadline)
    }

    /// Ends exchanges whose time is over, and asks to be called for the next.
    func endOverdue(at now: MonotonicInstant) {
        // An entry that an earlier one has replaced: the earlier has seen to it.
        guard watchedUntil <= now else { return }
        watchedUntil = MonotonicInstant(nanoseconds: .max)
        for connection in connections { connection.endIfOverdue(at: now) }
        if let next = connections.compactMap(\.deadline).min() { watch(until: next) }
    }
}
