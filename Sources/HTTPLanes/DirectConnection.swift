import CCurl
import Engine
import Glibc
import HTTPMessages
import LoopRuntime
import Measuring
import Timekeeping
import Workload

/// One connection of a user, and the exchange under way on it.
///
/// It is opened for its first exchange, used for one after the other, and closed as soon as the
/// place where an answer ends is in any doubt.
@safe final class DirectConnection: SocketHandler {
    enum State {
        /// Not opened yet, or closed.
        case none
        case opening(Opening)
        case open(Wire)
    }

    let origin: Origin
    unowned(unsafe) let client: DirectClient
    unowned(unsafe) let worker: DirectWorker
    let decodes: Bool
    var state = State.none

    /// How an exchange ended, until its task has taken it.
    struct End {
        let outcome: Outcome
        let detail: String
        let done: MonotonicInstant
        let wasNeverSeen: Bool
    }

    /// Whether the service left before the newest request reached it; whatever the request, it may
    /// be sent once more then.
    private(set) var lastWasNeverSeen = false

    // The exchange under way.
    private var continuation: UnsafeContinuation<Void, Never>?
    var end: End?
    var reader: AnswerReader
    private(set) var dispatched = MonotonicInstant(nanoseconds: 0)
    var written: MonotonicInstant?
    private(set) var firstByte: MonotonicInstant?
    /// When the exchange's time is over; `nil` while idle.
    private(set) var deadline: MonotonicInstant?
    /// Whether the method asks for nothing to be done (RFC 9110 §9.2.1).
    private var isSafe = false
    private(set) var keepsFields = false
    private(set) var keepsBody = false
    private(set) var keepsEverything = false
    /// Whether answers on this connection have parts that are kept.
    var needsMemory = false
    /// The request, while not all of it is sent; it stays in its place in memory.
    var unsent: [UInt8] = []
    var sentCount = 0
    /// Of the opening, told with the exchange it was for.
    var phases: ConnectionPhases?
    private(set) var served = 0
    var tlsVersion = ""

    init(to origin: Origin, client: DirectClient) {
        self.origin = origin
        unsafe self.client = client
        unsafe worker = client.worker
        let settings = unsafe client.worker.settings
        decodes = settings.compression
        reader = AnswerReader(
            limits: .init(header: Transfer.largestHeader, body: settings.largestBody)
        )
    }

    var isIdle: Bool {
        guard deadline == nil, end == nil, case .open = state else { return false }
        return true
    }

    // MARK: An exchange

    /// Sends a request and resumes the task when it has ended, at its time-out at the latest; the
    /// task then takes what came of it with ``takeExchange()``.
    @inline(never)
    func exchange(
        _ request: OutgoingRequest,
        timeout: Nanoseconds,
        _ continuation: UnsafeContinuation<Void, Never>
    ) {
        unsafe self.continuation = continuation
        isSafe = !request.hasBody && ["GET", "HEAD", "OPTIONS"].contains(request.method)
        keepsFields = request.keeping.contains(.headers)
        keepsBody = request.keeping.contains(.body)
        keepsEverything = request.keeping.contains(.everything)
        var kept: AnswerReader.Keeping = decodes ? .compressedBody : []
        if keepsFields || keepsEverything { kept.insert(.headers) }
        if keepsBody { kept.insert(.body) }
        reader.begin(toHead: request.method == "HEAD", keeping: kept)
        firstByte = nil
        sentCount = 0
        let bytes = unsafe client.withCookies(request)
        let now = MonotonicInstant.now
        begin(at: now, timeout: timeout)
        if case .open(let wire) = state {
            written = now
            send(bytes, on: wire)
        } else {
            written = nil
            unsent = bytes
            open()
        }
    }

    private func begin(at now: MonotonicInstant, timeout: Nanoseconds) {
        dispatched = now
        let deadline = now + timeout
        self.deadline = deadline
        unsafe client.watch(until: deadline)
    }

    // MARK: Receiving

    func socketReady(_ descriptor: Int32, events: SocketEvents) {
        guard case .open(let wire) = state else { return }
        if events.mayWrite, !unsent.isEmpty { sendRest(wire) }
        if events.mayRead { receive(from: wire, toTheEnd: events.haveEnded) }
    }

    /// How many full buffers of one connection are read in a row.
    private static let mostPieces = 16

    /// - Parameter toTheEnd: whether the end, which is reported once, is known to have come.
    func receive(from wire: Wire, toTheEnd: Bool = false) {
        let buffer = unsafe worker.received
        var pieces = 0
        while case .open = state {
            pieces += 1
            guard pieces <= Self.mostPieces else {
                // Others wait; what is left is told anew.
                unsafe worker.loop.rearmSocket(wire.descriptor)
                return
            }
            switch unsafe wire.receive(into: buffer) {
            case .nothing: return
            case .failed(let words):
                let wasNeverSeen = wasNeverSeen(wire)
                end(
                    .connectionLost,
                    wasLostUnanswered ? Self.lost : words,
                    wasNeverSeen: wasNeverSeen
                )
            case .end:
                endOfStream(wire)
            case .bytes(let count):
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
                let goesOn = unsafe take(bytes)
                switch wire {
                // Now it is empty, and will say when that changes.
                case .plain: if count < buffer.count, !toTheEnd { return }
                case .secure(_, let session, _):
                    // A connection that was closed by what came has no session any more.
                    guard case .open = state else { return }
                    if !goesOn, session?.hasPending != true { return }
                }
            }
        }
    }

