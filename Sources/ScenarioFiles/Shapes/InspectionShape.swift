/// The keys of what `sanbyo inspect` tries with a scenario.
enum InspectionShape {
    private static let operations = Shape.list(RequestShape.operation, atLeast: 0)

    static let input = Shape.object(
        ObjectShape(
            "input",
            [
                KeyShape(
                    "forbidden",
                    .list(.text, atLeast: 1),
                    required: true,
                    "Characters or texts that must be refused, each by itself."
                ),
                KeyShape("allowed", .text, "A text that must be accepted; letters when absent."),
                KeyShape("before", operations, "Played before each try."),
                KeyShape(
                    "send",
                    RequestShape.operation,
                    required: true,
                    "Sends “${input.text}”; expects what an accepted text brings."
                ),
                KeyShape(
                    "refused",
                    RequestShape.expect,
                    required: true,
                    "What the answer to a forbidden text must be; status 400-499 when absent."
                ),
                KeyShape(
                    "read-back",
                    RequestShape.operation,
                    required: true,
                    "Brings back what is stored; “${input.canary}” may be searched for."
                ),
                KeyShape("clean-up", operations, "Played once at the end."),
            ]
        )
    )

    static let storage = Shape.object(
        ObjectShape(
            "storage-filling",
            [
                KeyShape("limit", .size, "Of one user; the contract's when absent."),
                KeyShape("used", .size, "What the account holds before; unknown when absent."),
                KeyShape("step", .size, required: true, "The size of each upload."),
                KeyShape("within", .positiveDuration, "No upload begins later; 10min."),
                KeyShape("before", operations, "Played before each upload."),
                KeyShape(
                    "upload",
                    RequestShape.operation,
                    required: true,
                    "Uploads one multipart file, which is lengthened to the step."
                ),
                KeyShape(
                    "refused",
                    RequestShape.expect,
                    required: true,
                    "What the answer beyond the limit must be; status 400-499 when absent."
                ),
                KeyShape("clean-up", operations, "Played once at the end."),
            ]
        )
    )
}
