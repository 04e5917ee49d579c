import CCurl

/// The process-wide side of libcurl.
enum CurlLibrary {
    /// Set up once, before the first handle; later reads cost nothing.
    static let setUp: CURLcode = curl_global_init(Int(CURL_GLOBAL_ALL))

    /// libcurl's words for a code.
    static func words(for code: CURLcode) -> String {
        unsafe curl_easy_strerror(code).map { unsafe String(cString: $0) }
            ?? "error \(code.rawValue)"
    }
}
