import Foundation

/// The services that the measurements of a checklist are of.
struct MeasuredServices {
    /// As their files name them, in order, each once.
    let names: [String]
    /// Host and port of each, and "rehearsal".
    private let identities: Set<String>

    init(_ sources: [ChecklistSource]) {
        let all = sources.flatMap(\.services)
        names = all.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        identities = Set(names.map(Self.identity))
    }

    /// Whether all that is known is of one service; other paths of one host are the same.
    var isOne: Bool { identities.count < 2 }

    private static func identity(_ address: String) -> String {
        guard let url = URLComponents(string: address), let host = url.host?.lowercased() else {
            return address
        }
        let port = url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80)
        return "\(host):\(port)"
    }
}
