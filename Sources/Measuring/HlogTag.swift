/// A tag of an interval log, and what it stands for.
package struct HlogTag: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case response
        case service
    }

    /// Index into ``MeasuringPlan/operations``.
    package var operation: Int
    package var kind: Kind
    /// For example "open-form" for response time, "open-form.service" for service time.
    package var tag: String

    /// The tags of a plan's operations: letters, digits, `-` and `_` of the names, in any script;
    /// everything else becomes `-`, and equal ones get a number.
    package static func tags(of plan: MeasuringPlan) -> [HlogTag] {
        fileNames(of: plan).enumerated().flatMap { operation, name in
            [
                HlogTag(operation: operation, kind: .response, tag: name),
                HlogTag(operation: operation, kind: .service, tag: name + ".service"),
            ]
        }
    }

    /// The operations' names made fit for tags and file names, all different.
    package static func fileNames(of plan: MeasuringPlan) -> [String] {
        var taken: Set<String> = []
        return plan.operations.map { operation in
            let plain = sanitized(operation.name)
            var name = plain
            var number = 2
            // Compared in lower case, since some file systems do.
            while !taken.insert(name.lowercased()).inserted {
                name = "\(plain)-\(number)"
                number += 1
            }
            return name
        }
    }

    private static func sanitized(_ name: String) -> String {
        let letters = FileName.made(of: name, keeping: "_")
        return letters.isEmpty ? "unnamed" : letters
    }
}