    /// - Returns: whether the exchange goes on.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard deadline != nil else {
            // An answer to nothing: who knows what comes next.
            close(diedIdle: true)
            return false
        }
        let now = MonotonicInstant.now
        guard written != nil else {
            finish(.malformedAnswer, "the service spoke before it was asked", at: now)
            return false
        }
        if firstByte == nil { firstByte = now }
        if needsMemory { lendMemory() }
        let progress = unsafe reader.take(bytes)
        switch progress {
        case .more: return true
        case .done: succeed(at: now)
        case .failed(let fault): end(fault, at: now)
        }
        return false
    }

    private func lendMemory() {
        guard !reader.holdsMemory else { return }
        var memory = unsafe worker.takeMemory()
        reader.borrow(&memory)
    }

    private func endOfStream(_ wire: Wire) {
        guard deadline != nil else { return close(diedIdle: true) }
        switch reader.connectionEnded() {
        case .done: succeed(at: .now)
        case .more: end(.cutOff("the connection was closed within the answer"), at: .now)
        case .failed(let fault):
            if wasLostUnanswered {
                end(.connectionLost, Self.lost, wasNeverSeen: wasNeverSeen(wire))
            } else {
                end(fault, at: .now)
            }
        }
    }

    private static let late = "no complete answer within the time-out"
    private static let lost = "the connection was lost before an answer came"

    /// Whether a kept connection ended before the first byte of an answer.
    private var wasLostUnanswered: Bool { served > 0 && !reader.hasBegun }

    /// Whether the request is one whose way can be told from the state of the connection: whole in
    /// one segment, and harmless should the service all the same have seen it.
    private var mayBeSentAgain: Bool {
        isSafe && unsent.isEmpty && sentCount <= Self.smallestSegment
    }

    /// What any network carries in one piece (RFC 8200 §5), less headers and TLS's own.
    private static let smallestSegment = 1_100

    /// Whether the service had left a kept connection before the request reached it.
    private func wasNeverSeen(_ wire: Wire) -> Bool {
        wasLostUnanswered && mayBeSentAgain && TCPPeer.leftFirst(wire.descriptor)
    }

    // MARK: Ends

    private func succeed(at now: MonotonicInstant) {
        guard let deadline, now <= deadline else {
            finish(.timedOut, Self.late, at: now)
            return
        }
        served += 1
        if !(reader.allowsReuse && unsent.isEmpty) { close() }
        resume(End(outcome: .succeeded, detail: "", done: now, wasNeverSeen: false))
    }

    private func end(_ fault: AnswerFault, at now: MonotonicInstant) {
        let verdict = Self.verdict(on: fault)
        finish(verdict.outcome, verdict.detail, at: now)
    }

    func end(_ outcome: Outcome, _ words: String, wasNeverSeen: Bool) {
        guard deadline != nil else { return close(diedIdle: true) }
        finish(outcome, words, at: .now, wasNeverSeen: wasNeverSeen)
    }

    /// Ends the exchange without a usable answer, and with it the connection.
    func finish(
        _ outcome: Outcome,
        _ detail: String,
        at now: MonotonicInstant,
        wasNeverSeen: Bool = false
    ) {
        close(diedIdle: wasNeverSeen)
        resume(End(outcome: outcome, detail: detail, done: now, wasNeverSeen: wasNeverSeen))
    }

    private func resume(_ end: End) {
        self.end = end
        lastWasNeverSeen = end.wasNeverSeen
        deadline = nil
        let waiting = unsafe continuation
        unsafe continuation = nil
        unsafe waiting?.resume()
    }

    func endIfOverdue(at now: MonotonicInstant) {
        guard let deadline, deadline <= now else { return }
        finish(.timedOut, Self.late, at: now)
    }

    func abort(at now: MonotonicInstant) {
        guard deadline != nil else { return }
        finish(.unfinished, "still in flight at the end", at: now)
    }

    /// Closes the connection; an exchange under way is ended before.
    ///
    /// - Parameter diedIdle: whether the user loses a connection it could have used.
    func close(diedIdle: Bool = false) {
        switch state {
        case .none: break
        case .opening(let opening):
            opening.end()
            unsafe client.putBack(opening, holdsSession: origin.isSecure)
        case .open(.plain(let descriptor)):
            unsafe worker.loop.closeSocket(descriptor)
            Glibc.close(descriptor)
        case .open(.secure(let opening, _, _)):
            opening.end()
            unsafe client.putBack(opening, holdsSession: true)
        }
        state = .none
        unsent = []
        unsafe client.forget(self, diedIdle: diedIdle)
    }
}
