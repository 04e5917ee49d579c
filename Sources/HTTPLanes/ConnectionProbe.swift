import CCurl
import Measuring
import Timekeeping
package import Workload

/// Opens one connection to the service before a run, the way the users will, and closes it again.
package enum ConnectionProbe {
    /// Longer than this nobody waits for a run to begin.
    private static let patience = Nanoseconds.seconds(10)

    /// Connects, through proxy and TLS handshake if the transport has them; sends no request.
    ///
    /// Blocks the caller for at most 10 s.
    ///
    /// - Throws: ``LaneError`` with the reason in words.
    package static func connect(
        url: String,
        transport: TransportSettings,
        hosts: [ResolvedHost]
    ) throws(LaneError) {
        guard CurlLibrary.setUp == CURLE_OK, let easy = EasyHandle.make() else {
            throw LaneError("libcurl: no memory")
        }
        defer { easy.free() }
        let pins = HostPins(hosts)
        defer { withExtendedLifetime(pins) {} }
        var settings = transport
        settings.connectTimeout = min(transport.connectTimeout, patience)
        let setting = easy.applyConnecting(settings, pins: pins)
        guard setting == CURLE_OK else {
            throw LaneError("libcurl refuses a setting: \(CurlLibrary.words(for: setting))")
        }
        let message = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        defer { unsafe message.deallocate() }
        unsafe message.initialize(repeating: 0)
        unsafe easy.set(CURLOPT_ERRORBUFFER, pointer: UnsafeRawPointer(message.baseAddress))
        easy.set(CURLOPT_URL, text: url)
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        let result = unsafe curl_easy_perform(easy.pointer)
        guard result != CURLE_OK else { return }
        let failure = Failure(
            code: result,
            systemError: Int32(truncatingIfNeeded: easy.integer(CURLINFO_OS_ERRNO)),
            message: unsafe message.baseAddress.map { unsafe String(cString: $0) } ?? "",
            wasWritten: false,
            timeIsUp: false,
            wasCutOff: false
        )
        let words = failure.verdict.detail
        throw LaneError(
            failure.verdict.outcome == .tlsFailed ? "no TLS connection: \(words)" : words
        )
    }
}

/// The version of the libcurl in use, for the record.
package enum CurlVersion {
    package static var text: String {
        unsafe curl_version().map { unsafe String(cString: $0) } ?? "unknown"
    }
}
