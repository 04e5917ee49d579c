/// The keys of operations and requests.
enum RequestShape {
    static let methods = ["get", "post", "put", "patch", "delete", "head", "options"]
    static let bodies = ["form", "json", "text", "multipart", "file"]

    static let think = Shape.either([
        .scalar(ScalarShape(.duration, words: ["none"])),
        .object(
            ObjectShape(
                "think",
                [
                    KeyShape("fixed", .duration, "Always this long."),
                    KeyShape(
                        "uniform",
                        .list(.duration, atLeast: 2),
                        "Any length from the first to the second."
                    ),
                    KeyShape("exponential", .positiveDuration, "Exponential with this mean."),
                ],
                exactlyOne: [["fixed", "uniform", "exponential"]]
            )
        ),
    ])

    static let operation = Shape.object(
        ObjectShape(
            "operation",
            [
                KeyShape("operation", .text, required: true, "What a person waits for."),
                KeyShape(
                    "class",
                    .word("online", "heavy", "batch"),
                    "online when absent."
                ),
                KeyShape("think", think, "The pause afterwards instead of the flow's."),
                KeyShape("requests", .list(request, atLeast: 1), "Several, one by one."),
                KeyShape("together", .list(request, atLeast: 1), "Several at the same time."),
            ] + requestKeys,
            exactlyOne: [methods + ["requests", "together"]],
            atMostOne: [bodies]
        )
    )

    private static let request = Shape.object(
        ObjectShape("request", requestKeys, exactlyOne: [methods], atMostOne: [bodies])
    )

    static let requestKeys: [KeyShape] =
        methods.map { KeyShape($0, .template, "A path on the service or an address.") } + [
            KeyShape("headers", fields, "Request headers."),
            KeyShape("basic-auth", basicAuth, "HTTP Basic authentication."),
            KeyShape("form", fields, "Sent as application/x-www-form-urlencoded."),
            KeyShape("json", .anything, "JSON: a mapping, a list, or the text itself."),
            KeyShape("text", .template, "Sent as it is."),
            KeyShape("multipart", .map(part, atLeast: 1, names: .any), "multipart/form-data."),
            KeyShape("file", .path, "The bytes of a file."),
            KeyShape("content-type", .text, "For text, json and file."),
            KeyShape("expect", expect, "What the answer must be."),
            KeyShape(
                "take",
                .map(take, atLeast: 0, names: .variable),
                "Values of the answer kept as variables."
            ),
            KeyShape("until", expect, "Ask again until the answer is also this."),
            KeyShape("every", .positiveDuration, "With until: the distance between polls."),
            KeyShape("at-most", .positiveDuration, "With until: when the last poll goes out."),
            KeyShape("timeout", .positiveDuration, "For the whole exchange."),
            KeyShape("follow-redirects", .boolean, "false when absent."),
        ]

    /// Names with one text each, or a list where a name is sent several times.
    static let fields = Shape.map(
        .either([.template, .list(.template, atLeast: 1)]),
        atLeast: 0,
        names: .any
    )

    static let basicAuth = Shape.object(
        ObjectShape(
            "basic-auth",
            [
                KeyShape("user", .template, required: true, "The name."),
                KeyShape("password", .template, required: true, "The password."),
            ]
        )
    )

    private static let part = Shape.either([
        .template,
        .object(
            ObjectShape(
                "part",
                [
                    KeyShape("text", .template, "A text."),
                    KeyShape("file", .path, "The bytes of a file."),
                    KeyShape("file-name", .text, "The name sent; the file's own when absent."),
                    KeyShape("content-type", .text, "application/octet-stream when absent."),
                ],
                exactlyOne: [["text", "file"]],
                atMostOne: [["text", "file-name"], ["text", "content-type"]]
            )
        ),
    ])

    private static let status = Shape.scalar(ScalarShape(.status))
    private static let texts = Shape.either([.template, .list(.template, atLeast: 1)])
    private static let names = Shape.either([.text, .list(.text, atLeast: 1)])

    static let expect = Shape.object(
        ObjectShape(
            "expect",
            [
                KeyShape(
                    "status",
                    .either([status, .list(status, atLeast: 1)]),
                    "200-399 when absent."
                ),
                KeyShape("text", texts, "The body holds it."),
                KeyShape("not-text", texts, "The body does not hold it."),
                KeyShape("regex", names, "The body matches somewhere."),
                KeyShape(
                    "json",
                    .either([
                        .text, .list(.text, atLeast: 1), .map(.template, atLeast: 1, names: .any),
                    ]),
                    "Paths that exist, or paths with their values."
                ),
                KeyShape(
                    "header",
                    .either([
                        .text, .list(.text, atLeast: 1), .map(.template, atLeast: 1, names: .any),
                    ]),
                    "Headers that are there, or headers with what they contain."
                ),
                KeyShape("cookie", names, "The answer sets it, or the user holds it."),
                KeyShape("size", .either([.size, sizeRange]), "The body's size in bytes."),
            ]
        )
    )

    private static let sizeRange = Shape.object(
        ObjectShape(
            "size-range",
            [
                KeyShape("at-least", .size, "The smallest allowed."),
                KeyShape("at-most", .size, "The largest allowed."),
            ]
        )
    )

    /// A request outside the load whose answer holds one number.
    static let signedIn = Shape.object(
        ObjectShape(
            "signed-in",
            [
                KeyShape("get", .template, required: true, "A path on the service or an address."),
                KeyShape("headers", fields, "Request headers."),
                KeyShape("basic-auth", basicAuth, "HTTP Basic authentication."),
                KeyShape("json", .text, "The number's path in the JSON body."),
                KeyShape("header", .text, "The header that holds the number."),
                KeyShape("regex", .text, "The number is its first group, or the whole match."),
                KeyShape("every", .positiveDuration, "The distance between askings; 5s."),
            ],
            exactlyOne: [["json", "header", "regex"]]
        )
    )

    private static let take = Shape.object(
        ObjectShape(
            "take",
            [
                KeyShape("input", .text, "The value of the form control of that name."),
                KeyShape("json", .text, "The value at a path of the JSON body."),
                KeyShape("header", .text, "The value of a header."),
                KeyShape("cookie", .text, "The value of a cookie."),
                KeyShape("regex", .text, "The first group, or the whole match."),
                KeyShape("xpath", .text, "The first node of the body read as HTML."),
            ],
            exactlyOne: [["input", "json", "header", "cookie", "regex", "xpath"]]
        )
    )
}

extension RequestShape {
    /// The names of all keys a request may have.
    static let keyNames = Set(requestKeys.map(\.name))
}
