import Responses
import Testing
import Workload

/// Swift Testing has a type of this name too.
typealias Expectation = Workload.Expectation

/// Compiles the checks and applies them to one answer; `values` start as given.
func check(
    _ expectations: [Expectation] = [],
    take source: Take.Source? = nil,
    status: Int = 200,
    headers: [(String, String)] = [],
    body: [UInt8],
    cookies: [String: String] = [:],
    values: [String?] = []
) throws -> (result: CheckResult, values: [String?]) {
    let takes = source.map { [Take(slot: Slot(index: values.count), source: $0)] } ?? []
    let checks = try CompiledChecks(expectations: expectations, takes: takes)
    var values = values + (takes.isEmpty ? [] : ["of an earlier answer"])
    let answer = Answer(
        status: status,
        headers: headers.map { Answer.Header(name: $0.0, value: $0.1) },
        body: body,
        cookies: { cookies[$0] }
    )
    let result = checks.evaluate(answer, values: &values)
    return (result, values)
}

/// As above for a body of text.
func check(
    _ expectations: [Expectation] = [],
    take source: Take.Source? = nil,
    status: Int = 200,
    headers: [(String, String)] = [],
    _ body: String = "",
    cookies: [String: String] = [:],
    values: [String?] = []
) throws -> (result: CheckResult, values: [String?]) {
    try check(
        expectations,
        take: source,
        status: status,
        headers: headers,
        body: Array(body.utf8),
        cookies: cookies,
        values: values
    )
}

/// What one take finds in a body of text.
func taken(
    _ source: Take.Source,
    from body: String,
    headers: [(String, String)] = []
) throws -> String? {
    let (result, values) = try check(take: source, headers: headers, body)
    #expect((result == .succeeded) == (values[0] != nil))
    return values[0]
}

func holds(
    _ expectation: Expectation,
    _ body: String = "",
    headers: [(String, String)] = [],
    cookies: [String: String] = [:]
) throws -> Bool {
    let (result, _) = try check([expectation], headers: headers, body, cookies: cookies)
    if case .unexpectedContent(let words) = result {
        #expect(!words.isEmpty)
        return false
    }
    #expect(result == .succeeded)
    return true
}
