import Encodings

/// A JSON value written on one line, its keys in the order given.
indirect enum JSONText: Hashable, Sendable {
    case text(String)
    case number(Int64)
    case truth(Bool)
    case null
    case list([JSONText])
    case object([Member])

    struct Member: Hashable, Sendable {
        let key: String
        let value: JSONText
    }

    static func count(_ value: Int) -> JSONText { .number(Int64(value)) }

    static func object(_ members: KeyValuePairs<String, JSONText>) -> JSONText {
        .object(members.map { Member(key: $0.key, value: $0.value) })
    }

    var line: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .truth(let truth): truth ? "true" : "false"
        case .null: "null"
        case .list(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ":" + $0.value.line }.joined(separator: ",")
                + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + JSONString.escaped(text) + "\""
    }
}
