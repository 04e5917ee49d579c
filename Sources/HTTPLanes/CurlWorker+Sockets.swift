import CCurl
package import LoopRuntime
package import Timekeeping
import Workload

/// What the worker knows about a socket of libcurl's beside what the loop knows.
struct SocketState {
    enum Opener {
        /// Not open, as far as the lane knows.
        case none
        /// The lane's callback, so its closing will be seen too.
        case lane
        /// libcurl by itself, as for its resolver; its closing is not seen.
        case library
    }

    var opener = Opener.none
    /// Whether TLS is spoken on it, with the service or with a proxy.
    var usesTLS = false
    /// The turn of the loop in which libcurl stopped watching it; `nil` while it is watched.
    var idleSince: Int?
    var connections: UserConnections?
}

// libcurl's sockets and timer on the loop.
extension CurlWorker: LoopDriver, SocketHandler {
    package func turn() -> MonotonicInstant? {
        if let due = timerDue, due <= .now {
            timerDue = nil
            act(CURL_SOCKET_TIMEOUT, [])
        }
        return timerDue
    }

    package func socketReady(_ descriptor: Int32, events: SocketEvents) {
        let state = state(of: descriptor)
        if state.idleSince != nil {
            idleSocketReady(descriptor, state)
        } else {
            act(descriptor, events)
        }
    }

    /// Lets libcurl do what can be done, and ends what it has finished.
    private func act(_ descriptor: Int32, _ events: SocketEvents) {
        var ready: Int32 = 0
        if !events.isDisjoint(with: [.readable, .failed]) { ready |= CURL_CSELECT_IN }
        if events.contains(.writable) { ready |= CURL_CSELECT_OUT }
        var running: Int32 = 0
        unsafe curl_multi_socket_action(multi, descriptor, ready, &running)
        endFinishedTransfers()
    }

    // MARK: Told by libcurl

    func opened(_ descriptor: Int32, by transfer: Transfer) {
        let connections = transfer.client?.connections
        connections?.open += 1
        transfer.socketsOpened += 1
        if let connections, connections.diedIdle > 0 {
            connections.diedIdle -= 1
            transfer.replacedDeadConnection = true
        }
        setState(
            of: descriptor,
            SocketState(
                opener: .lane,
                usesTLS: usesTLS(transfer),
                connections: connections
            )
        )
        loop.openSocket(descriptor, handler: self)
    }

    /// Whether TLS is spoken on the transfer's socket, with the service or with a proxy.
    private func usesTLS(_ transfer: Transfer) -> Bool {
        transfer.request?.isHTTPS == true
            || settings.proxy?.lowercased().hasPrefix("https:") == true
    }

    func willClose(_ descriptor: Int32) {
        let state = state(of: descriptor)
        state.connections?.open -= 1
        // Closed in a later turn than its last use: it was idle, and found dead or too old. An
        // answer that comes at once, and announces the close, is read before libcurl watches.
        if let idleSince = state.idleSince, idleSince != loop.turnCount,
            let connections = state.connections, connections.answeredInTurn != loop.turnCount
        {
            connections.diedIdle += 1
        }
        setState(of: descriptor, SocketState())
        loop.closeSocket(descriptor)
    }

    func watch(_ descriptor: Int32, what: Int32) {
        if what == CURL_POLL_REMOVE {
            stopWatching(descriptor)
            return
        }
        if state(of: descriptor).opener == .none {
            setState(of: descriptor, SocketState(opener: .library))
            loop.openSocket(descriptor, handler: self)
        }
        var wanted: SocketEvents = []
        if what & CURL_POLL_IN != 0 { wanted.insert(.readable) }
        if what & CURL_POLL_OUT != 0 { wanted.insert(.writable) }
        sockets[Int(descriptor)].idleSince = nil
        loop.armSocket(descriptor, for: wanted)
    }

    /// libcurl says so after every transfer and wants the socket back with the next: an own socket
    /// stays watched for reading, which saves two system calls per request.
    private func stopWatching(_ descriptor: Int32) {
        switch state(of: descriptor).opener {
        case .none: break
        case .lane:
            sockets[Int(descriptor)].idleSince = loop.turnCount
            loop.armSocket(descriptor, for: .readable)
        case .library:
            loop.armSocket(descriptor, for: [])
            loop.closeSocket(descriptor)
            setState(of: descriptor, SocketState())
        }
    }

    // MARK: Table

    private func state(of descriptor: Int32) -> SocketState {
        let index = Int(descriptor)
        return index < sockets.count ? sockets[index] : SocketState()
    }

    private func setState(of descriptor: Int32, _ state: SocketState) {
        let index = Int(descriptor)
        if index >= sockets.count {
            let missing = max(index + 1, sockets.count * 2) - sockets.count
            sockets.append(contentsOf: repeatElement(SocketState(), count: missing))
        }
        sockets[index] = state
    }
}

let onSocket: curl_socket_callback = { _, descriptor, what, context, _ in
    if let context = unsafe context {
        let worker = unsafe Unmanaged<CurlWorker>.fromOpaque(context).takeUnretainedValue()
        worker.watch(descriptor, what: what)
    }
    return 0
}

let onTimer: curl_multi_timer_callback = { _, milliseconds, context in
    if let context = unsafe context {
        let worker = unsafe Unmanaged<CurlWorker>.fromOpaque(context).takeUnretainedValue()
        worker.timerDue = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }
    return 0
}
