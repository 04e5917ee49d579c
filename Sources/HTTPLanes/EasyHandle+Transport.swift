import CCurl
import Workload

// How connections are made: the options that are the same for all requests of a run.
extension EasyHandle {
    /// Sets the options of a transport.
    ///
    /// - Parameter pins: hosts looked up before; libcurl keeps the list.
    /// - Returns: the code of the first option this libcurl refuses, else `CURLE_OK`.
    func apply(
        _ settings: TransportSettings,
        pins: UnsafeMutablePointer<curl_slist>?
    ) -> CURLcode {
        var first = CURLE_OK
        func check(_ code: CURLcode) {
            if first == CURLE_OK { first = code }
        }
        check(set(CURLOPT_NOSIGNAL, 1))
        check(set(CURLOPT_PROTOCOLS_STR, text: "http,https"))
        check(set(CURLOPT_FOLLOWLOCATION, 0))
        check(set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1))
        check(set(CURLOPT_MAXAGE_CONN, Int(Int32.max)))
        check(set(CURLOPT_DNS_CACHE_TIMEOUT, -1))
        check(set(CURLOPT_UPLOAD_BUFFERSIZE, 16_384))
        // Held by every exchange in flight: smaller buffers keep thousands of them in the cache.
        check(set(CURLOPT_BUFFERSIZE, 4_096))
        check(set(CURLOPT_CONNECTTIMEOUT_MS, Transfer.milliseconds(settings.connectTimeout)))
        // Cookies of the user's share are sent and kept only by handles with the engine on.
        check(set(CURLOPT_COOKIEFILE, text: ""))
        check(set(CURLOPT_USERAGENT, text: settings.userAgent))
        if settings.compression { check(set(CURLOPT_ACCEPT_ENCODING, text: "")) }
        // Empty texts, because unset ones are looked up in the environment.
        check(set(CURLOPT_PROXY, text: settings.proxy ?? ""))
        check(set(CURLOPT_NOPROXY, text: ""))
        if let path = settings.unixSocket { check(set(CURLOPT_UNIX_SOCKET_PATH, text: path)) }
        if let pins = unsafe pins { check(unsafe set(CURLOPT_RESOLVE, list: pins)) }
        check(setUpTLS(settings))
        return first
    }

    private func setUpTLS(_ settings: TransportSettings) -> CURLcode {
        var codes: [CURLcode] = [
            // With a certificate directory libcurl reads all authorities again per connection.
            set(CURLOPT_CAPATH, text: nil),
            set(CURLOPT_CA_CACHE_TIMEOUT, -1),
            set(CURLOPT_SSL_VERIFYPEER, settings.verifyTLS ? 1 : 0),
            set(CURLOPT_SSL_VERIFYHOST, settings.verifyTLS ? 2 : 0),
        ]
        if let file = settings.caFile { codes.append(set(CURLOPT_CAINFO, text: file)) }
        if let file = settings.clientCertificateFile {
            codes.append(set(CURLOPT_SSLCERT, text: file))
        }
        if let file = settings.clientKeyFile { codes.append(set(CURLOPT_SSLKEY, text: file)) }
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }
}
