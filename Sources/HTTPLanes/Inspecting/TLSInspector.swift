import CCurl
package import Inspections
package import Timekeeping
package import Workload

/// Looks at how a service protects its connections, one connection after another.
///
/// All go the way of a run's: through libcurl with the run's options, its proxy and its addresses.
package struct TLSInspector {
    /// Longer than this no handshake is waited for.
    package static let patience = Nanoseconds.seconds(10)

    private let url: String
    private let host: String
    private let settings: TransportSettings
    private let pins: HostPins

    /// - Throws: ``LaneError`` for an address that cannot be read.
    package init(
        url: String,
        transport: TransportSettings,
        hosts: [ResolvedHost]
    ) throws(LaneError) {
        guard CurlLibrary.setUp == CURLE_OK else { throw LaneError("libcurl: no memory") }
        self.url = url
        host = try ServiceEndpoint(url: url).host
        var settings = transport
        settings.connectTimeout = min(transport.connectTimeout, Self.patience)
        self.settings = settings
        pins = HostPins(hosts)
    }

    /// What a handshake came to, and the certificates it showed.
    package struct Look {
        package let handshake: HandshakeFacts
        package let certificates: [CertificateFacts]
        /// `nil` when no chain was seen, or the authorities cannot be read.
        package let trust: [TrustFault]?
        /// Where the authorities are.
        package let authorities: String
    }

    /// A handshake as a run makes it, but with any certificate.
    package func usual() throws(LaneError) -> Look {
        var any = settings
        any.verifyTLS = false
        return try look(any)
    }

    /// A handshake that offers one version alone, with every cipher this OpenSSL has.
    package func offering(_ version: TLSVersion) throws(LaneError) -> Look {
        let (least, most) =
            switch version {
            case .tls10: (CURL_SSLVERSION_TLSv1_0, CURL_SSLVERSION_MAX_TLSv1_0)
            case .tls11: (CURL_SSLVERSION_TLSv1_1, CURL_SSLVERSION_MAX_TLSv1_1)
            case .tls12: (CURL_SSLVERSION_TLSv1_2, CURL_SSLVERSION_MAX_TLSv1_2)
            case .tls13: (CURL_SSLVERSION_TLSv1_3, CURL_SSLVERSION_MAX_TLSv1_3)
            }
        return try offering(Int(least) | Int(most), ciphers: "ALL:COMPLEMENTOFALL")
    }

    /// A handshake up to TLS 1.2 that offers ciphers without encryption, without authentication
    /// and of less than 128 bits alone, as far as this OpenSSL has them.
    package func offeringWeakCiphers() throws(LaneError) -> Look {
        let versions = Int(CURL_SSLVERSION_TLSv1_0) | Int(CURL_SSLVERSION_MAX_TLSv1_2)
        return try offering(versions, ciphers: "eNULL:aNULL:LOW:3DES:RC4:EXPORT")
    }

    private func offering(_ versions: Int, ciphers: String) throws(LaneError) -> Look {
        var any = settings
        any.verifyTLS = false
        return try look(any) { easy in
            let code = easy.set(CURLOPT_SSLVERSION, versions)
            // At its usual level OpenSSL offers nothing below TLS 1.2 (SSL_CTX_set_security_level).
            return code == CURLE_OK
                ? easy.set(CURLOPT_SSL_CIPHER_LIST, text: ciphers + ":@SECLEVEL=0") : code
        }
    }

    /// Why a connection with all of a run's options fails; `nil` when it does not.
    package func strictFailure() throws(LaneError) -> String? {
        let handshake = try look(settings).handshake
        switch handshake.end {
        case .finished: return nil
        case .notConnected(let why), .timedOut(let why), .closed(let why), .failed(let why):
            return why
        }
    }

    private func look(
        _ settings: TransportSettings,
        _ more: (EasyHandle) -> CURLcode = { _ in CURLE_OK }
    ) throws(LaneError) -> Look {
        guard let easy = EasyHandle.make() else { throw LaneError("libcurl: no memory") }
        let authorities = settings.caFile ?? easy.text(CURLINFO_CAINFO) ?? ""
        let watch = HandshakeWatch(
            easy,
            host: host,
            authorities: authorities.isEmpty ? nil : authorities
        )
        // Freeing says good-bye to the service, which the watch still sees.
        defer {
            easy.free()
            withExtendedLifetime((pins, watch)) {}
        }
        let codes = [easy.applyConnecting(settings, pins: pins), watch.attach(), more(easy)]
        if let code = codes.first(where: { $0 != CURLE_OK }) {
            throw LaneError("libcurl refuses a setting: \(CurlLibrary.words(for: code))")
        }
        easy.set(CURLOPT_URL, text: url)
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        easy.set(CURLOPT_TIMEOUT_MS, Transfer.milliseconds(Self.patience))
        let end = HandshakeEnd(performing: easy, watch, patience: settings.connectTimeout).end
        return Look(
            handshake: HandshakeFacts(
                end: end,
                offered: watch.offered,
                chosen: watch.chosen,
                alert: watch.alert,
                strangeBytes: watch.strangeBytes
            ),
            certificates: watch.session?.certificates ?? [],
            trust: watch.session?.trust,
            authorities: authorities
        )
    }
}

/// How a connection attempt ended, as facts.
private struct HandshakeEnd {
    let end: HandshakeFacts.End

    init(performing easy: EasyHandle, _ watch: HandshakeWatch, patience: Nanoseconds) {
        let message = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        defer { unsafe message.deallocate() }
        unsafe message.initialize(repeating: 0)
        unsafe easy.set(CURLOPT_ERRORBUFFER, pointer: UnsafeRawPointer(message.baseAddress))
        let code = unsafe curl_easy_perform(easy.pointer)
        unsafe easy.set(CURLOPT_ERRORBUFFER, pointer: nil)
        let words = unsafe message.baseAddress.map { unsafe String(cString: $0) } ?? ""
        let failure = Failure(
            code: code,
            systemError: Int32(truncatingIfNeeded: easy.integer(CURLINFO_OS_ERRNO)),
            message: words,
            wasWritten: false,
            timeIsUp: false,
            wasCutOff: false
        )
        end = Self.end(code, failure.verdict.detail, watch, patience)
    }

    private static func end(
        _ code: CURLcode,
        _ words: String,
        _ watch: HandshakeWatch,
        _ patience: Nanoseconds
    ) -> HandshakeFacts.End {
        switch code {
        case CURLE_OK:
            return watch.session?.end ?? .failed("the connection has no TLS session of OpenSSL")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
            CURLE_PROXY:
            return .notConnected(words)
        case CURLE_OPERATION_TIMEDOUT where watch.offered.isEmpty: return .notConnected(words)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut("no answer within \(DurationText.canonical(patience))")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
            return .closed("the connection was closed during the handshake")
        case CURLE_SSL_CONNECT_ERROR where wasClosed(words):
            return .closed("the connection was closed during the handshake")
        default: return .failed(words)
        }
    }

    /// By the words of libcurl, which has one code for all that happens in a handshake.
    private static func wasClosed(_ words: String) -> Bool {
        ["SSL_ERROR_SYSCALL", "reset by peer", "unexpected eof", "Broken pipe"]
            .contains(where: words.contains)
    }
}
