import Encodings

/// A JSON document as a value, with the order of its keys.
indirect enum JSONText: Sendable {
    case string(String)
    case number(Int)
    case boolean(Bool)
    case array([JSONText])
    case object([(key: String, value: JSONText)])

    /// The document over several lines.
    var pretty: String { written(indent: "") + "\n" }

    private func written(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .string(let text): return "\"\(JSONString.escaped(text))\""
        case .number(let number): return "\(number)"
        case .boolean(let value): return value ? "true" : "false"
        case .array(let items):
            guard !items.isEmpty else { return "[]" }
            let lines = items.map { inner + $0.written(indent: inner) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .object(let entries):
            guard !entries.isEmpty else { return "{}" }
            let lines = entries.map {
                "\(inner)\"\(JSONString.escaped($0.key))\": \($0.value.written(indent: inner))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        }
    }
}
