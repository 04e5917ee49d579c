import Workload

/// One compiled place from which a value is taken.
enum ValueSource: Sendable {
    case input(name: String, FormControlScanner)
    case json(JSONPath)
    case header(name: String)
    case cookie(name: String)
    case regex(Pattern)
    case xpath(String)

    enum Found {
        case value(String)
        /// With what was looked for and what came instead.
        case nothing(String)
    }

    init(_ source: Take.Source) throws(CheckSyntaxError) {
        switch source {
        case .input(let name):
            self = .input(name: unshared(name), FormControlScanner(name: Array(name.utf8)))
        case .json(let path): self = .json(try JSONPath(unshared(path)))
        case .header(let name): self = .header(name: unshared(name))
        case .cookie(let name): self = .cookie(name: unshared(name))
        case .regex(let pattern): self = .regex(try Pattern(unshared(pattern)))
        case .xpath(let expression):
            if let fault = MarkupPage.fault(inXPath: expression) { throw CheckSyntaxError(fault) }
            self = .xpath(unshared(expression))
        }
    }

    var readsBody: Bool {
        switch self {
        case .input, .json, .regex, .xpath: true
        case .header, .cookie: false
        }
    }

    func found(in reading: inout AnswerReading) -> Found {
        switch self {
        case .input(let name, let scanner):
            let value = reading.controlValue(scanner, name: name)
            return Self.found(value, "no form control \(quoted(name)) in \(reading.pageWords)")
        case .json(let path):
            return Self.found(path, in: &reading)
        case .header(let name):
            let value = reading.answer.firstValue(of: name)
            return Self.found(value, "no header \(name) in the answer")
        case .cookie(let name):
            let answer = reading.answer
            let value = SetCookie.value(of: name, in: answer) ?? answer.cookies(name)
            return Self.found(value, "no cookie \(quoted(name)) was set or held")
        case .regex(let pattern):
            let value = pattern.firstGroup(in: reading.searchedText)
            let words = "no match of /\(excerpt(pattern.source))/ in \(reading.bodyWords)"
            return Self.found(value, words)
        case .xpath(let expression):
            let value = reading.page.flatMap { $0.value(ofXPath: expression) }
            return Self.found(value, "nothing at \(excerpt(expression)) in \(reading.pageWords)")
        }
    }

    private static func found(_ value: String?, _ words: @autoclosure () -> String) -> Found {
        value.map(Found.value) ?? .nothing(words())
    }

    private static func found(_ path: JSONPath, in reading: inout AnswerReading) -> Found {
        switch reading.json(at: path) {
        case .failure(let fault): .nothing("no JSON value \(path.source): \(fault.words)")
        // A null says that there is no value; to send on the word "null" would be made up.
        case .success(let value) where value.isNull: .nothing("JSON \(path.source) is null")
        case .success(let value): .value(value.text)
        }
    }
}
