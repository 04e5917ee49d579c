import Wording
import Workload

/// Something in a scenario that libcurl's own path does and the direct lane does not.
enum CurlNeed: Equatable {
    case http2
    /// Plain http:// requests that an HTTP proxy forwards; TLS goes through it in a tunnel.
    case forwardingProxy
    /// A header that changes how the request or its answer is framed or encoded.
    case header(String, operation: String)

    private static let framingHeaders: Set<String> = [
        "transfer-encoding", "expect", "upgrade", "te",
    ]

    /// The first need found; `nil` when the direct lane can play the scenario.
    static func first(of scenario: Scenario) -> CurlNeed? {
        if scenario.transport.httpVersion == .http2 { return .http2 }
        if isForwarded(scenario) { return .forwardingProxy }
        for operation in scenario.operations {
            let headers = operation.requests.flatMap(\.headers)
            for header in headers
            where framingHeaders.contains(header.name.lowercased())
                || header.name.lowercased() == "accept-encoding" && !isDecoded(header.value)
            {
                return .header(header.name, operation: operation.name)
            }
        }
        return nil
    }

    /// Whether the direct lane decodes whatever a header `Accept-Encoding` of this value asks for.
    private static func isDecoded(_ value: Template) -> Bool {
        guard value.slots.isEmpty, case .success(let text) = value.rendered(with: []) else {
            return false
        }
        return text.lowercased().split(separator: ",").allSatisfy { coding in
            let name = coding.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
            return ["", "gzip", "x-gzip", "deflate", "identity"].contains(name)
        }
    }

    /// Whether a request may reach an HTTP proxy without a tunnel.
    private static func isForwarded(_ scenario: Scenario) -> Bool {
        guard scenario.transport.proxy?.lowercased().hasPrefix("http") == true else { return false }
        let service: String =
            switch scenario.service {
            case .rehearsal: "http://"
            case .url(let url): url
            }
        let targets = scenario.operations.flatMap(\.requests).map(\.target)
        return !isSecure(service) || targets.contains(where: mayBePlain)
    }

    /// Whether a target is an http:// address, or may become one when it is rendered.
    private static func mayBePlain(_ target: Template) -> Bool {
        switch target.pieces.first {
        case .literal(let text)?: !text.hasPrefix("/") && !isSecure(text)
        case nil: false
        default: true
        }
    }

    private static func isSecure(_ url: String) -> Bool { url.lowercased().hasPrefix("https://") }

    /// In words for people.
    var words: Bilingual {
        switch self {
        case .http2:
            Bilingual(ja: "HTTP/2はlibcurlの経路が必要", en: "HTTP/2 needs libcurl's own path")
        case .forwardingProxy:
            Bilingual(
                ja: "HTTPプロキシ経由の http:// はlibcurlの経路が必要",
                en: "http:// through an HTTP proxy needs libcurl's own path"
            )
        case .header(let name, let operation):
            Bilingual(
                ja: "“\(operation)” のヘッダー “\(name)” はlibcurlの経路が必要",
                en: "the header “\(name)” of “\(operation)” needs libcurl's own path"
            )
        }
    }

    /// What to write so that the direct lane can play it.
    var remedy: String {
        let other = "write “lane: curl”, or leave it out"
        return switch self {
        case .http2: "write “http: 1.1”; otherwise \(other)"
        case .forwardingProxy: "use https://, a SOCKS proxy or none; otherwise \(other)"
        case .header(let name, _): "take the header “\(name)” out; otherwise \(other)"
        }
    }
}
