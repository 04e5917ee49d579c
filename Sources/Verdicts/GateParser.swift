import Timekeeping

extension Gate {
    /// Reads a gate.
    ///
    /// - Parameter operations: the names a gate may speak of; `nil` accepts any name.
    /// - Throws: ``GateSyntaxError`` with the column of the first wrong character.
    package static func parse(
        _ text: String,
        operations: [String]? = nil
    ) throws(GateSyntaxError) -> Gate {
        var parser = GateParser(text: Array(text))
        return try parser.gate(operations: operations)
    }
}

/// A reader of one gate, one pass from left to right.
private struct GateParser {
    let text: [Character]
    var position = 0

    init(text: [Character]) {
        self.text = text
    }

    mutating func gate(operations: [String]?) throws(GateSyntaxError) -> Gate {
        let measure = try measure()
        let subject = try subject(of: measure, operations: operations)
        let relation = try relation(of: measure)
        skipBlanks()
        let column = position + 1
        let limitText = String(text[position...]).trimmedBlanks
        let criterion = try GateLimitReader(text: limitText, column: column, measure: measure)
            .criterion(relation: relation)
        return Gate(criterion, subject, relation)
    }

    // MARK: Measure

    private mutating func measure() throws(GateSyntaxError) -> GateMeasure {
        skipBlanks()
        let start = position
        let word = take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        if let measure = Self.measures[word] { return measure }
        if word.first == "p", let share = Millionths.scaled(word.dropFirst(), decimals: 4) {
            guard share > 0, share <= 1_000_000 else {
                throw fault(
                    start,
                    "\(word) is no percentile",
                    "write p50, p95, p99 or p99.9"
                )
            }
            return .percentile(Millionths(count: share))
        }
        let known = ["p50", "p95", "p99"] + Self.measures.keys.sorted()
        let guess = NearestName.nearest(to: word, among: known)
        throw fault(
            start,
            word.isEmpty ? "a gate begins with what it measures" : "\"\(word)\" is no measure",
            guess.map { "did you mean \($0)?" }
                ?? "write one of p95, max, mean, errors, late, compliance, longest_delay, "
                + "delays, rate, for example p95(save) < 2s"
        )
    }

    private static let measures: [String: GateMeasure] = [
        "max": .max, "mean": .mean, "errors": .errors, "late": .late,
        "compliance": .compliance, "longest_delay": .longestDelay, "delays": .delays,
        "rate": .rate,
    ]

    // MARK: Subject

    private mutating func subject(
        of measure: GateMeasure,
        operations: [String]?
    ) throws(GateSyntaxError) -> Gate.Subject {
        skipBlanks()
        guard peek == "(" else {
            if measure.needsSubject {
                throw fault(
                    position,
                    "\(measure.name) needs to know of what",
                    "write \(measure.name)(all) or \(measure.name)(operation name)"
                )
            }
            return .all
        }
        position += 1
        skipBlanks()
        let start = position
        let subject = peek == "\"" ? try quotedName() : try plainName()
        guard peek == ")" else {
            throw fault(position, "the subject is not closed", "write ) after the name")
        }
        position += 1
        if case .operation(let name) = subject, let operations, !operations.contains(name) {
            throw unknown(name, at: start, among: operations)
        }
        return subject
    }

    private mutating func plainName() throws(GateSyntaxError) -> Gate.Subject {
        let start = position
        let raw = take { $0 != ")" }
        if let bad = raw.firstIndex(where: { "(\"\\".contains($0) }) {
            throw fault(
                start + raw.distance(from: raw.startIndex, to: bad),
                "\(raw[bad]) cannot stand in a plain name",
                "write the operation's name in double quotes"
            )
        }
        let name = raw.trimmedBlanks
        guard !name.isEmpty else {
            throw fault(start, "the subject is empty", "write all, online or an operation's name")
        }
        if name == "all" { return .all }
        return Gate.Subject.words.contains(name) ? .className(name) : .operation(name)
    }

    private mutating func quotedName() throws(GateSyntaxError) -> Gate.Subject {
        let start = position
        position += 1
        var name = ""
        while let character = peek, character != "\"" {
            position += 1
            guard character == "\\" else {
                name.append(character)
                continue
            }
            guard let escaped = peek, escaped == "\"" || escaped == "\\" else {
                throw fault(
                    position - 1,
                    "a backslash stands alone",
                    "write \\\" for \" and \\\\ for \\"
                )
            }
            name.append(escaped)
            position += 1
        }
        guard peek == "\"" else {
            throw fault(start, "the quoted name is not closed", "write \" after the name")
        }
        position += 1
        skipBlanks()
        return .operation(name)
    }

    private func unknown(_ name: String, at start: Int, among names: [String]) -> GateSyntaxError {
        let guess = NearestName.nearest(to: name, among: names + Gate.Subject.words)
        return fault(
            start,
            "no operation is named \"\(name)\"",
            guess.map { "did you mean \"\($0)\"?" }
                ?? "write all, a class, or one of: \(names.joined(separator: ", "))"
        )
    }

    // MARK: Relation

    private mutating func relation(
        of measure: GateMeasure
    ) throws(GateSyntaxError) -> Gate.Relation {
        skipBlanks()
        let start = position
        let sign = take { "<>=≤≥!".contains($0) }
        let fitting = measure.relations.map(\.rawValue).joined(separator: " or ")
        guard let relation = Gate.Relation(rawValue: sign) else {
            throw fault(
                start,
                sign.isEmpty ? "a comparison is missing" : "\"\(sign)\" is no comparison",
                "write \(fitting)"
            )
        }
        guard measure.relations.contains(relation) else {
            throw fault(
                start,
                "\(measure.name) cannot be judged with \(sign)",
                "write \(fitting)"
            )
        }
        return relation
    }

    // MARK: Characters

    private var peek: Character? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() { _ = take { $0 == " " || $0 == "\t" } }

    private mutating func take(while fits: (Character) -> Bool) -> String {
        let start = position
        while position < text.count, fits(text[position]) { position += 1 }
        return String(text[start..<position])
    }

    private func fault(_ index: Int, _ message: String, _ remedy: String) -> GateSyntaxError {
        GateSyntaxError(column: index + 1, message: message, remedy: remedy)
    }
}

extension StringProtocol {
    /// The text without blanks and tabs at its ends.
    var trimmedBlanks: String {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
