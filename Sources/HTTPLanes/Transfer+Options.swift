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
        var written: HeaderNames = []
        var line: [CChar] = []
        request.forEachHeaderLine { name, isEmpty, bytes in
            written.formUnion(HeaderNames(name))
            line.removeAll(keepingCapacity: true)
            // libcurl's syntax for an empty value; "Name:" would take the header out.
            let text = isEmpty ? name : bytes
            for byte in text { line.append(CChar(bitPattern: byte)) }
            if isEmpty { line.append(CChar(bitPattern: UInt8(ascii: ";"))) }
            line.append(0)
            unsafe addHeader(line)
        }
        if unsafe payload != nil {
            // The wait for "100 Continue" would be measured as the service's.
            if !written.contains(.expect) { unsafe addHeader("Expect:") }
            // A body without a type stays without: libcurl would call it a form.
            if !written.contains(.contentType) { unsafe addHeader("Content-Type:") }
        }
        // What is not asked for is not sent: these libcurl would add.
        if !written.contains(.accept) { unsafe addHeader("Accept:") }
        if !written.contains(.acceptEncoding) { unsafe addHeader("Accept-Encoding:") }
        if !written.contains(.userAgent) { unsafe addHeader("User-Agent:") }
        if let list = unsafe headerList { unsafe easy.set(CURLOPT_HTTPHEADER, list: list) }
    }

    /// - Parameter line: ends with a 0.
    private func addHeader(_ line: UnsafePointer<CChar>) {
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

/// The headers of a request that libcurl has an opinion on.
private struct HeaderNames: OptionSet {
    let rawValue: UInt8

    static let expect = HeaderNames(rawValue: 1)
    static let contentType = HeaderNames(rawValue: 2)
    static let accept = HeaderNames(rawValue: 4)
    static let acceptEncoding = HeaderNames(rawValue: 8)
    static let userAgent = HeaderNames(rawValue: 16)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ name: ArraySlice<UInt8>) {
        switch name.count {
        case 6 where name.isName("accept"): self = .accept
        case 6 where name.isName("expect"): self = .expect
        case 10 where name.isName("user-agent"): self = .userAgent
        case 12 where name.isName("content-type"): self = .contentType
        case 15 where name.isName("accept-encoding"): self = .acceptEncoding
        default: self = []
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether a header's name is this one, which is in lower case.
    fileprivate func isName(_ lower: StaticString) -> Bool {
        lower.withUTF8Buffer { wanted in
            unsafe elementsEqual(wanted) { $0 == $1 || $0 | 0x20 == $1 && $1 > 0x60 }
        }
    }
}
