import CCurl
import Engine
import LoopRuntime
import Measuring
import Timekeeping

// The way to the service: opening the connection, and sending the request on it.
extension DirectConnection {
    // MARK: Opening

    func open() {
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
        phases = opening.easy.phases(isReconnect: unsafe client.replacesDead())
        if origin.isSecure {
            secure(opening, descriptor)
        } else {
            let wire = Wire.plain(descriptor)
            state = .open(wire)
            opening.adopt(descriptor, by: self)
            unsafe client.putBack(opening, holdsSession: false)
            receive(from: wire)
        }
        guard deadline != nil, case .open(let wire) = state else { return }
        written = now
        sendRest(wire)
    }

    private func secure(_ opening: Opening, _ descriptor: Int32) {
        unsafe worker.multi.handOver(descriptor, to: self)
        let wire = Wire.secure(opening, nil, descriptor)
        state = .open(wire)
        // The first call ties the connection to the handle; then it can be asked about.
        receive(from: wire)
        guard case .open = state, let session = TLSSession(of: opening.easy) else { return }
        session.readAhead()
        tlsVersion = session.version
        state = .open(.secure(opening, session, descriptor))
    }

    // MARK: Sending

    func send(_ bytes: [UInt8], on wire: Wire) {
        let sent = unsafe bytes.withUnsafeBytes { unsafe wire.send($0) }
        if case .bytes(let count) = sent, count == bytes.count {
            sentCount = count
        } else {
            if case .failed(let words) = sent, wire.sendsAtOnce(bytes.count) {
                // Not a byte was sent. What may lie there to be read is no answer to it.
                end(.sendFailed, words, wasNeverSeen: served > 0)
                return
            }
            // The memory itself is kept: TLS wants the rest from the same place.
            unsent = bytes
            note(sent, on: wire)
        }
    }

    func sendRest(_ wire: Wire) {
        let sent = unsafe unsent.withUnsafeBytes { bytes in
            unsafe wire.send(UnsafeRawBufferPointer(rebasing: bytes[sentCount...]))
        }
        note(sent, on: wire)
    }

    private func note(_ sent: Wire.Sent, on wire: Wire) {
        switch sent {
        case .bytes(let count):
            sentCount += count
            if sentCount == unsent.count {
                unsent = []
                unsafe worker.loop.armSocket(wire.descriptor, for: wire.events)
            } else {
                unsafe worker.loop.armSocket(wire.descriptor, for: wire.eventsWithRoom)
            }
        case .failed(let words):
            // What the service said before it left is worth more than the failure to send.
            receive(from: wire, toTheEnd: true)
            guard deadline != nil else { return }
            end(.sendFailed, words, wasNeverSeen: false)
        }
    }
}
