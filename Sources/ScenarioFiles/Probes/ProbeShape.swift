import Availability

/// The keys of a probe file.
enum ProbeShape {
    static let root = Shape.object(
        ObjectShape(
            "probe-file",
            [
                KeyShape("probe", .text, required: true, "The probe's name; names its folder."),
                KeyShape("question", .text, "What it is to answer."),
                KeyShape("description", .text, "Anything worth knowing; not used."),
                KeyShape(
                    "service",
                    .scalar(ScalarShape(.address, words: ["rehearsal"])),
                    required: true,
                    "The address of the service, or `rehearsal` for the embedded stand-in."
                ),
                KeyShape("rehearsal", ScenarioShape.rehearsal, "What the stand-in does wrong."),
                KeyShape(
                    "hosts",
                    .list(.scalar(ScalarShape(.address)), atLeast: 0),
                    "Hosts that redirects may lead to beside the service's own."
                ),
                KeyShape("contract", .path, "The contract file, from this file's folder."),
                KeyShape(
                    "every",
                    .positiveDuration,
                    "The distance between ticks; the contract's, or 5min, when absent."
                ),
                KeyShape("duration", .positiveDuration, "Until stopped when absent."),
                KeyShape("probes", probes, required: true, "What is probed at each tick."),
                KeyShape(
                    "down-when",
                    .word("any", "all"),
                    "Whether one failed probe is enough for down; any when absent."
                ),
                KeyShape(
                    "confirm",
                    .positiveDuration,
                    "Probe again after so long before a tick counts as down; never when absent."
                ),
                KeyShape("min-outage", .positiveDuration, "Shorter outages do not count."),
                KeyShape(
                    "hook",
                    .list(.text, atLeast: 1),
                    "A command with its arguments, run when an outage begins and ends."
                ),
                KeyShape("hook-within", .positiveDuration, "It is ended after this; 60s."),
                KeyShape("transport", ScenarioShape.transport, "How connections are made."),
            ]
        )
    )

    private static let probes = Shape.object(
        ObjectShape(
            "probes",
            [
                KeyShape("web", probe, "Whether the web service answers."),
                KeyShape("database", probe, "Whether what needs the database answers."),
                KeyShape("timeout", probe, "Whether an answer comes within a time."),
            ]
        )
    )

    /// Keys of requests that a probe may have: it asks, and changes nothing.
    private static let requestKeys: Set<String> = [
        "get", "head", "headers", "basic-auth", "expect", "follow-redirects",
    ]

    private static let probe = Shape.object(
        ObjectShape(
            "probe",
            RequestShape.requestKeys.filter { requestKeys.contains($0.name) } + [
                KeyShape(
                    "within",
                    .positiveDuration,
                    "From the begin to the last byte; 30s when absent, required for timeout."
                )
            ],
            exactlyOne: [["get", "head"]]
        )
    )
}
