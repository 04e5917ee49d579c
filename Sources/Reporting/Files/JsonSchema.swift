/// What the schemas of our documents are put together from (draft 2020-12).
///
/// Objects may have more members than are named: later versions add some.
package protocol JsonSchemaParts {}

extension JsonSchemaParts {
    static var string: Json { ["type": "string"] }
    static var optionalString: Json { ["type": ["string", "null"]] }
    static var boolean: Json { ["type": "boolean"] }
    /// A whole number of at least 0.
    static var integer: Json { ["type": "integer", "minimum": 0] }
    static var optionalInteger: Json { ["type": ["integer", "null"], "minimum": 0] }
    /// A number, or `null` where there is none.
    static var number: Json { ["type": ["number", "null"]] }

    static func reference(_ name: String) -> Json { ["$ref": .string("#/$defs/\(name)")] }

    static func list(_ name: String) -> Json { listOf(reference(name)) }

    static func listOf(_ items: Json) -> Json { ["type": "array", "items": items] }

    /// An object that must have all of these members.
    static func object(_ members: [(String, Json)]) -> Json {
        [
            "type": "object",
            "required": .array(members.map { .string($0.0) }),
            "properties": .object(members.map { Json.Member(key: $0.0, value: $0.1) }),
        ]
    }

    /// A document: an object with its title and the parts it refers to.
    static func document(
        _ title: String,
        _ members: [(String, Json)],
        parts: [(String, Json)]
    ) -> Json {
        guard case .object(let root) = object(members) else { return .null }
        let head: [Json.Member] = [
            .init(key: "$schema", value: "https://json-schema.org/draft/2020-12/schema"),
            .init(key: "title", value: .string(title)),
            .init(
                key: "$defs",
                value: .object(parts.map { Json.Member(key: $0.0, value: $0.1) })
            ),
        ]
        return .object(head + root)
    }
}
