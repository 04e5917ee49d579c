package import Workload

/// The expectations and takes of one request, ready to be applied to any number of answers.
///
/// Made for each shard: applying it changes nothing in it, and nothing on the heap is shared with
/// other checks made from the same request, whose reference counts the shards would contend for.
///
/// Without any expectation about the status, a status of 400 or above is unexpected: an error page
/// must never count as success because nobody thought of it.
package struct CompiledChecks: Sendable {
    /// Each must hold; every one is a list of alternatives.
    private let statuses: [[ClosedRange<Int>]]
    /// For each status from 0 to 999 whether it is as expected.
    private let fitting: [Bool]
    private let conditions: [Condition]
    private let takes: [CompiledTake]

    /// Whether the body of an answer is looked at; if not, it may be thrown away unread.
    package let neededBody: Bool
    /// Whether headers of an answer are looked at, those its body is read by included; if not, an
    /// ``Answer`` without headers will do.
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
                statuses.append(ranges.map(\.self))
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
        let accepted = statuses.isEmpty ? [[100...399]] : statuses
        self.statuses = accepted
        self.conditions = conditions
        self.takes = compiledTakes
        fitting = (0..<1_000).map { Self.fits($0, accepted) }
        neededHeaders =
            conditions.contains(where: \.readsHeaders) || !compiledTakes.isEmpty
        neededBody =
            conditions.contains(where: \.readsBody)
            || compiledTakes.contains(where: \.source.readsBody)
    }

    /// Whether ``statusVerdict(_:)`` tells all, so that no ``Answer`` need be made.
    package var looksAtStatusOnly: Bool { conditions.isEmpty && takes.isEmpty }

    /// What is wrong with a status, or `nil`.
    ///
    /// It changes no values: when values are taken from the answer, use ``evaluate(_:until:values:)``.
    package func statusVerdict(_ status: Int) -> CheckResult? {
        if fitting.indices.contains(status), fitting[status] { return nil }
        guard let ranges = statuses.first(where: { !Self.fits(status, [$0]) }) else { return nil }
        return .unexpectedStatus("expected status \(Self.words(for: ranges)), got \(status)")
    }

    private static func fits(_ status: Int, _ statuses: [[ClosedRange<Int>]]) -> Bool {
        statuses.allSatisfy { $0.contains { $0.contains(status) } }
    }

    /// Holds an answer against the expectations, then takes values from it.
    ///
    /// The status is looked at first, then the other expectations in the order written. Unless the
    /// answer is as expected nothing is taken from it, and every slot a take would fill becomes
    /// `nil`; so does the slot of a take that finds nothing. A value of an earlier answer never
    /// stays behind in the place of a missing one.
    ///
    /// - Parameters:
    ///   - ready: what the answer to a poll must also be. While it is not, nothing is taken and no
    ///     value changes, so that the next poll can be sent with the values of this one.
    ///   - values: the user's variables, one per slot of the scenario.
    package func evaluate(
        _ answer: Answer,
        until ready: CompiledChecks? = nil,
        values: inout [String?]
    ) -> CheckResult {
        var reading = AnswerReading(answer)
        let expected = held(&reading, status: answer.status, values: values)
        guard expected == .succeeded else {
            forget(&values)
            return expected
        }
        if let ready {
            let readiness = ready.held(&reading, status: answer.status, values: values)
            guard readiness == .succeeded else { return .notReady(readiness.words) }
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

    /// Whether the expectations hold; takes nothing.
    private func held(
        _ reading: inout AnswerReading,
        status: Int,
        values: [String?]
    ) -> CheckResult {
        if let unexpected = statusVerdict(status) { return unexpected }
        for condition in conditions {
            if let words = condition.fault(in: &reading, values: values) {
                return .unexpectedContent(words)
            }
        }
        return .succeeded
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
