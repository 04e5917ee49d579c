import Availability
import Verdicts

/// The JSON Schema of `probe.json`, which `probe run` writes and `probe status --json` prints.
package enum ProbeSchema: JsonSchemaParts {
    /// The schema as JSON text (draft 2020-12).
    package static let text: String = schema.text

    private static let schema = document(
        "Sanbyo probe.json, version \(ProbeJson.version)",
        [
            ("format", ["const": "sanbyo-probe"]), ("version", ["const": .int(ProbeJson.version)]),
            ("name", string), ("question", optionalString), ("service", string),
            ("contract", optionalString), ("verdict", ["enum": .array(verdicts)]),
            ("exitCode", ["enum": [0, 2, 3, 4]]), ("reasons", listOf(string)),
            ("findings", list("finding")), ("watched", reference("span")),
            ("period", reference("span")), ("periodIsOver", boolean),
            ("everySeconds", ["type": "number", "exclusiveMinimum": 0]), ("ticks", ticks),
            ("availability", availability), ("repair", repair), ("distance", distance),
            ("outages", list("outage")), ("gaps", list("gap")), ("plannedStops", list("span")),
            ("notTakenOut", listOf(string)), ("notices", list("notice")),
            ("probes", list("probe")), ("clockSteps", listOf(string)), ("faults", listOf(string)),
            ("log", string),
        ],
        parts: [
            ("moment", ["type": "string", "pattern": .string(moment)]),
            ("share", ["type": ["number", "null"], "minimum": 0, "maximum": 1]),
            ("span", object([("from", reference("moment")), ("to", reference("moment"))])),
            ("finding", finding), ("outage", outage), ("gap", gap), ("notice", notice),
            ("probe", probe),
        ]
    )

    private static let moment = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}([.][0-9]+)?Z$"
    private static let verdicts = AvailabilityVerdict.allCases.map { Json.string($0.rawValue) }
    private static let kinds = ProbeKind.allCases.map { Json.string($0.rawValue) }

    private static let finding = object([
        ("item", ["enum": .array(Finding.Subject.allCases.map { .int($0.item) })]),
        ("subject", ["enum": .array(Finding.Subject.allCases.map { .string($0.rawValue) })]),
        ("verdict", ["enum": .array(verdicts + [.null])]), ("reasons", listOf(string)),
        ("decisive", boolean),
    ])

    private static let ticks = object([
        ("planned", integer), ("up", integer), ("down", integer), ("tooShortToCount", integer),
        ("upAtSecondLook", integer), ("notProbed", integer), ("toolCouldNotProbe", integer),
        ("inPlannedStops", integer),
        ("stillToCome", integer), ("cleanTicksNeeded", optionalInteger),
    ])

    private static let availability = object([
        ("promised", reference("share")), ("measured", reference("share")),
        ("leastIfGapsWereDown", reference("share")), ("mostIfGapsWereUp", reference("share")),
        ("provenAtLeast", reference("share")),
        ("ticksThatCountAsOne", ["type": "number", "minimum": 1]), ("downSeconds", number),
        ("budgetSeconds", number), ("budgetTicks", optionalInteger),
        ("budgetLeftSeconds", number), ("burn", number), ("burnOfLastHour", number),
    ])

    private static let repair = object([
        ("outages", integer), ("meanSeconds", number), ("isLowerBound", boolean),
        ("leastSeconds", number), ("greatestSeconds", number), ("longestSeconds", number),
        ("betweenSeconds", number),
    ])

    private static let distance = object([
        ("longestSeconds", number), ("kept", reference("share")), ("latestStartMs", number),
    ])

    private static let outage = object([
        ("firstFailedTick", reference("moment")), ("lastFailedTick", reference("moment")),
        ("ticks", integer), ("ticksInPlannedStops", integer), ("measuredSeconds", number),
        ("leastSeconds", number), ("greatestSeconds", number), ("beginWasSeen", boolean),
        (
            "end",
            object([
                ("how", ["enum": ["repaired", "running", "not seen"]]),
                ("foundUpAt", ["anyOf": [["type": "null"], reference("moment")]]),
            ])
        ),
        ("counts", boolean),
        (
            "causes",
            [
                "type": "object", "propertyNames": ["enum": .array(kinds)],
                "additionalProperties": string,
            ]
        ),
    ])

    private static let gap = object([
        ("from", reference("moment")), ("to", reference("moment")), ("ticks", integer),
        ("toolCouldNotProbe", boolean),
    ])

    private static let notice = object([
        ("tick", reference("moment")), ("tookSeconds", ["type": "number"]),
        ("succeeded", boolean),
    ])

    private static let probe = object([
        ("kind", ["enum": .array(kinds)]), ("count", integer), ("failed", integer),
        ("notProbed", integer), ("medianMs", number), ("longestMs", number),
    ])
}
