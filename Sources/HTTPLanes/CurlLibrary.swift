import CCurl
import Glibc

/// The process-wide side of libcurl.
enum CurlLibrary {
    /// Set up once, before the first handle; later reads cost nothing.
    static let setUp: CURLcode = curl_global_init(Int(CURL_GLOBAL_ALL))

    /// libcurl's words for a code.
    static func words(for code: CURLcode) -> String {
        unsafe curl_easy_strerror(code).map { unsafe String(cString: $0) }
            ?? "error \(code.rawValue)"
    }

    private typealias VersionOfTLS =
        @convention(c) (UnsafeMutableRawPointer?) -> UnsafePointer<CChar>?

    /// OpenSSL's own accessor, from the library that libcurl has loaded; libcurl has none.
    private static let versionOfTLS: VersionOfTLS? = {
        guard let symbol = unsafe dlsym(nil, "SSL_get_version") else { return nil }
        return unsafe unsafeBitCast(symbol, to: VersionOfTLS.self)
    }()

    /// The protocol of the TLS session under way, for example "TLSv1.3"; empty without one.
    static func tlsVersion(of easy: EasyHandle) -> String {
        guard let session = unsafe sanbyo_easy_openssl(easy.pointer),
            let text = unsafe versionOfTLS?(session)
        else { return "" }
        return unsafe String(cString: text)
    }

    private typealias ShutdownOfTLS = @convention(c) (UnsafeMutableRawPointer?) -> Int32

    private static let shutdownOfTLS: ShutdownOfTLS? = {
        guard let symbol = unsafe dlsym(nil, "SSL_get_shutdown") else { return nil }
        return unsafe unsafeBitCast(symbol, to: ShutdownOfTLS.self)
    }()

    /// Whether the other side has ended the TLS session by its notice, as is proper: without one
    /// whoever cut the connection may have cut what was sent on it.
    static func hasTLSNotice(of easy: EasyHandle) -> Bool {
        guard let session = unsafe sanbyo_easy_openssl(easy.pointer),
            let shutdown = unsafe shutdownOfTLS?(session)
        else { return true }
        // SSL_RECEIVED_SHUTDOWN
        return shutdown & 2 != 0
    }
}
