import CCurl
import Engine
import Timekeeping
import Workload

// Options of a handle: those set once, and those of one request.
extension Transfer {
    /// Sets what is the same for all requests of the worker.
    ///
    /// Returns the first option this libcurl refuses, with its code.
    func setUp(_ settings: TransportSettings, pins: HostPins) -> CURLcode {
        setUpCallbacks()
        let code = easy.applyConnecting(settings, pins: pins)
        return code == CURLE_OK ? easy.applyExchanging(settings) : code
    }

    // MARK: One request

    /// Sets what this request needs; ``takeBackOptions()`` takes all of it back.
    func prepare(_ request: OutgoingRequest, settings: TransportSettings) -> CURLcode {
        let code = easy.set(CURLOPT_URL, text: request.url)
        guard code == CURLE_OK else { return code }
        easy.set(CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
        easy.set(CURLOPT_HTTP_VERSION, Self.version(settings.httpVersion, for: request))
        // With libcurl 7.88.1 the second request on a connection with prior knowledge of HTTP/2
        // fails in the framing layer, so such a connection is used once.
        let once = settings.httpVersion == .http2 && !request.origin.isSecure ? 1 : 0
        easy.set(CURLOPT_FRESH_CONNECT, once)
        easy.set(CURLOPT_FORBID_REUSE, once)
        prepareMethodAndBody(request)
        prepareHeaders(request)
        return CURLE_OK
    }

    private func prepareMethodAndBody(_ request: OutgoingRequest) {
        if request.hasBody {
            preparePayload(request.body)
            if request.method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, text: request.method) }
            return
        }
        switch request.method {
        case "GET": break
        case "HEAD": easy.set(CURLOPT_NOBODY, 1)
        default: easy.set(CURLOPT_CUSTOMREQUEST, text: request.method)
        }
    }

    private func preparePayload(_ bytes: ArraySlice<UInt8>) {
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        _ = unsafe memory.update(fromContentsOf: bytes)
        unsafe payload = memory
        easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: bytes.count)
        unsafe easy.set(CURLOPT_POSTFIELDS, pointer: memory.baseAddress)
    }

    private func prepareHeaders(_ request: OutgoingRequest) {
        let headers = request.headers
        for header in headers {
            // libcurl's syntax for an empty value; "Name:" would take the header out.
            let isEmpty = header.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            addHeader(isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        func has(_ lowerName: String) -> Bool {
            headers.contains { $0.name.lowercased() == lowerName }
        }
        if unsafe payload != nil {
            // The wait for "100 Continue" would be measured as the service's.
            if !has("expect") { addHeader("Expect:") }
            // A body without a type stays without: libcurl would call it a form.
            if !has("content-type") { addHeader("Content-Type:") }
        }
        // What is not asked for is not sent: these libcurl would add.
        for name in ["Accept", "Accept-Encoding", "User-Agent"] where !has(name.lowercased()) {
            addHeader("\(name):")
        }
        if let list = unsafe headerList { unsafe easy.set(CURLOPT_HTTPHEADER, list: list) }
    }

    private func addHeader(_ line: String) {
        if let longer = unsafe curl_slist_append(headerList, line) { unsafe headerList = longer }
    }

    /// Takes back what ``prepare(_:settings:)`` set and frees its memory.
    func takeBackOptions() {
        if let memory = unsafe payload {
            unsafe easy.set(CURLOPT_POSTFIELDS, pointer: nil)
            easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: -1)
            unsafe memory.deallocate()
            unsafe payload = nil
        }
        if let list = unsafe headerList {
            unsafe easy.set(CURLOPT_HTTPHEADER, list: nil)
            unsafe curl_slist_free_all(list)
            unsafe headerList = nil
        }
        if let request, request.method != "GET" || request.hasBody {
            easy.set(CURLOPT_CUSTOMREQUEST, text: nil)
            easy.set(CURLOPT_NOBODY, 0)
            // Last: the options above choose a method of their own.
            easy.set(CURLOPT_HTTPGET, 1)
        }
        unsafe easy.set(CURLOPT_SHARE, pointer: nil)
    }

    /// Whole milliseconds, rounded up and at least 1: libcurl takes 0 for "no limit".
    static func milliseconds(_ length: Nanoseconds) -> Int {
        length.count <= 0 ? 1 : Int((length.count - 1) / 1_000_000 + 1)
    }

    private static func version(
        _ version: TransportSettings.HTTPVersion,
        for request: OutgoingRequest
    ) -> Int {
        switch version {
        case .http1: CURL_HTTP_VERSION_1_1
        case .http2 where request.origin.isSecure:
            CURL_HTTP_VERSION_2TLS
        case .http2: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        }
    }
}
