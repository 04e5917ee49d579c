import CCurl
import Engine
import LoopRuntime
import Measuring
import Timekeeping
import Workload

/// One easy handle and what libcurl tells about the exchange it is in.
///
/// Pooled by the worker and used again; its address is the context of libcurl's callbacks, which
/// only note what came. The worker keeps every transfer alive as long as its handle.
@safe final class Transfer {
    let easy: EasyHandle
    unowned let worker: CurlWorker

    // The exchange under way.
    var client: CurlClient?
    var request: OutgoingRequest?
    var continuation: UnsafeContinuation<Exchange, Never>?
    var dispatched = MonotonicInstant(nanoseconds: 0)
    var written: MonotonicInstant?
    var firstByte: MonotonicInstant?
    /// How often libcurl has begun to write the request.
    var attempts = 0
    var socketsOpened = 0
    var replacedDeadConnection = false
    /// The error number when the system had no socket to give, for want of descriptors.
    var socketError: Int32 = 0
    var headers: HeaderCollector
    var body: [UInt8] = []
    var bodySize = 0
    var wasCutOff = false
    /// The connection was lost after the request had been written and before any answer.
    var wasLost = false
    /// Memory that libcurl reads from until the exchange ends.
    var headerList: UnsafeMutablePointer<curl_slist>?
    var payload: UnsafeMutableBufferPointer<UInt8>?
    /// libcurl's message for a failure; its own size is CURL_ERROR_SIZE.
    let message: UnsafeMutablePointer<CChar>

    /// Header fields beyond this many bytes cut the answer off, as an endless body does.
    static let largestHeader = 256 << 10

    init(easy: EasyHandle, worker: CurlWorker) {
        self.easy = easy
        self.worker = worker
        headers = HeaderCollector(mayBeHTTP2: worker.settings.httpVersion == .http2)
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    /// Frees the handle; the transfer is idle and out of the multi.
    func free() {
        easy.free()
        unsafe message.deallocate()
    }

    // MARK: Told by libcurl

    /// Whether libcurl may go on to open a connection or to write the request.
    ///
    /// When a kept-alive connection dies before the first byte of an answer, libcurl would send the
    /// request once more in silence: a service that resets connections would look sound, and what
    /// it had worked on already would be done twice. Over HTTP/2 it does so only for what the
    /// service declared not to have touched.
    func mayGoOn() -> Bool {
        if attempts > 0, worker.settings.httpVersion == .http1 { wasLost = true }
        return !wasLost
    }

    func openedSocket() {
        socketsOpened += 1
        guard let connections = client?.connections else { return }
        connections.open += 1
        if connections.diedIdle > 0 {
            connections.diedIdle -= 1
            replacedDeadConnection = true
        }
    }

    func willWrite() {
        attempts += 1
        if written == nil { written = .now }
        // The TLS session can be asked about while its connection is in use only; libcurl's
        // documentation names callbacks as the place. Once per connection.
        if socketsOpened > 0 {
            client?.connections.tlsVersion = TLSSession(of: easy)?.version ?? ""
        }
    }

    /// Returns false to cut the answer off.
    func received(headerLine line: UnsafeRawBufferPointer) -> Bool {
        if firstByte == nil {
            firstByte = .now
            client?.connections.answeredInTurn = worker.loop.turnCount
        }
        unsafe headers.add(line)
        wasCutOff = headers.size > Self.largestHeader || promisesTooMuch
        return !wasCutOff && headerFault == nil
    }

    /// Why the header of the answer cannot be relied on, in words.
    var headerFault: String? {
        headers.isSwitch && !asksForSwitch
            ? "the service switched protocols without being asked" : headers.fault
    }

    private var asksForSwitch: Bool {
        request?.headers.contains { $0.name.lowercased() == "upgrade" } == true
    }

    /// Whether TLS is spoken on the transfer's socket, with the service or with a proxy.
    var usesTLS: Bool {
        request?.origin.isSecure == true
            || worker.settings.proxy?.lowercased().hasPrefix("https:") == true
    }

    /// Whether the header promises a body that would be cut off anyway.
    private var promisesTooMuch: Bool {
        guard let length = headers.promisedLength, request?.method != "HEAD" else { return false }
        return length > worker.settings.largestBody
    }

    /// Returns false to cut the answer off.
    func received(body bytes: UnsafeRawBufferPointer) -> Bool {
        if firstByte == nil { firstByte = .now }
        bodySize += bytes.count
        wasCutOff = bodySize > worker.settings.largestBody
        guard !wasCutOff else { return false }
        if request?.keeping.contains(.body) == true { unsafe body.append(contentsOf: bytes) }
        return true
    }

    // MARK: Result

    /// Forgets the exchange and lets go of its memory, so that nothing of it leaks into the next.
    func finish() -> UnsafeContinuation<Exchange, Never>? {
        takeBackOptions()
        let resumed = unsafe continuation
        unsafe continuation = nil
        client = nil
        request = nil
        written = nil
        firstByte = nil
        attempts = 0
        socketsOpened = 0
        replacedDeadConnection = false
        socketError = 0
        headers.reset()
        body = []
        bodySize = 0
        wasCutOff = false
        wasLost = false
        // libcurl does not empty it, and an error need not come with a message.
        unsafe message.pointee = 0
        return unsafe resumed
    }
}
