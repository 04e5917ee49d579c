/// The keys of a contract file.
enum ContractShape {
    static let root = Shape.object(
        ObjectShape(
            "contract",
            [
                KeyShape("contract", .text, required: true, "The contract's name."),
                KeyShape(
                    "zone",
                    .text,
                    "The time zone of its times, such as Asia/Tokyo; UTC when absent."
                ),
                KeyShape("service-hours", .text, "[1] Hours of service, for example 24x7."),
                KeyShape("maintenance", maintenance, "[2] Planned stops."),
                KeyShape("availability", availability, "[5] Availability over a period."),
                KeyShape("recovery", recovery, "[10] Repair time and notice."),
                KeyShape("long-outages", longOutages, "[12] Failures that last long."),
                KeyShape("monitoring", monitoring, "[13, 16] Probes."),
                KeyShape(
                    "response",
                    response,
                    required: true,
                    "[19, 21] What each class of operation promises."
                ),
                KeyShape("delay", delay, "[20] How long slow phases may continue."),
                KeyShape(
                    "concurrent-users",
                    .scalar(ScalarShape(.positiveCount)),
                    "[24] The contracted users."
                ),
                KeyShape("storage", storage, "[25] Disk space."),
                KeyShape("transport", transport, "[33, 42] Encryption in transit."),
                KeyShape("isolation", isolation, "[34, 44] What keeps tenants apart."),
                KeyShape(
                    "declared",
                    .map(.either([.text, answer]), atLeast: 1, names: .any),
                    "Answers in words, by the number of the checklist's item."
                ),
                KeyShape(
                    "dependence",
                    .word("measured", "assume-independent"),
                    "Whether operations count as independent observations."
                ),
            ]
        )
    )

    private static let answer = Shape.object(
        ObjectShape(
            "answer",
            [
                KeyShape("ja", .text, required: true, "In Japanese."),
                KeyShape("en", .text, required: true, "In English."),
            ]
        )
    )

    private static let maintenance = Shape.object(
        ObjectShape(
            "maintenance",
            [
                KeyShape("notice", .duration, "Notice before a planned stop."),
                KeyShape("windows", .list(window, atLeast: 0), "Planned stops."),
            ]
        )
    )

    private static let window = Shape.object(
        ObjectShape(
            "maintenance-window",
            [
                KeyShape("from", .scalar(ScalarShape(.date)), required: true, "Begin."),
                KeyShape("to", .scalar(ScalarShape(.date)), required: true, "End."),
                KeyShape("announced", .scalar(ScalarShape(.date)), "When it was announced."),
            ]
        )
    )

    private static let availability = Shape.object(
        ObjectShape(
            "availability",
            [
                KeyShape("at-least", .share, required: true, "The share of planned time."),
                KeyShape("over", .positiveDuration, "The period it is taken over."),
            ]
        )
    )

    private static let recovery = Shape.object(
        ObjectShape(
            "recovery",
            [
                KeyShape("mean", .positiveDuration, "Mean time to repair."),
                KeyShape("notify-within", .positiveDuration, "Notice after a failure."),
            ]
        )
    )

    private static let longOutages = Shape.object(
        ObjectShape(
            "long-outages",
            [
                KeyShape("longer-than", .positiveDuration, required: true, "What is long."),
                KeyShape("at-most", .count, required: true, "How many a year."),
            ]
        )
    )

    private static let monitoring = Shape.object(
        ObjectShape(
            "monitoring",
            [
                KeyShape("every", .positiveDuration, "The distance between probes."),
                KeyShape(
                    "probes",
                    .list(.word("web", "database", "timeout"), atLeast: 1),
                    "What is probed."
                ),
            ]
        )
    )

    private static let response = Shape.object(
        ObjectShape(
            "response",
            ["online", "heavy", "batch"].map {
                KeyShape($0, target, "The promise for operations of class \($0).")
            }
        )
    )

    private static let target = Shape.object(
        ObjectShape(
            "response-target",
            [
                KeyShape("within", .positiveDuration, required: true, "The response time."),
                KeyShape(
                    "for",
                    .scalar(ScalarShape(.share, words: ["strict"])),
                    "The share that must keep it; 90% when absent; strict = 99%, at peak 95%."
                ),
                KeyShape("at-peak", .share, "The share in peak hours; as `for` when absent."),
            ]
        )
    )

    private static let delay = Shape.object(
        ObjectShape(
            "delay",
            [
                KeyShape("longest", .positiveDuration, "The longest slow phase allowed."),
                KeyShape(
                    "worst-response",
                    .positiveDuration,
                    "The longest response time allowed."
                ),
                KeyShape(
                    "window",
                    .positiveDuration,
                    "The windows that slow phases are told by, whole tenths of a second; 10s when absent."
                ),
            ]
        )
    )

    private static let storage = Shape.object(
        ObjectShape("storage", [KeyShape("per-user", .size, required: true, "Space per user.")])
    )

    private static let transport = Shape.object(
        ObjectShape(
            "contract-transport",
            [KeyShape("tls", .word("1.2", "1.3"), required: true, "The lowest TLS version.")]
        )
    )

    private static let isolation = Shape.object(
        ObjectShape(
            "isolation",
            [KeyShape("by", .list(.text, atLeast: 1), required: true, "The fields.")]
        )
    )
}
