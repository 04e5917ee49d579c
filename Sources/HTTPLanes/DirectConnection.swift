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
    private enum State {
        /// Not opened yet, or closed.
        case none
        case opening(Opening)
        case open(Wire)
    }

    let origin: Origin
    private unowned(unsafe) let client: DirectClient
    private unowned(unsafe) let worker: DirectWorker
    private let decodes: Bool
    private var state = State.none

    // The exchange under way.
    private var continuation: UnsafeContinuation<DirectClient.Attempt, Never>?
    private var reader: AnswerReader
    private var dispatched = MonotonicInstant(nanoseconds: 0)
    private var written: MonotonicInstant?
    private var firstByte: MonotonicInstant?
    /// When the exchange's time is over; `nil` while idle.
    private(set) var deadline: MonotonicInstant?
    private var keepsFields = false
    private var keepsBody = false
    /// The request, while not all of it is sent; it stays in its place in memory.
    private var unsent: [UInt8] = []
    private var sentCount = 0
    private var requestSize = 0
    /// Of the opening, told with the exchange it was for.
    private var phases: ConnectionPhases?
    private var served = 0
    private var tlsVersion = ""

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
        if case .open = state { return deadline == nil }
        return false
    }

    // MARK: An exchange

    /// Sends a request and resumes the task with what came of it, at its time-out at the latest.
    func exchange(
        _ request: OutgoingRequest,
        timeout: Nanoseconds,
        _ continuation: UnsafeContinuation<DirectClient.Attempt, Never>
    ) {
        unsafe self.continuation = continuation
        keepsFields = request.keeping.contains(.headers)
        keepsBody = request.keeping.contains(.body)
        var kept: AnswerReader.Keeping = decodes ? .codedBody : []
        if keepsFields { kept.insert(.headers) }
        if keepsBody { kept.insert(.body) }
        reader.begin(toHead: request.method == "HEAD", keeping: kept)
        firstByte = nil
        sentCount = 0
        if case .open(let wire) = state {
            unsafe append(request, to: &worker.outgoing)
            let now = MonotonicInstant.now
            begin(at: now, timeout: timeout)
            written = now
            requestSize = unsafe worker.outgoing.count
            sendFirst(wire)
        } else {
            append(request, to: &unsent)
            written = nil
            requestSize = unsent.count
            begin(at: .now, timeout: timeout)
            open()
        }
    }

    private func append(_ request: OutgoingRequest, to wire: inout [UInt8]) {
        request.append(to: &wire) { unsafe client.appendCookies(for: request, to: &$0) }
    }

    private func begin(at now: MonotonicInstant, timeout: Nanoseconds) {
        dispatched = now
        let deadline = now + timeout
        self.deadline = deadline
        unsafe client.watch(until: deadline)
    }

    // MARK: Opening

    private func open() {
        guard let opening = unsafe client.takeOpening(secure: origin.isSecure) else {
            finish(.connectionFailed, "libcurl has no memory", at: .now)
            return
        }
        state = .opening(opening)
        guard opening.start(for: self, to: origin) else {
            finish(.notPlayable, "libcurl cannot connect to \(origin)", at: .now)
            return
        }
    }

    /// Told by libcurl's result that the connection is open, or why it is not.
    func opened(_ result: CURLcode) {
        guard case .opening(let opening) = state else { return }
        let now = MonotonicInstant.now
        let descriptor = opening.descriptor
        guard result == CURLE_OK, descriptor != CURL_SOCKET_BAD else {
            let verdict = opening.failure(result).verdict
            finish(verdict.outcome, verdict.detail, at: now)
            return
        }
        phases = opening.phases(isReconnect: unsafe client.replacesDead())
        let wire: Wire
        if origin.isSecure {
            wire = .secure(opening, descriptor)
            unsafe worker.multi.handOver(descriptor, to: self)
        } else {
            wire = .plain(descriptor)
            opening.adopt(descriptor, by: self)
            unsafe client.putBack(opening, holdsSession: false)
        }
        state = .open(wire)
        if origin.isSecure {
            // The first call ties the connection to the handle; then it can be asked about.
            receive(from: wire)
            tlsVersion = CurlLibrary.tlsVersion(of: opening.easy)
        }
        guard deadline != nil else { return }
        written = now
        sendRest(wire)
    }

    // MARK: Sending

    /// Sends what stands in the worker's buffer.
    private func sendFirst(_ wire: Wire) {
        let sent = unsafe worker.outgoing.withUnsafeBytes { unsafe wire.send($0) }
        if case .bytes(let count) = sent, unsafe count == worker.outgoing.count {
            sentCount = count
            unsafe worker.outgoing.removeAll(keepingCapacity: true)
            return
        }
        // The memory itself goes along: TLS wants the rest from the same place.
        unsafe swap(&unsent, &worker.outgoing)
        unsafe worker.outgoing.removeAll(keepingCapacity: true)
        note(sent, on: wire)
    }

    private func sendRest(_ wire: Wire) {
        let sent = unsafe unsent.withUnsafeBytes { bytes in
            unsafe wire.send(UnsafeRawBufferPointer(rebasing: bytes[sentCount...]))
        }
        note(sent, on: wire)
    }

    private func note(_ sent: Wire.Sent, on wire: Wire) {
        switch sent {
        case .bytes(let count):
            sentCount += count
            let isSent = sentCount == unsent.count
            if isSent { unsent = [] }
            unsafe worker.loop.armSocket(
                wire.descriptor,
                for: isSent ? .readable : [.readable, .writable]
            )
        case .failed(let words):
            // What the service said before it left is worth more than the failure to send.
            receive(from: wire)
            guard deadline != nil else { return }
            end(.sendFailed, words, wasNeverSeen: served > 0 && sentCount == 0)
        }
    }

    // MARK: Receiving

    func socketReady(_ descriptor: Int32, events: SocketEvents) {
        guard case .open(let wire) = state else { return }
        if events.contains(.writable), !unsent.isEmpty { sendRest(wire) }
        if !events.isDisjoint(with: [.readable, .failed]) { receive(from: wire) }
    }

    private func receive(from wire: Wire) {
        let buffer = unsafe worker.received
        while case .open = state {
            switch unsafe wire.receive(into: buffer) {
            case .nothing: return
            case .failed(let words):
                end(.connectionLost, words, wasNeverSeen: wasNeverSeen(wire))
            case .end:
                endOfStream(wire)
            case .bytes(let count):
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
                guard unsafe take(bytes) else { return }
                // A plain socket that has more will say so.
                if case .plain = wire, count < buffer.count { return }
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
        var memory = unsafe worker.takeMemory()
        reader.borrow(&memory)
        let progress = unsafe reader.take(bytes)
        unsafe worker.putBack(memory)
        switch progress {
        case .more: return true
        case .done: succeed(at: now)
        case .failed(let fault): end(fault, at: now)
        }
        return false
    }

    private func endOfStream(_ wire: Wire) {
        guard deadline != nil else { return close(diedIdle: true) }
        switch reader.connectionEnded() {
        case .done, .more: succeed(at: .now)
        case .failed(let fault):
            if !reader.hasBegun, wasNeverSeen(wire) {
                end(.connectionLost, "the service had closed the connection", wasNeverSeen: true)
            } else {
                end(fault, at: .now)
            }
        }
    }

    /// Whether the service had left a kept connection before the request reached it.
    private func wasNeverSeen(_ wire: Wire) -> Bool {
        served > 0 && !reader.hasBegun && TCPPeer.leftFirst(wire.descriptor)
    }

    // MARK: Ends

    private func succeed(at now: MonotonicInstant) {
        let isReusable = reader.allowsReuse && unsent.isEmpty
        var exchange = soFar(at: now)
        if decodes, reader.contentCoding != .none {
            decode(&exchange)
        } else if keepsBody {
            exchange.body = reader.takeBody()
        }
        served += 1
        if !isReusable { close() }
        resume(DirectClient.Attempt(exchange: exchange, setCookies: setCookies))
    }

    private func decode(_ exchange: inout Exchange) {}

    private func end(_ fault: AnswerFault, at now: MonotonicInstant) {
        switch fault {
        case .malformed(let words): finish(.malformedAnswer, words, at: now)
        case .tooLarge: finish(.answerTooLarge, "the answer is larger than allowed", at: now)
        case .cutOff(let words): finish(.connectionLost, words, at: now)
        }
    }

    private func end(_ outcome: Outcome, _ words: String, wasNeverSeen: Bool) {
        guard deadline != nil else { return close(diedIdle: true) }
        finish(outcome, words, at: .now, wasNeverSeen: wasNeverSeen)
    }

    /// Ends the exchange without a usable answer, and with it the connection.
    private func finish(
        _ outcome: Outcome,
        _ detail: String,
        at now: MonotonicInstant,
        wasNeverSeen: Bool = false
    ) {
        var exchange = soFar(at: now)
        exchange.outcome = outcome
        exchange.detail = detail
        close(diedIdle: wasNeverSeen)
        resume(
            DirectClient.Attempt(
                exchange: exchange,
                setCookies: setCookies,
                wasNeverSeen: wasNeverSeen
            )
        )
    }

    /// The cookies of the answer, whatever became of its body.
    private var setCookies: [[UInt8]] {
        guard reader.hasHead, reader.hasSetCookie else { return [] }
        var values: [[UInt8]] = []
        unsafe reader.forEachSetCookie { unsafe values.append(Array($0)) }
        return values
    }

    private func soFar(at now: MonotonicInstant) -> Exchange {
        let hasHead = reader.hasHead
        let keepsFields = keepsFields || reader.status / 100 == 3
        return Exchange(
            outcome: .succeeded,
            status: hasHead ? reader.status : 0,
            httpVersion: hasHead ? (reader.minorVersion == 0 ? "1.0" : "1.1") : "",
            headers: hasHead && keepsFields
                ? reader.fields().map { OutgoingRequest.Header(name: $0.name, value: $0.value) }
                : [],
            dispatched: dispatched,
            written: written ?? dispatched,
            firstByte: firstByte ?? now,
            done: now,
            bytesSent: written == nil ? 0 : sentCount,
            bytesReceived: reader.bytesReceived,
            connection: phases,
            tlsVersion: tlsVersion
        )
    }

    /// Lets go of the exchange and has its task go on.
    private func resume(_ attempt: DirectClient.Attempt) {
        deadline = nil
        phases = nil
        var memory = AnswerMemory()
        reader.giveBack(to: &memory)
        unsafe worker.putBack(memory)
        let waiting = unsafe continuation
        unsafe continuation = nil
        unsafe waiting?.resume(returning: attempt)
    }

    func endIfOverdue(at now: MonotonicInstant) {
        guard let deadline, deadline <= now else { return }
        finish(.timedOut, "no complete answer within the time-out", at: now)
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
        case .open(.secure(let opening, _)):
            opening.end()
            unsafe client.putBack(opening, holdsSession: true)
        }
        state = .none
        unsent = []
        unsafe client.forget(self, diedIdle: diedIdle)
    }
}
