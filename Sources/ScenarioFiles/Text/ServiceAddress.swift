/// The address of a service, taken apart as far as the scenario needs it.
struct ServiceAddress: Equatable {
    /// Scheme, host, port and path prefix, without a slash at the end.
    var text: String
    /// Lower case, without port.
    var host: String

    struct Problem: Error, Equatable {
        var problem: String
        var remedy: String
    }

    /// Reads `http://` or `https://`, a host, and optionally a port and a path prefix.
    static func parse(_ text: String) -> Result<ServiceAddress, Problem> {
        func failure(_ problem: String, _ remedy: String) -> Result<ServiceAddress, Problem> {
            .failure(Problem(problem: problem, remedy: remedy))
        }
        let lowered = text.lowercased()
        guard lowered.hasPrefix("http://") || lowered.hasPrefix("https://") else {
            return failure(
                "the address does not begin with http:// or https://",
                "write it in full, such as https://forms.example.jp, or “rehearsal”"
            )
        }
        guard !text.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" }) else {
            return failure(
                "the address holds a space, a query or a fragment",
                "write scheme, host, port and path only"
            )
        }
        guard let host = host(of: text) else {
            return failure(
                "the address has no host, or a port that is not 1 to 65535",
                "write it as https://host:port/prefix"
            )
        }
        if authority(of: text)?.contains("@") == true {
            return failure(
                "the address holds a user name or password",
                "use “basic-auth:” with ${env:NAME}"
            )
        }
        var trimmed = text
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        return .success(ServiceAddress(text: trimmed, host: host))
    }

    /// The host of an absolute URL, lower case, without port; nil when it has none.
    static func host(of url: String) -> String? {
        guard var authority = authority(of: url) else { return nil }
        if let at = authority.lastIndex(of: "@") {
            authority = authority[authority.index(after: at)...]
        }
        var host = authority
        var port: Substring?
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[...end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        if let port {
            guard let number = ScalarText.count(String(port)), (1...65535).contains(number) else {
                return nil
            }
        }
        return host.isEmpty ? nil : host.lowercased()
    }

    /// What stands between "//" and the path.
    private static func authority(of url: String) -> Substring? {
        guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
        return url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    }
}
