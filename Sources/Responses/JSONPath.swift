/// A path to one value of a JSON text: `a.b[0].c`, `$.a`, `["a key"].b`.
///
/// Steps are names parted by dots, positions from 0 in brackets, and names in brackets and single
/// or double quotation marks (a backslash takes the next character as it is). A leading `$` stands
/// for the whole text and may be left out.
struct JSONPath: Sendable {
    enum Step: Sendable, Equatable {
        case name(String)
        case position(Int)
    }

    let source: String
    let steps: [Step]

    init(_ source: String) throws(CheckSyntaxError) {
        self.source = source
        var rest = Substring(source)
        guard !rest.isEmpty else {
            throw CheckSyntaxError("the JSON path is empty; write for example items[0].id, or $")
        }
        var steps: [Step] = []
        var nameMayFollow = true
        if rest.first == "$" {
            rest.removeFirst()
            nameMayFollow = false
        }
        while let next = rest.first {
            switch next {
            case "[":
                rest.removeFirst()
                steps.append(try Self.bracketed(&rest, of: source))
            case "." where !nameMayFollow:
                rest.removeFirst()
                steps.append(try Self.name(&rest, of: source))
            case _ where nameMayFollow:
                steps.append(try Self.name(&rest, of: source))
            default:
                throw Self.fault("\"\(next)\" where a dot or a bracket belongs", rest, source)
            }
            nameMayFollow = false
        }
        self.steps = steps
    }

    private static func name(
        _ rest: inout Substring,
        of source: String
    ) throws(CheckSyntaxError) -> Step {
        let name = rest.prefix { !".[]\"' \t".contains($0) }
        guard !name.isEmpty else {
            throw fault("a name is missing (quote unusual ones: [\"a key\"])", rest, source)
        }
        rest.removeFirst(name.count)
        return .name(String(name))
    }

    /// The step after an opening bracket, the closing one included.
    private static func bracketed(
        _ rest: inout Substring,
        of source: String
    ) throws(CheckSyntaxError) -> Step {
        let step: Step
        if let quote = rest.first, quote == "\"" || quote == "'" {
            rest.removeFirst()
            step = .name(try quotedName(&rest, until: quote, of: source))
        } else {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let position = Int(digits) else {
                throw fault("a position from 0 or a quoted name belongs in [ ]", rest, source)
            }
            rest.removeFirst(digits.count)
            step = .position(position)
        }
        guard rest.first == "]" else { throw fault("a closing ] is missing", rest, source) }
        rest.removeFirst()
        return step
    }

    private static func quotedName(
        _ rest: inout Substring,
        until quote: Character,
        of source: String
    ) throws(CheckSyntaxError) -> String {
        var name = ""
        while let next = rest.popFirst() {
            if next == quote { return name }
            if next == "\\" {
                guard let escaped = rest.popFirst() else { break }
                name.append(escaped)
            } else {
                name.append(next)
            }
        }
        throw fault("the closing \(quote) is missing", rest, source)
    }

    private static func fault(
        _ words: String,
        _ rest: Substring,
        _ source: String
    ) -> CheckSyntaxError {
        CheckSyntaxError(
            "JSON path \"\(source)\", character \(source.count - rest.count + 1): \(words)"
        )
    }
}
