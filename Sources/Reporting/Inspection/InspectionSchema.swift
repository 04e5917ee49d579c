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
            ("cut", optionalString), ("reasons", listOf(string)), ("items", list("item")),
            ("certificates", list("certificate")),
        ],
        parts: [("item", item), ("check", check), ("certificate", certificate)]
    )

    private static let item = object([
        ("item", ["enum": [25, 33, 38, 42]]), ("name", string), ("japaneseName", string),
        ("promised", string), ("verdict", optionalVerdict), ("words", string),
        ("checks", list("check")),
    ])

    private static let check = object([
        ("id", ["type": "string", "pattern": "^[a-zA-Z0-9.+-]+$"]), ("name", string),
        ("verdict", optionalVerdict), ("words", string), ("faults", listOf(string)),
        (
            "figure",
            [
                "anyOf": [
                    ["type": "null"],
                    object([("value", ["type": "number"]), ("unit", string)]),
                ]
            ]
        ),
        ("warning", optionalString), ("evidence", listOf(string)),
    ])

    private static let certificate = object([
        ("subject", string), ("issuer", string), ("names", listOf(string)),
        ("validFrom", ["type": "integer"]), ("validUntil", ["type": "integer"]),
        ("keyKind", string), ("keyBits", integer), ("signature", string), ("digest", string),
        ("isSelfSigned", boolean), ("isForHost", boolean),
        ("sha256", ["type": "string", "pattern": "^[0-9a-f]*$"]),
    ])
}
