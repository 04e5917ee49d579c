import CCurl
import Measuring
import Timekeeping
import Workload

// How connections are made: the options that are the same for all requests of a run, and how long
// it took.
extension EasyHandle {
    /// Sets how connections are opened.
    ///
    /// - Parameter pins: hosts looked up before; they outlive the handle.
    /// - Returns: the code of the first option this libcurl refuses, else `CURLE_OK`.
    func applyConnecting(_ settings: TransportSettings, pins: HostPins) -> CURLcode {
        var codes = [
            set(CURLOPT_NOSIGNAL, 1),
            set(CURLOPT_PROTOCOLS_STR, text: "http,https"),
            set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            set(CURLOPT_MAXAGE_CONN, Int(Int32.max)),
            set(CURLOPT_DNS_CACHE_TIMEOUT, -1),
            set(CURLOPT_UPLOAD_BUFFERSIZE, 16_384),
            // Held by every exchange in flight: smaller buffers keep thousands of them in the cache.
            set(CURLOPT_BUFFERSIZE, 4_096),
            set(CURLOPT_CONNECTTIMEOUT_MS, Transfer.milliseconds(settings.connectTimeout)),
            // Empty texts, because unset ones are looked up in the environment.
            set(CURLOPT_PROXY, text: settings.proxy ?? ""),
            set(CURLOPT_NOPROXY, text: ""),
            setUpTLS(settings),
        ]
        if let path = settings.unixSocket {
            codes.append(set(CURLOPT_UNIX_SOCKET_PATH, text: path))
        }
        if let list = unsafe pins.list { codes.append(unsafe set(CURLOPT_RESOLVE, list: list)) }
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    /// Sets how exchanges are made on a connection.
    ///
    /// - Returns: the code of the first option this libcurl refuses, else `CURLE_OK`.
    func applyExchanging(_ settings: TransportSettings) -> CURLcode {
        var codes = [
            set(CURLOPT_FOLLOWLOCATION, 0),
            // What the scenario says is sent as it is.
            set(CURLOPT_PATH_AS_IS, 1),
            // Cookies of the user's share are sent and kept only by handles with the engine on.
            set(CURLOPT_COOKIEFILE, text: ""),
        ]
        // Has answers decoded; the header is the request's own.
        if settings.compression {
            codes.append(set(CURLOPT_ACCEPT_ENCODING, text: "gzip, deflate"))
        }
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    /// How long the parts of opening a connection took; libcurl's times count from the start and
    /// add up.
    func phases(isReconnect: Bool) -> ConnectionPhases {
        let lookedUp = offset(CURLINFO_NAMELOOKUP_TIME_T)
        let connected = offset(CURLINFO_CONNECT_TIME_T)
        let secured = offset(CURLINFO_APPCONNECT_TIME_T)
        return ConnectionPhases(
            nameLookup: .microseconds(lookedUp),
            connect: .microseconds(max(0, connected - lookedUp)),
            tls: .microseconds(max(0, secured - connected)),
            isReconnect: isReconnect
        )
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
