import Inspections

/// The JSON Schema of `inspection.json`.
package enum InspectionSchema: JsonSchemaParts {
    /// The schema as JSON text (draft 2020-12).
    package static let text: String = schema.text

    private static let verdict: Json = ["enum": ["PASS", "FAIL", "INCONCLUSIVE", "INVALID"]]
    /// `null`: told, and not judged.
    private static let optionalVerdict: Json = [
        "enum": ["PASS", "FAIL", "INCONCLUSIVE", "INVALID", .null]
    ]

    private static let schema = document(
        "Sanbyo inspection.json, format version \(Inspection.formatVersion)",
        [
            ("formatVersion", ["const": .int(Inspection.formatVersion)]), ("scenario", string),
            ("service", string), ("contract", string), ("tool", string), ("started", string),
            ("finished", string), ("verdict", verdict), ("exitCode", ["enum": [0, 2, 3, 4]]),
            ("cut", optionalWords), ("reasons", list("words")), ("items", list("item")),
            ("certificates", list("certificate")),
        ],
        parts: [
            ("item", item), ("check", check), ("certificate", certificate), ("words", bilingual),
        ]
    )

    /// One text in both languages.
    private static let bilingual = object([("ja", string), ("en", string)])
    private static let words = reference("words")
    private static let optionalWords: Json = ["anyOf": [["type": "null"], words]]

    private static let item = object([
        ("item", ["enum": [25, 33, 38, 42]]), ("name", words), ("promised", words),
        ("verdict", optionalVerdict), ("words", words),
        ("checks", list("check")),
    ])

    private static let check = object([
        ("id", ["type": "string", "pattern": "^[a-zA-Z0-9.+-]+$"]), ("name", words),
        ("verdict", optionalVerdict), ("words", words), ("faults", listOf(string)),
        (
            "figure",
            [
                "anyOf": [
                    ["type": "null"],
                    object([("value", ["type": "number"]), ("unit", string)]),
                ]
            ]
        ),
        ("warning", optionalWords), ("evidence", list("words")),
    ])

    private static let certificate = object([
        ("subject", string), ("issuer", string), ("names", listOf(string)),
        ("validFrom", ["type": "integer"]), ("validUntil", ["type": "integer"]),
        ("keyKind", string), ("keyBits", integer), ("signature", string), ("digest", string),
        ("isSelfSigned", boolean), ("isForHost", boolean),
        ("sha256", ["type": "string", "pattern": "^[0-9a-f]*$"]),
    ])
}
