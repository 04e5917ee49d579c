import Timekeeping

/// Reads the limit of a gate: the part after the relation.
struct GateLimitReader {
    let text: String
    /// Where the text begins within the gate, from 1.
    let column: Int
    let measure: GateMeasure

    func criterion(relation: Gate.Relation) throws(GateSyntaxError) -> Gate.Criterion {
        guard !text.isEmpty else { throw fault("the limit is missing", "write \(example)") }
        return switch measure {
        case .percentile(let share): .percentile(share, try time())
        case .max: .max(try time())
        case .mean: .mean(try time())
        case .longestDelay: .longestDelay(try time())
        case .errors: .errors(try share(relation))
        case .late: .late(try share(relation))
        case .compliance: .compliance(try share(relation))
        case .rate: .rate(try rate())
        case .delays: .delays(try count(relation))
        }
    }

    private func time() throws(GateSyntaxError) -> Nanoseconds {
        if isPlainNumber {
            throw fault(
                "\(text) has no unit",
                "write \(text)s" + (milliseconds.map { " or \($0)ms" } ?? "")
            )
        }
        guard let time = DurationText.parse(text) else {
            throw fault("\"\(text)\" is no length of time", "write \(example)")
        }
        guard time > .zero else {
            throw fault("no answer takes no time", "write a limit above zero, such as \(example)")
        }
        return time
    }

    private func share(_ relation: Gate.Relation) throws(GateSyntaxError) -> Millionths {
        if isPlainNumber { throw fault("\(text) has no unit", "write \(text)%") }
        guard
            text.hasSuffix("%"),
            let share = Millionths.scaled(text.dropLast().trimmedBlanks, decimals: 4)
        else {
            throw fault(
                "\"\(text)\" is no share",
                "write a percentage with at most 4 decimals, such as \(example)"
            )
        }
        guard share <= 1_000_000 else { throw fault("\(text) is above 100%", "write \(example)") }
        let cannotBeKept =
            relation == .below && share == 0 || relation == .above && share == 1_000_000
        if cannotBeKept {
            throw fault(
                "nothing can be \(relation.rawValue) \(text)",
                "write \(relation.rawValue)= \(text) or another share"
            )
        }
        return Millionths(count: share)
    }

    private func rate() throws(GateSyntaxError) -> Gate.Rate {
        if isPlainNumber {
            throw fault("\(text) has no unit", "write \(text)/s, \(text)/min or \(text)/h")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard
            parts.count == 2,
            let events = Millionths.scaled(parts[0].trimmedBlanks, decimals: 6),
            let unit = Gate.Rate.Unit(rawValue: parts[1].trimmedBlanks)
        else { throw fault("\"\(text)\" is no rate", "write \(example), per s, min or h") }
        return Gate.Rate(events: Millionths(count: events), unit: unit)
    }

    private func count(_ relation: Gate.Relation) throws(GateSyntaxError) -> Int {
        guard text.allSatisfy(\.isASCIIDigit), let count = Int(text) else {
            throw fault("\"\(text)\" is no count", "write a whole number without a unit")
        }
        if relation == .below, count == 0 {
            throw fault("nothing can be < 0", "write <= 0")
        }
        return count
    }

    private var isPlainNumber: Bool {
        text.contains(where: \.isASCIIDigit) && text.allSatisfy { $0.isASCIIDigit || $0 == "." }
    }

    private var milliseconds: String? {
        Millionths.scaled(text, decimals: 6).map { Millionths(count: $0) }
            .flatMap { $0.count <= 1_000_000_000_000 ? Millionths(count: $0.count * 1000) : nil }?
            .text
    }

    private var example: String {
        switch measure {
        case .percentile, .max, .mean: "3s"
        case .longestDelay: "2min"
        case .errors: "1%"
        case .late: "5%"
        case .compliance: "95%"
        case .rate: "5/s"
        case .delays: "1"
        }
    }

    private func fault(_ message: String, _ remedy: String) -> GateSyntaxError {
        GateSyntaxError(column: column, message: message, remedy: remedy)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
