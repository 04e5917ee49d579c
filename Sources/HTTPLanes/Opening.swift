import CCurl
import Engine
import Glibc
import Measuring
import Timekeeping
import Workload

/// One easy handle that opens connections and goes no further; used again and again.
///
/// Its address is the context of libcurl's callbacks; the worker keeps it alive as long as its
/// handle. TLS sessions stay with the handle, so a user keeps its handle for as long as it lives.
@safe final class Opening {
    let easy: EasyHandle
    private let multi: CurlMulti
    private let cache: ConnectionCache
    /// What the connection is for; `nil` while idle.
    private(set) unowned var connection: DirectConnection?
    /// The error number when the system had no socket to give, for want of descriptors.
    private var socketError: Int32 = 0
    /// libcurl's message for a failure; its own size is CURL_ERROR_SIZE.
    private let message: UnsafeMutablePointer<CChar>

    init(easy: EasyHandle, multi: CurlMulti, cache: ConnectionCache) {
        self.easy = easy
        self.cache = cache
        cache.handles += 1
        self.multi = multi
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    /// Frees the handle, which is out of the multi.
    func free() {
        easy.free()
        cache.handles -= 1
        unsafe message.deallocate()
    }

    /// Sets what is the same for all connections of the worker.
    func setUp(_ settings: TransportSettings, pins: HostPins) -> CURLcode {
        let context = unsafe UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        let multi = unsafe UnsafeRawPointer(Unmanaged.passUnretained(multi).toOpaque())
        unsafe easy.set(CURLOPT_PRIVATE, pointer: context)
        unsafe easy.set(CURLOPT_ERRORBUFFER, pointer: UnsafeRawPointer(message))
        unsafe sanbyo_easy_set_open_socket(easy.pointer, onOpenSocket)
        unsafe easy.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        unsafe sanbyo_easy_set_close_socket(easy.pointer, onCloseSocket)
        unsafe easy.set(CURLOPT_CLOSESOCKETDATA, pointer: multi)
        unsafe easy.set(CURLOPT_SHARE, pointer: UnsafeRawPointer(cache.share))
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        return easy.applyConnecting(settings, pins: pins)
    }

    /// The opening that a callback's context or `CURLOPT_PRIVATE` stands for.
    @unsafe static func from(_ context: UnsafeMutableRawPointer) -> Opening {
        unsafe Unmanaged<Opening>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: One connection

    /// Begins to open a connection, which is told by ``DirectConnection/opened(_:)``.
    func start(for connection: DirectConnection, to origin: Origin) -> Bool {
        self.connection = connection
        socketError = 0
        // libcurl does not empty it, and an error need not come with a message.
        unsafe message.pointee = 0
        return easy.set(CURLOPT_URL, text: origin.description) == CURLE_OK
            && multi.add(easy) == CURLM_OK
    }

    /// Stops, or closes the connection that the handle holds.
    func end() {
        multi.remove(easy)
        connection = nil
    }

    /// Gives the connected socket away.
    func adopt(_ descriptor: Int32, by connection: DirectConnection) {
        multi.remove(easy, giving: descriptor, to: connection)
        self.connection = nil
    }

    fileprivate func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
        switch unsafe multi.openSocket(address, of: nil, usesTLS: false) {
        case .success(let descriptor): return descriptor
        case .failure(let error):
            socketError = error.number
            return CURL_SOCKET_BAD
        }
    }

    /// The connected socket.
    var descriptor: Int32 { unsafe sanbyo_easy_socket(easy.pointer) }

    func failure(_ code: CURLcode) -> Failure {
        Failure(
            code: code,
            systemError: socketError != 0
                ? socketError : Int32(truncatingIfNeeded: easy.integer(CURLINFO_OS_ERRNO)),
            message: unsafe String(cString: message),
            wasWritten: false,
            timeIsUp: false,
            wasCutOff: false
        )
    }
}

private let onOpenSocket: curl_opensocket_callback = { context, _, address in
    guard let context = unsafe context, let address = unsafe address else {
        return CURL_SOCKET_BAD
    }
    return unsafe Opening.from(context).openSocket(address)
}
