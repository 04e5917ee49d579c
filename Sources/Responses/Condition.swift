import Workload

/// One compiled expectation about anything but the status.
enum Condition: Sendable {
    case text(CompiledText)
    case notText(CompiledText)
    case regex(Pattern)
    case json(JSONPath, equals: CompiledText?)
    case header(name: String, contains: CompiledText?)
    case cookie(name: String)
    case size(ClosedRange<Int>)

    /// - Returns: `nil` for an expectation about the status.
    init?(_ expectation: Expectation) throws(CheckSyntaxError) {
        switch expectation {
        case .status: return nil
        case .text(let text): self = .text(try Self.nonEmpty(text))
        case .notText(let text): self = .notText(try Self.nonEmpty(text))
        case .regex(let pattern): self = .regex(try Pattern(unshared(pattern)))
        case .json(let path, let expected):
            self = .json(try JSONPath(unshared(path)), equals: expected.map(CompiledText.init))
        case .header(let name, let part):
            self = .header(name: unshared(name), contains: part.map(CompiledText.init))
        case .cookie(let name): self = .cookie(name: unshared(name))
        case .size(let range): self = .size(range)
        }
    }

    /// An empty text is in every answer: to expect it would prove nothing.
    private static func nonEmpty(_ template: Template) throws(CheckSyntaxError) -> CompiledText {
        guard !template.pieces.isEmpty else {
            throw CheckSyntaxError("the text is empty; write the words the answer must hold")
        }
        return CompiledText(template)
    }

    var readsBody: Bool {
        switch self {
        case .text, .notText, .regex, .json, .size: true
        case .header, .cookie: false
        }
    }

    /// The cookies an answer sets stand in its headers; a reading of the body needs Content-Type.
    var readsHeaders: Bool {
        switch self {
        case .text, .notText, .regex, .json, .header, .cookie: true
        case .size: false
        }
    }

    /// What is not as expected, or `nil`.
    func fault(in reading: inout AnswerReading, values: [String?]) -> String? {
        switch self {
        case .text(let template):
            return Self.rendered(template, values) { text in
                guard !reading.contains(text) else { return nil }
                return "expected text \(quoted(text.text)), not found in \(reading.bodyWords)"
            }
        case .notText(let template):
            return Self.rendered(template, values) { text in
                // What cannot be read cannot be said to be free of a text.
                guard reading.isText else {
                    return
                        "expected no text \(quoted(text.text)), but the body is not readable as text: "
                        + "\(reading.bodyWords)"
                }
                guard reading.contains(text) else { return nil }
                return "expected no text \(quoted(text.text)), found it in \(reading.bodyWords)"
            }
        case .regex(let pattern):
            guard !pattern.matches(reading.searchedText) else { return nil }
            return "expected a match of /\(excerpt(pattern.source))/, none in \(reading.bodyWords)"
        case .json(let path, let expected):
            return Self.jsonFault(path, expected, in: &reading, values)
        case .header(let name, let part):
            return Self.headerFault(name, part, in: reading.answer, values)
        case .cookie(let name):
            let answer = reading.answer
            guard SetCookie.value(of: name, in: answer) ?? answer.cookies(name) == nil else {
                return nil
            }
            return "expected a cookie \(quoted(name)), none was set or held"
        case .size(let range):
            guard !range.contains(reading.answer.body.count) else { return nil }
            return "expected a body of \(Self.words(for: range)),"
                + " got \(reading.answer.body.count) bytes"
        }
    }

    private static func rendered(
        _ text: CompiledText,
        _ values: [String?],
        _ check: (SearchedText) -> String?
    ) -> String? {
        guard let text = text.rendered(with: values) else { return missingValue }
        guard !text.bytes.isEmpty else {
            return "what is expected became empty; it would be found in any answer"
        }
        return check(text)
    }

    private static let missingValue = "what is expected holds a variable that has no value"

    private static func jsonFault(
        _ path: JSONPath,
        _ expected: CompiledText?,
        in reading: inout AnswerReading,
        _ values: [String?]
    ) -> String? {
        let found: JSONText.Value
        switch reading.json(at: path) {
        case .failure(let fault): return "expected JSON with \(path.source): \(fault.words)"
        case .success(let value): found = value
        }
        guard let expected else { return nil }
        guard let text = expected.rendered(with: values) else { return missingValue }
        let foundText = found.text
        guard !foundText.utf8.elementsEqual(text.bytes) else { return nil }
        return "expected JSON \(path.source) = \(quoted(text.text)), got \(quoted(foundText))"
    }

    private static func headerFault(
        _ name: String,
        _ part: CompiledText?,
        in answer: Answer,
        _ values: [String?]
    ) -> String? {
        let found = answer.values(of: name)
        guard let first = found.first else {
            return "expected a header \(name), the answer has none"
        }
        guard let part else { return nil }
        return rendered(part, values) { text in
            guard !found.contains(where: { ByteSearch.contains(text, in: Array($0.utf8)) }) else {
                return nil
            }
            return "expected header \(name) to contain \(quoted(text.text)), got \(quoted(first))"
        }
    }

    private static func words(for range: ClosedRange<Int>) -> String {
        if range.upperBound == .max { return "at least \(range.lowerBound) bytes" }
        if range.lowerBound <= 0 { return "at most \(range.upperBound) bytes" }
        return "\(range.lowerBound) to \(range.upperBound) bytes"
    }
}
