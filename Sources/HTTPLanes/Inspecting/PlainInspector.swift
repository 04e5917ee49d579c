import CCurl
import Glibc
package import Inspections
package import Workload

/// Asks for a page without encryption, and goes no further than the head of the answer.
package enum PlainInspector {
    private static let mostBytesPerSecond = 64 << 10

    /// - Parameter url: begins with "http://".
    /// - Throws: ``LaneError`` for an address or a setting that libcurl refuses.
    package static func look(
        url: String,
        transport: TransportSettings,
        hosts: [ResolvedHost]
    ) throws(LaneError) -> PlainFacts {
        guard CurlLibrary.setUp == CURLE_OK, let easy = EasyHandle.make() else {
            throw LaneError("libcurl: no memory")
        }
        defer { easy.free() }
        let pins = HostPins(hosts)
        defer { withExtendedLifetime(pins) {} }
        var settings = transport
        settings.connectTimeout = min(transport.connectTimeout, TLSInspector.patience)
        let code = easy.applyConnecting(settings, pins: pins)
        guard code == CURLE_OK else {
            throw LaneError("libcurl refuses a setting: \(CurlLibrary.words(for: code))")
        }
        easy.set(CURLOPT_URL, text: url)
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_USERAGENT, text: settings.userAgent)
        easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        easy.set(CURLOPT_TIMEOUT_MS, Transfer.milliseconds(TLSInspector.patience))
        easy.set(CURLOPT_MAX_RECV_SPEED_LARGE, offset: mostBytesPerSecond)
        unsafe sanbyo_easy_set_write(easy.pointer, CURLOPT_WRITEFUNCTION, onBody)
        let result = unsafe curl_easy_perform(easy.pointer)
        return PlainFacts(url: url, end: end(result, easy), isProxied: transport.proxy != nil)
    }

    private static func end(_ code: CURLcode, _ easy: EasyHandle) -> PlainFacts.End {
        let status = easy.integer(CURLINFO_RESPONSE_CODE)
        let words = CurlLibrary.words(for: code)
        // A body that never came to its end has a head all the same.
        if status >= 200 {
            let location = easy.text(CURLINFO_REDIRECT_URL)
            let endpoint = location.flatMap { try? ServiceEndpoint(url: $0) }
            return .answered(
                status: status,
                location: location,
                locationHost: endpoint?.host.lowercased()
            )
        }
        switch code {
        case CURLE_COULDNT_CONNECT where easy.integer(CURLINFO_OS_ERRNO) == Int(ECONNREFUSED):
            return .refused
        case CURLE_COULDNT_CONNECT: return .notConnected(words)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            return .unreachable(words)
        case CURLE_OPERATION_TIMEDOUT:
            let isConnected = easy.offset(CURLINFO_CONNECT_TIME_T) > 0
            return isConnected ? .silent(words) : .notConnected(words)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: return .closed(words)
        default: return .notHTTP(words)
        }
    }
}

/// The body says nothing more; it is read slowly and for a short time, in case it has no end.
private let onBody: curl_write_callback = { _, size, count, _ in size * count }
