import CCurl
import Engine
import Timekeeping
import Workload

// Options of a handle: those set once, and those of one request.
extension Transfer {
    /// Sets what is the same for all requests of the worker.
    ///
    /// Returns the first option this libcurl refuses, with its code.
    func setUp(_ settings: TransportSettings, pins: UnsafeMutablePointer<curl_slist>?) -> CURLcode {
        setUpCallbacks()
        return unsafe easy.apply(settings, pins: pins)
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
        let once = settings.httpVersion == .http2 && !request.isHTTPS ? 1 : 0
        easy.set(CURLOPT_FRESH_CONNECT, once)
        easy.set(CURLOPT_FORBID_REUSE, once)
        prepareMethodAndBody(request)
        prepareHeaders(request)
        return CURLE_OK
    }

    private func prepareMethodAndBody(_ request: OutgoingRequest) {
        switch request.body {
        case .multipart(let parts):
            prepareParts(parts)
            if request.method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, text: request.method) }
        case .bytes(let bytes):
            preparePayload(bytes)
            if request.method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, text: request.method) }
        case .none:
            switch request.method {
            case "GET": break
            case "HEAD": easy.set(CURLOPT_NOBODY, 1)
            case "POST": preparePayload([])
            case "PUT", "PATCH":
                // These say how long their content is, also when there is none.
                preparePayload([])
                easy.set(CURLOPT_CUSTOMREQUEST, text: request.method)
            default: easy.set(CURLOPT_CUSTOMREQUEST, text: request.method)
            }
        }
    }

    private func preparePayload(_ bytes: [UInt8]) {
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        _ = unsafe memory.update(fromContentsOf: bytes)
        unsafe payload = memory
        easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: bytes.count)
        unsafe easy.set(CURLOPT_POSTFIELDS, pointer: memory.baseAddress)
    }

    private func prepareParts(_ parts: [OutgoingRequest.Part]) {
        let form = unsafe curl_mime_init(easy.pointer)
        unsafe self.parts = form
        for part in parts {
            let target = unsafe curl_mime_addpart(form)
            unsafe curl_mime_name(target, part.name)
            if let fileName = part.fileName { unsafe curl_mime_filename(target, fileName) }
            if let type = part.contentType { unsafe curl_mime_type(target, type) }
            unsafe part.bytes.withUnsafeBytes { bytes in
                let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                _ =
                    if let start = unsafe start {
                        unsafe curl_mime_data(target, start, bytes.count)
                    } else {
                        unsafe curl_mime_data(target, "", 0)
                    }
            }
        }
        unsafe easy.set(CURLOPT_MIMEPOST, pointer: UnsafeRawPointer(form))
    }

    private func prepareHeaders(_ request: OutgoingRequest) {
        for header in request.headers {
            // libcurl's syntax for an empty value; "Name:" would take the header out.
            let isEmpty = header.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            addHeader(isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        if case .none = request.body, unsafe payload == nil {
            // Nothing is sent that libcurl would describe on its own.
        } else {
            // The wait for "100 Continue" would be measured as the service's.
            if !request.hasHeader("expect") { addHeader("Expect:") }
            // A body without a type stays without: libcurl would call it a form.
            if unsafe payload != nil, !request.hasHeader("content-type") {
                addHeader("Content-Type:")
            }
        }
        if let list = unsafe headerList { unsafe easy.set(CURLOPT_HTTPHEADER, list: list) }
    }

    private func addHeader(_ line: String) {
        if let longer = unsafe curl_slist_append(headerList, line) { unsafe headerList = longer }
    }

    /// Takes back what ``prepare(_:settings:)`` set and frees its memory.
    func takeBackOptions() {
        if let form = unsafe parts {
            unsafe easy.set(CURLOPT_MIMEPOST, pointer: nil)
            unsafe curl_mime_free(form)
            unsafe parts = nil
        }
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
        if let request, request.method != "GET" || request.body != .none {
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
        case .http2 where request.isHTTPS:
            CURL_HTTP_VERSION_2TLS
        case .http2: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        }
    }
}

extension OutgoingRequest {
    var isHTTPS: Bool { url.prefix(6).lowercased() == "https:" }

    /// Whether a header of that lower-case name is among the headers.
    func hasHeader(_ lowerName: String) -> Bool {
        headers.contains { $0.name.lowercased() == lowerName }
    }
}
