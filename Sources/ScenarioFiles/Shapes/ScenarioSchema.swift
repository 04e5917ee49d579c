/// The JSON schemas of both files, for editors and other tools.
///
/// Made from the same shapes that the reader checks with, so they accept the same keys. They know
/// nothing of what needs more than one place to be judged: variables, files, numbers of users.
package enum ScenarioSchema {
    /// JSON text, draft 2020-12.
    package static var scenario: String {
        document(ScenarioShape.root, title: "Sanbyo scenario", references: true)
    }

    /// JSON text, draft 2020-12.
    package static var contract: String {
        document(ContractShape.root, title: "Sanbyo contract", references: false)
    }

    /// JSON text, draft 2020-12.
    package static var probe: String {
        document(ProbeShape.root, title: "Sanbyo probe", references: true)
    }

    private static func document(_ shape: Shape, title: String, references: Bool) -> String {
        var writer = SchemaWriter(references: references)
        let root = writer.schema(of: shape)
        return JSONText.object(
            [
                ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                ("title", .string(title)),
            ] + root.entries + [("$defs", .object(writer.sortedDefinitions))]
        ).pretty
    }
}

/// Turns shapes into JSON schema.
private struct SchemaWriter {
    /// Whether `${env:…}` and `${file:…}` may stand for single values.
    let references: Bool
    private var definitions: [String: JSONText] = [:]

    init(references: Bool) {
        self.references = references
    }

    var sortedDefinitions: [(key: String, value: JSONText)] {
        definitions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func schema(of shape: Shape) -> JSONText {
        switch shape {
        case .anything: return .object([])
        case .scalar(let scalar): return scalar.schema(references: references)
        case .list(let item, let least):
            return .object([
                ("type", .string("array")), ("items", schema(of: item)),
                ("minItems", .number(least)),
            ])
        case .map(let inner, let least, let rule):
            return .object([
                ("type", .string("object")), ("additionalProperties", schema(of: inner)),
                ("minProperties", .number(least)),
                ("propertyNames", .object([("pattern", .string(rule.pattern))])),
            ])
        case .either(let shapes):
            return .object([("anyOf", .array(shapes.map { schema(of: $0) }))])
        case .object(let object):
            if definitions[object.name] == nil {
                definitions[object.name] = .object([])
                definitions[object.name] = schema(of: object)
            }
            return .object([("$ref", .string("#/$defs/\(object.name)"))])
        }
    }

    private mutating func schema(of object: ObjectShape) -> JSONText {
        let properties = object.keys.map { key in
            (key.name, described(schema(of: key.shape), key.summary))
        }
        var entries: [(key: String, value: JSONText)] = [
            ("type", .string("object")), ("properties", .object(properties)),
            ("additionalProperties", .boolean(false)),
        ]
        let required = object.keys.filter(\.required).map(\.name)
        if !required.isEmpty { entries.append(("required", .array(required.map(JSONText.string)))) }
        let rules =
            object.exactlyOne.map { Self.oneOf($0, orNone: false) }
            + object.atMostOne.map { Self.oneOf($0, orNone: true) }
        if !rules.isEmpty { entries.append(("allOf", .array(rules))) }
        return .object(entries)
    }

    private static func oneOf(_ keys: [String], orNone: Bool) -> JSONText {
        let each = keys.map { JSONText.object([("required", .array([.string($0)]))]) }
        let none = JSONText.object([("not", .object([("anyOf", .array(each))]))])
        return .object([("oneOf", .array(orNone ? each + [none] : each))])
    }

    private func described(_ schema: JSONText, _ summary: String) -> JSONText {
        .object([("description", .string(summary))] + schema.entries)
    }
}

extension JSONText {
    fileprivate var entries: [(key: String, value: JSONText)] {
        if case .object(let entries) = self { entries } else { [] }
    }
}

extension Shape.NameRule {
    fileprivate var pattern: String {
        switch self {
        case .any: "^[\\s\\S]+$"
        case .variable: "^[^\\W\\d][\\w-]*$"
        }
    }
}

extension ScalarShape {
    /// Numbers and truth values are accepted as texts too: the reader reads what is written.
    fileprivate func schema(references: Bool) -> JSONText {
        var choices: [JSONText] = []
        if !words.isEmpty {
            choices.append(.object([("enum", .array(words.map(JSONText.string)))]))
        }
        // YAML tools read 1.2 as a number, which the reader takes as the text it is.
        if kind == .word, words.contains(where: { ScalarText.number($0) != nil }) {
            choices.append(.object([("type", .string("number"))]))
        }
        choices += kindSchema
        if references {
            choices.append(
                .object([
                    ("type", .string("string")), ("pattern", .string("\\$\\{(env|file):[^}]*\\}")),
                ])
            )
        }
        return choices.count == 1 ? choices[0] : .object([("anyOf", .array(choices))])
    }

    private var kindSchema: [JSONText] {
        let number = "([0-9]+\\.?[0-9]*|\\.[0-9]+)"
        switch kind {
        case .word: return []
        case .text: return [.types(["string", "number", "boolean"], minLength: 1)]
        case .template: return [.types(["string", "number", "boolean"], minLength: 0)]
        case .address: return [.pattern("^https?://[^\\s?#]+$|^[^/\\s]+$")]
        case .duration, .positiveDuration:
            return [.pattern("^\(number) *(ns|us|µs|ms|s|min|h|d)$")]
        case .share: return [.pattern("^\(number)%$")]
        case .size: return [.pattern("^\(number) *(B|kB|KB|MB|GB|TB|KiB|MiB|GiB)$")]
        case .rate: return [.pattern("^\(number) */(s|min|h)$")]
        case .boolean: return [.types(["boolean"], minLength: 0), .words(["true", "false"])]
        case .count: return [.whole(least: 0), .pattern("^[0-9]+$")]
        case .positiveCount: return [.whole(least: 1), .pattern("^0*[1-9][0-9]*$")]
        case .seed: return [.whole(least: 0), .pattern("^[0-9]+$")]
        case .positiveNumber:
            return [
                .object([("type", .string("number")), ("exclusiveMinimum", .number(0))]),
                .pattern("^\(number)$"),
            ]
        case .status:
            return [.whole(least: 100), .pattern("^[1-5](xx|[0-9]{2}(-[1-5][0-9]{2})?)$")]
        case .date: return [.pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
        }
    }
}

extension JSONText {
    fileprivate static func pattern(_ pattern: String) -> JSONText {
        .object([("type", .string("string")), ("pattern", .string(pattern))])
    }

    fileprivate static func whole(least: Int) -> JSONText {
        .object([("type", .string("integer")), ("minimum", .number(least))])
    }

    fileprivate static func words(_ words: [String]) -> JSONText {
        .object([("enum", .array(words.map(JSONText.string)))])
    }

    fileprivate static func types(_ types: [String], minLength: Int) -> JSONText {
        .object([
            ("type", .array(types.map(JSONText.string))), ("minLength", .number(minLength)),
        ])
    }
}
