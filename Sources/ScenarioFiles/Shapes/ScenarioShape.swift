import Workload

/// The keys of a scenario file, its data and its load; requests are in ``RequestShape``.
enum ScenarioShape {
    static let root = Shape.object(
        ObjectShape(
            "scenario",
            [
                KeyShape("scenario", .text, required: true, "The scenario's name."),
                KeyShape("question", .text, "What the run is to answer."),
                KeyShape("description", .text, "Anything worth knowing; not used."),
                KeyShape(
                    "service",
                    .scalar(ScalarShape(.address, words: ["rehearsal"])),
                    required: true,
                    "The address of the service, or `rehearsal` for the embedded stand-in."
                ),
                KeyShape("rehearsal", rehearsal, "Settings of the embedded stand-in."),
                KeyShape(
                    "hosts",
                    .list(.scalar(ScalarShape(.address)), atLeast: 0),
                    "Hosts that requests may go to beside the service's own."
                ),
                KeyShape("contract", .path, "The contract file, from this file's folder."),
                KeyShape(
                    "hours",
                    .word("normal", "peak"),
                    "Which of the contract's shares applies; normal when absent."
                ),
                KeyShape("seed", .scalar(ScalarShape(.seed)), "Fixes schedule, pauses and data."),
                KeyShape("accounts", accounts, "Accounts that users sign in with."),
                KeyShape(
                    "data",
                    .map(feed, atLeast: 0, names: .variable),
                    "Rows that iterations draw from."
                ),
                KeyShape(
                    "variables",
                    .map(.template, atLeast: 0, names: .variable),
                    "Texts used in several places."
                ),
                KeyShape("transport", transport, "How connections are made."),
                KeyShape("load", load, required: true, "How load is put on the service."),
                KeyShape(
                    "before-each-user",
                    .list(RequestShape.operation, atLeast: 0),
                    "What each user does once before its first iteration; not judged."
                ),
                KeyShape(
                    "flows",
                    .map(flow, atLeast: 1, names: .any),
                    required: true,
                    "Journeys through the service."
                ),
                KeyShape(
                    "after-each-user",
                    .list(RequestShape.operation, atLeast: 0),
                    "What each user does once after its last iteration; not judged."
                ),
                KeyShape(
                    "signed-in",
                    RequestShape.signedIn,
                    "Item 24: where the service tells how many users are signed in."
                ),
                KeyShape("gates", .list(.text, atLeast: 0), "Gates beyond the contract's own."),
                KeyShape("input", InspectionShape.input, "Item 38: what must be refused."),
                KeyShape("storage", InspectionShape.storage, "Item 25: how storage is filled."),
            ]
        )
    )

    static let rehearsal = Shape.object(
        ObjectShape(
            "rehearsal",
            [
                KeyShape(
                    "faults",
                    .list(.text, atLeast: 0),
                    "What goes wrong and when: “at 20s for 20s: stall”."
                ),
                KeyShape("storage", .size, "What photos of one user may take up; no limit."),
            ]
        )
    )

    private static let accounts = Shape.object(
        ObjectShape(
            "accounts",
            [
                KeyShape("from", .path, required: true, "A CSV file with a heading row."),
                KeyShape("each", .word("unique"), "No two users ever share an account."),
                KeyShape(
                    "canaries",
                    .list(.text, atLeast: 1),
                    "Columns with texts planted per account, that no other company's answer may hold."
                ),
                KeyShape(
                    "mix",
                    .scalar(ScalarShape(.word, words: AccountMix.allCases.map(\.rawValue))),
                    "How users are spread over companies; in-order when absent."
                ),
            ]
        )
    )

    private static let feed = Shape.object(
        ObjectShape(
            "data-feed",
            [
                KeyShape("from", .path, required: true, "A CSV file with a heading row."),
                KeyShape(
                    "each",
                    .word("unique", "cycle", "random"),
                    "Which row an iteration gets; cycle when absent."
                ),
            ]
        )
    )

