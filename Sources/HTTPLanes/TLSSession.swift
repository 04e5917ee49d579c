import CCurl
import Glibc

/// The TLS session of a connection: what libcurl has no call for, asked of the OpenSSL that it has
/// loaded.
@safe struct TLSSession {
    private typealias Session = UnsafeMutableRawPointer
    private typealias Text = @convention(c) (Session?) -> UnsafePointer<CChar>?
    private typealias Number = @convention(c) (Session?) -> Int32
    private typealias Setter = @convention(c) (Session?, Int32) -> Void

    private static let version: Text? = unsafe symbol("SSL_get_version")
    private static let shutdown: Number? = unsafe symbol("SSL_get_shutdown")
    private static let hasPending: Number? = unsafe symbol("SSL_has_pending")
    private static let setReadAhead: Setter? = unsafe symbol("SSL_set_read_ahead")

    @unsafe private static func symbol<Function>(_ name: String) -> Function? {
        guard let address = unsafe dlsym(nil, name) else { return nil }
        return unsafe unsafeBitCast(address, to: Function.self)
    }

    private let pointer: Session

    /// The session of the connection that a handle uses now; `nil` without one, or when it is not
    /// OpenSSL's.
    init?(of easy: EasyHandle) {
        guard let session = unsafe sanbyo_easy_openssl(easy.pointer) else { return nil }
        unsafe pointer = session
    }

    /// The protocol, for example "TLSv1.3"; empty when it cannot be told.
    var version: String {
        unsafe Self.version?(pointer).map { unsafe String(cString: $0) } ?? ""
    }

    /// Whether the other side has ended the session by its notice, as is proper.
    ///
    /// Without one, whoever cut the connection may have cut what was sent on it. True when that
    /// cannot be told.
    var hasNotice: Bool {
        guard let shutdown = unsafe Self.shutdown?(pointer) else { return true }
        // SSL_RECEIVED_SHUTDOWN
        return shutdown & 2 != 0
    }

    /// Has records read with one system call each instead of two.
    func readAhead() {
        unsafe Self.setReadAhead?(pointer, 1)
    }

    /// Whether bytes that were read ahead have not been handed out, and so will not be announced.
    var hasPending: Bool { unsafe Self.hasPending?(pointer) == 1 }
}
