import Verdicts

/// The JSON Schema of `summary.json`.
package enum SummarySchema: JsonSchemaParts {
    /// The schema as JSON text (draft 2020-12).
    package static let text: String = schema.text

    private static let schema: Json = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sanbyo summary.json, format version 1",
        "$defs": [
            "verdict": ["enum": ["PASS", "FAIL", "INCONCLUSIVE", "INVALID"]],
            "quantity": [
                "type": ["object", "null"],
                "required": ["value", "unit", "text"],
                "properties": [
                    "value": number, "unit": ["enum": ["share", "s", "1/s", "count"]],
                    "text": string,
                ],
            ],
            "times": times,
            "gate": gate, "operation": operation, "request": request, "failure": failure,
            "episode": episode,
            "finding": finding,
            "isolation": isolation,
        ],
        "type": "object",
        "required": [
            "format", "formatVersion", "verdict", "exitCode", "reasons", "scenario", "gates",
            "operations", "requests", "failures", "episodes", "generator", "load", "meta",
        ],
        "properties": [
            "format": ["const": "sanbyo-summary"],
            "formatVersion": ["const": .int(SummaryJson.version)],
            "verdict": reference("verdict"),
            "exitCode": ["enum": [0, 2, 3, 4]],
            "reasons": ["type": "array", "items": string, "minItems": 1],
            "scenario": string,
            "question": ["type": ["string", "null"]],
            "gates": list("gate"), "operations": list("operation"),
            "requests": list("request"), "failures": list("failure"), "episodes": list("episode"),
            "generator": list("finding"),
            "machine": ["type": "object"], "load": ["type": "object"],
            "isolation": reference("isolation"),
            "steadyState": ["type": ["object", "null"]],
            "meta": ["type": "object"],
        ],
    ]

    private static let gate = object([
        ("id", string), ("text", string), ("subject", string),
        (
            "kind",
            ["enum": .array(GateResult.Kind.allCases.map { .string($0.rawValue) })]
        ),
        ("verdict", reference("verdict")), ("value", reference("quantity")),
        ("relation", ["enum": ["<", "<=", ">", ">="]]), ("limit", reference("quantity")),
        ("n", integer), ("effectiveN", number), ("interval", ["type": ["object", "null"]]),
        ("pValue", number), ("reason", string),
    ])

    private static let operation = object([
        ("name", string), ("class", ["enum": ["online", "heavy", "batch"]]),
        ("judged", ["type": "boolean"]), ("targetMs", number), ("planned", integer),
        ("succeeded", integer), ("late", integer), ("failed", integer), ("violations", integer),
        ("compliance", number), ("failures", ["type": "object"]),
        ("responseMs", reference("times")), ("serviceMs", reference("times")),
        ("beforeServiceMs", beforeService), ("delayedStarts", integer), ("longestAtS", number),
    ])

    private static let request = object([
        ("name", string), ("operation", string), ("exchanges", integer), ("sentAgain", integer),
        ("statuses", ["type": "object"]), ("failures", ["type": "object"]),
        ("connectionsOpened", integer), ("reconnects", integer), ("redirectsFollowed", integer),
        ("bytesSent", integer), ("bytesReceived", integer), ("responseMs", reference("times")),
        ("serviceMs", reference("times")), ("firstByteMs", reference("times")),
        ("nameLookupMs", reference("times")), ("connectMs", reference("times")),
        ("tlsMs", reference("times")),
    ])

    private static let isolation: Json = [
        "anyOf": [
            ["type": "null"],
            object([
                ("columns", ["type": "array", "items": string]), ("tenants", integer),
                ("markers", integer), ("unsearchable", integer),
                ("tenantsWithoutMarker", integer), ("searched", integer), ("leaked", integer),
                ("incomplete", integer), ("alike", integer), ("packed", integer),
                ("media", integer),
                (
                    "requests",
                    listOf(
                        object([
                            ("name", string), ("operation", string), ("searched", integer),
                            ("leaked", integer), ("incomplete", integer), ("alike", integer),
                            ("packed", integer), ("media", integer),
                        ])
                    )
                ),
                (
                    "leakedBySecond",
                    listOf(object([("second", ["type": "integer"]), ("leaked", integer)]))
                ),
                (
                    "classes",
                    listOf(
                        object([
                            ("class", string), ("tenants", listOf(tenant)),
                            ("fairness", ["type": ["object", "null"]]),
                        ])
                    )
                ),
            ]),
        ]
    ]

    private static let tenant = object(
        [
            ("name", string), ("users", integer), ("others", ["type": "boolean"]),
            ("planned", integer), ("late", integer), ("failed", integer), ("delays", integer),
            ("longestDelayS", number),
        ] + ["p50Ms", "p95Ms", "p99Ms", "meanMs", "maxMs"].map { ($0, number) }
    )

    private static let quantiles = ["p50", "p90", "p95", "p99", "p99.9"]

    private static let times = object(
        [("n", integer)] + (["min", "mean", "max"] + quantiles).map { ($0, number) } + [
            (
                "limits",
                object(
                    quantiles.map {
                        (
                            $0,
                            object([("lower", number), ("upper", number), ("effectiveN", number)])
                        )
                    }
                )
            )
        ]
    )

    private static let beforeService = object(
        ["userBusy", "lag", "waiting", "nameLookup", "connect", "tls"].map { ($0, number) }
    )

    private static let failure = object([
        ("operation", string), ("cause", string), ("n", integer),
        ("examples", ["type": "array", "items": string]),
    ])

    private static let episode = object([
        ("number", integer), ("scope", ["enum": ["operation", "class", "service", "tenant"]]),
        ("subject", string), ("startS", number), ("endS", number), ("durationS", number),
        ("start", string), ("end", string), ("planned", integer), ("violations", integer),
        ("leftCensored", ["type": "boolean"]), ("rightCensored", ["type": "boolean"]),
        ("generatorSuspect", ["type": "boolean"]),
        ("operations", ["type": "array", "items": string]),
    ])

    private static let finding = object([
        ("name", string), ("healthy", ["type": "boolean"]), ("value", reference("quantity")),
        ("limit", reference("quantity")), ("reason", string), ("remark", string),
        ("remedy", string),
    ])
}