    static let transport = Shape.object(
        ObjectShape(
            "transport",
            [
                KeyShape("http", .word("1.1", "2"), "The HTTP version."),
                KeyShape("lane", lanes, "Who speaks HTTP; chosen by itself when absent."),
                KeyShape("ca-file", .path, "PEM file of trusted authorities."),
                KeyShape("client-certificate", .path, "PEM file shown to the service."),
                KeyShape("client-key", .path, "PEM file of the certificate's key."),
                KeyShape("verify", .boolean, "false accepts any certificate."),
                KeyShape("proxy", .text, "http://host:port or socks5://host:port."),
                KeyShape("unix-socket", .path, "Connect to this socket instead of the host."),
                KeyShape("compression", .boolean, "Whether answers may be compressed."),
                KeyShape("timeout", .positiveDuration, "For requests that name none; 300s."),
                KeyShape("connect-timeout", .positiveDuration, "For making connections; 30s."),
                KeyShape("largest-body", .size, "Larger answers are cut off and fail; 64MiB."),
                KeyShape("user-agent", .text, "Sent unless a request has its own."),
            ]
        )
    )

    private static let lanes = Shape.scalar(
        ScalarShape(.word, words: Lane.allCases.map(\.rawValue))
    )

    private static let users = ScalarShape(.positiveCount, words: ["contract"])

    private static let load = Shape.object(
        ObjectShape(
            "load",
            [
                KeyShape(
                    "users",
                    .either([closedLoad, .list(userStage, atLeast: 1)]),
                    "Closed: users who wait for their answers."
                ),
                KeyShape("arrivals", arrivals, "Open: iterations arrive at their own times."),
                KeyShape(
                    "warm-up",
                    .duration,
                    "How much of the full load is set aside before judging begins; 0s when absent."
                ),
            ],
            exactlyOne: [["users", "arrivals"]]
        )
    )

    private static let closedLoad = Shape.object(
        ObjectShape(
            "closed-load",
            [
                KeyShape("peak", .scalar(users), required: true, "The most users at one time."),
                KeyShape("ramp", .duration, "How long users are added; 0s when absent."),
                KeyShape("hold", .positiveDuration, required: true, "How long all stay."),
                KeyShape("ramp-down", .duration, "How long users leave; 0s when absent."),
            ]
        )
    )

    private static let userStage = Shape.object(
        ObjectShape(
            "user-stage",
            [
                KeyShape(
                    "to",
                    .scalar(ScalarShape(.count, words: ["contract"])),
                    "The users at the end of the stage."
                ),
                KeyShape("over", .duration, "How long it takes to get there; 0s when absent."),
                KeyShape("hold", .positiveDuration, "How long the users stay as they are."),
            ],
            exactlyOne: [["to", "hold"]],
            atMostOne: [["over", "hold"]]
        )
    )

    private static let arrivals = Shape.object(
        ObjectShape(
            "open-load",
            [
                KeyShape("rate", .scalar(ScalarShape(.rate)), "Iterations at the peak."),
                KeyShape("law", .word("constant", "poisson"), "poisson when absent."),
                KeyShape("ramp", .duration, "How long the rate grows; 0s when absent."),
                KeyShape("hold", .positiveDuration, "How long the rate stays."),
                KeyShape("ramp-down", .duration, "How long the rate falls; 0s when absent."),
                KeyShape("stages", .list(rateStage, atLeast: 1), "Instead of rate and hold."),
                KeyShape("users", .scalar(users), "The most users; the contract's when absent."),
            ],
            exactlyOne: [["rate", "stages"]],
            atMostOne: [["stages", "ramp"], ["stages", "hold"], ["stages", "ramp-down"]]
        )
    )

    private static let rateStage = Shape.object(
        ObjectShape(
            "rate-stage",
            [
                KeyShape("to", .scalar(ScalarShape(.rate)), "The rate at the stage's end."),
                KeyShape("over", .duration, "How long it takes to get there; 0s when absent."),
                KeyShape("hold", .positiveDuration, "How long the rate stays as it is."),
            ],
            exactlyOne: [["to", "hold"]],
            atMostOne: [["over", "hold"]]
        )
    )

    private static let flow = Shape.object(
        ObjectShape(
            "flow",
            [
                KeyShape(
                    "weight",
                    .scalar(ScalarShape(.positiveNumber)),
                    "Its share of iterations relative to the others; 1 when absent."
                ),
                KeyShape("think", RequestShape.think, "The pause after each operation."),
                KeyShape(
                    "pacing",
                    .positiveDuration,
                    "The distance between iteration starts."
                ),
                KeyShape(
                    "tenants",
                    .list(.text, atLeast: 1),
                    "The companies whose users play it, and no flow without them; all when absent."
                ),
                KeyShape(
                    "steps",
                    .list(RequestShape.operation, atLeast: 1),
                    required: true,
                    "The operations, in order."
                ),
            ]
        )
    )
}
