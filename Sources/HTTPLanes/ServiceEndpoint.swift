import CCurl

/// The host and port that a URL leads to, read by libcurl's own parser.
package struct ServiceEndpoint: Sendable, Hashable {
    /// "http" or "https".
    package let scheme: String
    /// Lower case where libcurl makes it so; an IPv6 address without brackets.
    package let host: String
    /// The scheme's own when the URL names none.
    package let port: Int

    /// Reads an absolute http or https URL.
    ///
    /// - Throws: ``LaneError`` with what is wrong with the URL.
    package init(url: String) throws(LaneError) {
        guard let handle = unsafe curl_url() else { throw LaneError("libcurl: no memory") }
        defer { unsafe curl_url_cleanup(handle) }
        let code = unsafe curl_url_set(handle, CURLUPART_URL, url, 0)
        guard code == CURLUE_OK else {
            let words = unsafe curl_url_strerror(code).map { unsafe String(cString: $0) }
            throw LaneError("the URL \(url) cannot be read: \(words ?? "malformed")")
        }
        func part(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(handle, part, &text, flags) == CURLUE_OK else { return nil }
            defer { unsafe curl_free(text) }
            return unsafe text.map { unsafe String(cString: $0) }
        }
        guard let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https" else {
            throw LaneError("the URL \(url) is neither http nor https")
        }
        let defaultPort = UInt32(CURLU_DEFAULT_PORT)
        guard let host = part(CURLUPART_HOST), !host.isEmpty,
            let port = part(CURLUPART_PORT, flags: defaultPort).flatMap({ Int($0) })
        else { throw LaneError("the URL \(url) names no host") }
        self.scheme = scheme
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.port = port
    }
}
