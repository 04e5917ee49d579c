package import Timekeeping

/// One condition on a run, as people write it in a scenario: `p95(save report) < 2s`.
///
/// The grammar (blanks between the parts are free):
/// ```
/// gate      ::= measure relation limit
/// measure   ::= percentile "(" subject ")"
///             | ("max" | "mean" | "rate") "(" subject ")"
///             | ("errors" | "late" | "compliance" | "longest_delay" | "delays")
///               [ "(" subject ")" ]                        without a subject: all
/// percentile::= "p" number                                 above 0, at most 100
/// subject   ::= "all" | "online" | "heavy" | "batch" | name | quoted
/// name      ::= an operation's name without ( ) and "
/// quoted    ::= '"' any characters, \" and \\ '"'          always an operation
/// relation  ::= "<" | "<="                                 all measures but these two:
///             | ">" | ">="                                 compliance, rate
/// limit     ::= number time-unit                           p…, max, mean, longest_delay
///             | number "%"                                 errors, late, compliance
///             | number "/" ("s" | "min" | "h")             rate
///             | digits                                     delays
/// time-unit ::= "ns" | "us" | "ms" | "s" | "min" | "h" | "d"
/// number    ::= digits [ "." digits ]                      at most 4 decimals where no time
/// ```
/// ``description`` writes the canonical form, which reads back as the same gate.
package struct Gate: Sendable, Hashable {
    package enum Measure: Sendable, Hashable {
        /// The response time that this share of the operations keeps; failed ones do not.
        case percentile(Millionths)
        case max, mean
        /// The share of operations that did not succeed.
        case errors
        /// The share of operations that were late or did not succeed: 1 − compliance.
        case late
        /// The share of operations that succeeded within their class's target.
        case compliance
        /// The longest latency-continuation period.
        case longestDelay
        /// The number of latency-continuation periods.
        case delays
        /// Succeeded operations per second of the judged span.
        case rate
    }

    package enum Subject: Sendable, Hashable {
        /// Every judged operation.
        case all
        /// "online", "heavy" or "batch".
        case className(String)
        case operation(String)
    }

    package enum Relation: String, Sendable, Hashable, CaseIterable {
        case below = "<"
        case atMost = "<="
        case above = ">"
        case atLeast = ">="
    }

    package enum Limit: Sendable, Hashable {
        case time(Nanoseconds)
        case share(Millionths)
        case rate(Rate)
        case count(Int)
    }

    /// A number of events per unit of time, kept in the unit it was written in.
    package struct Rate: Sendable, Hashable {
        package enum Unit: String, Sendable, Hashable, CaseIterable {
            case s, min, h

            package var seconds: Double {
                switch self {
                case .s: 1
                case .min: 60
                case .h: 3600
                }
            }
        }

        package var events: Millionths
        package var unit: Unit

        package var perSecond: Double { events.value / unit.seconds }
    }

    package let measure: Measure
    package let subject: Subject
    package let relation: Relation
    package let limit: Limit

    /// Only the parser and this module make gates, so the limit always fits the measure.
    init(_ measure: Measure, _ subject: Subject, _ relation: Relation, _ limit: Limit) {
        self.measure = measure
        self.subject = subject
        self.relation = relation
        self.limit = limit
    }
}

extension Gate {
    /// The largest response time that still keeps the gate, for gates that count operations
    /// against a time; `nil` for the others.
    ///
    /// Stamps are whole nanoseconds, so R < T is the same as R ≤ T − 1 ns: the recorder counts
    /// R > limit exactly for both relations.
    package var countedLimit: Nanoseconds? {
        switch (measure, limit) {
        case (.percentile, .time(let time)), (.max, .time(let time)):
            relation == .below ? time - Nanoseconds(1) : time
        default: nil
        }
    }

    /// Whether the gate is about operations of this name and class.
    package func covers(operation name: String, className: String) -> Bool {
        switch subject {
        case .all: true
        case .className(let wanted): wanted == className
        case .operation(let wanted): wanted == name
        }
    }
}

extension Gate: CustomStringConvertible {
    /// The canonical text; parsing it gives this gate again.
    package var description: String {
        "\(measure.name)\(subjectText) \(relation.rawValue) \(limit)"
    }

    private var subjectText: String {
        subject == .all && !measure.needsSubject ? "" : "(\(subject))"
    }
}

extension Gate.Measure {
    var name: String {
        switch self {
        case .percentile(let share): "p\(share.percentText)"
        case .max: "max"
        case .mean: "mean"
        case .errors: "errors"
        case .late: "late"
        case .compliance: "compliance"
        case .longestDelay: "longest_delay"
        case .delays: "delays"
        case .rate: "rate"
        }
    }

    /// Whether the text always names a subject, so that `max < 2s` is refused as unclear.
    var needsSubject: Bool {
        switch self {
        case .percentile, .max, .mean, .rate: true
        default: false
        }
    }

    /// The relations that make sense for the measure.
    var relations: [Gate.Relation] {
        switch self {
        case .compliance, .rate: [.above, .atLeast]
        default: [.below, .atMost]
        }
    }
}

extension Gate.Subject: CustomStringConvertible {
    static let words = ["all", "online", "heavy", "batch"]

    package var description: String {
        switch self {
        case .all: "all"
        case .className(let name): name
        case .operation(let name): Self.needsQuotes(name) ? Self.quoted(name) : name
        }
    }

    private static func needsQuotes(_ name: String) -> Bool {
        words.contains(name) || name.isEmpty || name.first?.isWhitespace == true
            || name.last?.isWhitespace == true || name.contains { "()\"\\".contains($0) }
    }

    private static func quoted(_ name: String) -> String {
        "\""
            + name.reduce(into: "") { text, character in
                if character == "\"" || character == "\\" { text.append("\\") }
                text.append(character)
            } + "\""
    }
}

extension Gate.Limit: CustomStringConvertible {
    package var description: String {
        switch self {
        case .time(let time): DurationText.canonical(time)
        case .share(let share): share.percentText + "%"
        case .rate(let rate): "\(rate.events.text)/\(rate.unit.rawValue)"
        case .count(let count): "\(count)"
        }
    }
}
