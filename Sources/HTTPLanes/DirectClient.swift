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
    private var cookies = CookieJar(isPublicSuffix: PublicSuffixes.contains)
    private var cookieHost: (origin: Origin, host: CookieHost)?

    init(worker: DirectWorker) {
        unsafe self.worker = worker
    }

    package func perform(_ request: OutgoingRequest) async -> Exchange {
        let (exchange, wasNeverSeen) = await attempt(request, timeout: request.timeout)
        guard wasNeverSeen else { return exchange }
        return await performAgain(request, after: exchange)
    }

    /// Sends a request that the service never saw on a new connection, and counts that.
    private func performAgain(
        _ request: OutgoingRequest,
        after first: Exchange
    ) async -> Exchange {
        let left = request.timeout - (first.done - first.dispatched)
        var (exchange, _) = await attempt(request, timeout: max(left, .milliseconds(1)))
        exchange.dispatched = first.dispatched
        exchange.written = first.written
        exchange.bytesSent += first.bytesSent
        exchange.hiddenRetries += 1
        return exchange
    }

    private func attempt(
        _ request: OutgoingRequest,
        timeout: Nanoseconds
    ) async -> (exchange: Exchange, wasNeverSeen: Bool) {
        guard !isClosed else { return (await refused(), false) }
        let connection = idleConnection(to: request.origin) ?? addConnection(to: request.origin)
        await unsafe withUnsafeContinuation { continuation in
            unsafe connection.exchange(request, timeout: timeout, continuation)
        }
        if connection.hasSetCookies { store(cookiesOf: connection, from: request) }
        return connection.takeExchange()
    }

    private func idleConnection(to origin: Origin) -> DirectConnection? {
        for connection in connections where connection.isIdle && connection.origin == origin {
            return connection
        }
        return nil
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
        return unsafe request.withPath { path in
            let value = unsafe cookies.value(
                of: name,
                host: CookieHost(request.cookieHost),
                path: path,
                isSecure: request.origin.isSecure,
                now: time(nil)
            )
            // Services take a cookie back by an empty value, too.
            return value?.isEmpty == false ? value : nil
        }
    }

    func appendCookies(for request: OutgoingRequest, to wire: inout [UInt8]) {
        guard !cookies.isEmpty else { return }
        let host = host(of: request)
        unsafe request.withPath { path in
            unsafe cookies.appendHeader(
                to: &wire,
                host: host,
                path: path,
                isSecure: request.origin.isSecure,
                now: time(nil)
            )
        }
    }

    private func store(cookiesOf connection: DirectConnection, from request: OutgoingRequest) {
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

    package func reuse(_ body: consuming [UInt8]) {
        unsafe worker.putBack(body: body)
    }

    package func abort() {
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
        watchedUntil = MonotonicInstant(nanoseconds: .max)
        for connection in connections { connection.endIfOverdue(at: now) }
        if let next = connections.compactMap(\.deadline).min() { watch(until: next) }
    }
}
