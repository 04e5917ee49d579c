import CCurl
import Glibc
import LoopRuntime
import Timekeeping

/// What is told when libcurl has finished with a handle; it is still in the multi.
protocol CurlMultiOwner: AnyObject {
    @unsafe func finished(_ easy: UnsafeMutableRawPointer, result: CURLcode)
}

/// libcurl's multi handle on a loop: its sockets and its timer, driven socket by socket.
///
/// Confined to the loop's thread. Its callbacks only note what came.
@safe final class CurlMulti: LoopDriver, SocketHandler {
    /// What is known about a socket of libcurl's beside what the loop knows.
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

    let loop: EventLoop
    let mayBeHTTP2: Bool
    private let multi: UnsafeMutableRawPointer
    unowned(unsafe) private var owner: (any CurlMultiOwner)?
    /// When libcurl wants to be called, by its own timer.
    fileprivate var timerDue: MonotonicInstant?
    private var sockets: [SocketState] = []
    /// The socket that libcurl gives away instead of closing it.
    fileprivate var givenAway: Int32?

    /// - Parameter mayBeHTTP2: whether connections may speak HTTP/2.
    init(loop: EventLoop, mayBeHTTP2: Bool) throws(LaneError) {
        guard CurlLibrary.setUp == CURLE_OK else {
            throw LaneError("libcurl: \(CurlLibrary.words(for: CurlLibrary.setUp))")
        }
        guard let multi = unsafe curl_multi_init() else { throw LaneError("libcurl: no memory") }
        self.loop = loop
        self.mayBeHTTP2 = mayBeHTTP2
        unsafe self.multi = multi
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sanbyo_multi_set_socket(multi, onSocket, context)
        unsafe sanbyo_multi_set_timer(multi, onTimer, context)
        // The default counts only handles in flight: thinking users would lose their connections.
        unsafe sanbyo_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1 << 24)
        unsafe sanbyo_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    /// Frees the multi; all handles have been freed before.
    func free() {
        unsafe curl_multi_cleanup(multi)
    }

    /// The owner is not retained and outlives the last handle.
    func attach(_ owner: any CurlMultiOwner) {
        unsafe self.owner = owner
    }

    // MARK: Handles

    /// Hands the handle to libcurl, which starts it in this turn of the loop.
    func add(_ easy: EasyHandle) -> CURLMcode {
        unsafe curl_multi_add_handle(multi, easy.pointer)
    }

    func remove(_ easy: EasyHandle) {
        unsafe curl_multi_remove_handle(multi, easy.pointer)
    }

    /// Takes a connected handle out of libcurl without its socket, which belongs to the new handler
    /// from now on and stays watched for reading.
    func remove(_ easy: EasyHandle, giving descriptor: Int32, to handler: any SocketHandler) {
        givenAway = descriptor
        remove(easy)
        givenAway = nil
        handOver(descriptor, to: handler)
        setState(of: descriptor, SocketState())
    }

    /// Has the socket of a connected handle reported to another handler, for reading; libcurl keeps
    /// it and closes it.
    func handOver(_ descriptor: Int32, to handler: any SocketHandler) {
        loop.handOverSocket(descriptor, to: handler)
        loop.armSocket(descriptor, for: .readable)
    }

    // MARK: Driving

    func turn() -> MonotonicInstant? {
        if let due = timerDue, due <= .now {
            timerDue = nil
            act(CURL_SOCKET_TIMEOUT, [])
        }
        return timerDue
    }

    func socketReady(_ descriptor: Int32, events: SocketEvents) {
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
        var result = CURLE_OK
        while let easy = unsafe sanbyo_multi_next_done(multi, &result) {
            unsafe owner?.finished(easy, result: result)
        }
    }

    // MARK: Told by libcurl

    /// Opens a socket for an address of libcurl's.
    ///
    /// - Returns: the descriptor, or the error number when the system gives none.
    @unsafe func openSocket(
        _ address: UnsafeMutablePointer<curl_sockaddr>,
        of connections: UserConnections?,
        usesTLS: Bool
    ) -> Result<Int32, SystemError> {
        let family = unsafe address.pointee.family
        let type = unsafe address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(family, type, address.pointee.protocol)
        guard descriptor >= 0 else { return .failure(SystemError(number: errno)) }
        setState(
            of: descriptor,
            SocketState(opener: .lane, usesTLS: usesTLS, connections: connections)
        )
        loop.openSocket(descriptor, handler: self)
        return .success(descriptor)
    }

    fileprivate func willClose(_ descriptor: Int32) {
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

    fileprivate func watch(_ descriptor: Int32, what: Int32) {
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

/// A number of the system's for what went wrong.
struct SystemError: Error {
    let number: Int32
}

private let onSocket: curl_socket_callback = { _, descriptor, what, context, _ in
    if let context = unsafe context {
        let multi = unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
        multi.watch(descriptor, what: what)
    }
    return 0
}

private let onTimer: curl_multi_timer_callback = { _, milliseconds, context in
    if let context = unsafe context {
        let multi = unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
        multi.timerDue = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }
    return 0
}

/// For `CURLOPT_CLOSESOCKETFUNCTION`, with the multi as its data: a connection outlives the handle
/// that opened it.
let onCloseSocket: curl_closesocket_callback = { context, descriptor in
    if let context = unsafe context {
        let multi = unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
        if multi.givenAway == descriptor { return 0 }
        multi.willClose(descriptor)
    }
    return close(descriptor)
}
