package import Workload

/// The expectations and takes of one request, ready to be applied to any number of answers.
///
/// Made once per run and used on every shard's thread; applying it changes nothing in it.
///
/// Without any expectation about the status, a status of 400 or above is unexpected: an error page
/// must never count as success because nobody thought of it.
package struct CompiledChecks: Sendable {
    /// Each must hold; every one is a list of alternatives.
    private let statuses: [[ClosedRange<Int>]]
    private let conditions: [Condition]
    private let takes: [CompiledTake]

    /// Whether the body of an answer is looked at; if not, it may be thrown away unread.
    package let neededBody: Bool
    /// Whether the headers of an answer are looked at, also to read its body by.
    package let neededHeaders: Bool

    private struct CompiledTake: Sendable {
        let slot: Slot
        let source: ValueSource
    }

    /// - Throws: the first fault of a pattern, path or expected text.
    package init(expectations: [Expectation], takes: [Take]) throws(CheckSyntaxError) {
        var statuses: [[ClosedRange<Int>]] = []
        var conditions: [Condition] = []
        for expectation in expectations {
            if case .status(let ranges) = expectation {
                statuses.append(ranges)
            } else if let condition = try Condition(expectation) {
                conditions.append(condition)
            }
        }
        var compiledTakes: [CompiledTake] = []
        for take in takes {
            compiledTakes.append(
                CompiledTake(slot: take.slot, source: try ValueSource(take.source))
            )
        }
        self.statuses = statuses.isEmpty ? [[100...399]] : statuses
        self.conditions = conditions
        self.takes = compiledTakes
        neededBody =
            conditions.contains(where: \.readsBody)
            || compiledTakes.contains(where: \.source.readsBody)
        neededHeaders = !(conditions.isEmpty && takes.isEmpty)
    }

    /// The verdict on an answer of which nothing but the status is looked at; `nil` when more is.
    package func verdict(onStatusAlone status: Int) -> CheckResult? {
        guard conditions.isEmpty, takes.isEmpty else { return nil }
        for ranges in statuses where !ranges.contains(where: { $0.contains(status) }) {
            return .unexpectedStatus(
                "expected status \(Self.words(for: ranges)), got \(status)"
            )
        }
        return .succeeded
    }

    /// Holds an answer against the expectations, then takes values from it.
    ///
    /// The status is looked at first, then the other expectations in the order written. Unless the
    /// answer is as expected nothing is taken from it, and every slot a take would fill becomes
    /// `nil`; so does the slot of a take that finds nothing. A value of an earlier answer never
    /// stays behind in the place of a missing one.
    ///
    /// - Parameter values: the user's variables, one per slot of the scenario.
    package func evaluate(_ answer: Answer, values: inout [String?]) -> CheckResult {
        for ranges in statuses where !ranges.contains(where: { $0.contains(answer.status) }) {
            forget(&values)
            return .unexpectedStatus(
                "expected status \(Self.words(for: ranges)), got \(answer.status)"
            )
        }
        guard !(conditions.isEmpty && takes.isEmpty) else { return .succeeded }
        var reading = AnswerReading(answer)
        for condition in conditions {
            if let words = condition.fault(in: &reading, values: values) {
                forget(&values)
                return .unexpectedContent(words)
            }
        }
        var result = CheckResult.succeeded
        for take in takes {
            switch take.source.found(in: &reading) {
            case .value(let value): values[take.slot.index] = value
            case .nothing(let words):
                values[take.slot.index] = nil
                if result == .succeeded { result = .nothingToTake(words) }
            }
        }
        return result
    }

    private func forget(_ values: inout [String?]) {
        for take in takes {
            values[take.slot.index] = nil
        }
    }

    /// "303", "2xx", "200–204 or 304".
    private static func words(for ranges: [ClosedRange<Int>]) -> String {
        ranges.map { range in
            if range.count == 1 { return "\(range.lowerBound)" }
            if range.lowerBound % 100 == 0, range.count == 100 {
                return "\(range.lowerBound / 100)xx"
            }
            return "\(range.lowerBound)–\(range.upperBound)"
        }.joined(separator: " or ")
    }
}
