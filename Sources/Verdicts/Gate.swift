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
    /// What is measured, and the limit it is held against.
    package enum Criterion: Sendable, Hashable {
        /// The response time that this share of the operations keeps; failed ones do not.
        case percentile(Millionths, Nanoseconds)
        case max(Nanoseconds)
        case mean(Nanoseconds)
        /// The share of operations that did not succeed.
        case errors(Millionths)
        /// The share of operations that were late or did not succeed: 1 − compliance.
        case late(Millionths)
        /// The share of operations that succeeded within their class's target.
        case compliance(Millionths)
        /// The longest latency-continuation period.
        case longestDelay(Nanoseconds)
        /// The number of latency-continuation periods.
        case delays(Int)
        /// Succeeded operations per second of the judged span.
        case rate(Rate)
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

    package let criterion: Criterion
    package let subject: Subject
    package let relation: Relation

    /// Only the parser makes gates, so the relation always fits the criterion.
    init(_ criterion: Criterion, _ subject: Subject, _ relation: Relation) {
        self.criterion = criterion
        self.subject = subject
        self.relation = relation
    }
}

extension Gate {
    /// The largest response time that still keeps the gate, for gates that count operations
    /// against a time; `nil` for the others.
    ///
    /// Stamps are whole nanoseconds, so R < T is the same as R ≤ T − 1 ns: the recorder counts
    /// R > limit exactly for both relations.
    package var countedLimit: Nanoseconds? {
        switch criterion {
        case .percentile(_, let time), .max(let time):
            relation == .below ? time - Nanoseconds(1) : time
        default: nil
        }
    }

    /// Whether the limit itself is already a breach: `<` and `>`.
    package var isStrict: Bool { relation == .below || relation == .above }

    /// Whether the gate is about operations of this name and class.
    package func covers(operation name: String, className: String) -> Bool {
        switch subject {
        case .all: true
        case .className(let wanted): wanted == className
        case .operation(let wanted): wanted == name
        }
    }
}

extension Gate {
    /// The same gate about an operation of another name; other subjects stay.
    package func renamed(_ newName: (String) -> String) -> Gate {
        guard case .operation(let name) = subject else { return self }
        return Gate(criterion, .operation(newName(name)), relation)
    }
}

/// Written as its canonical text, so that only the parser makes gates.
extension Gate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(GateSyntaxError) {
            self = try Gate.parse(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Gate: CustomStringConvertible {
    /// The canonical text; parsing it gives this gate again.
    package var description: String {
        let (measure, limit) = criterion.parts
        let subjectText = subject == .all && !measure.needsSubject ? "" : "(\(subject))"
        return "\(measure.name)\(subjectText) \(relation.rawValue) \(limit)"
    }
}

extension Gate.Criterion {
    private func time(_ measure: GateMeasure, _ time: Nanoseconds) -> (GateMeasure, String) {
        (measure, DurationText.canonical(time))
    }

    /// The measure, and the limit as the grammar writes it.
    fileprivate var parts: (GateMeasure, String) {
        switch self {
        case .percentile(let share, let limit): time(.percentile(share), limit)
        case .max(let limit): time(.max, limit)
        case .mean(let limit): time(.mean, limit)
        case .longestDelay(let limit): time(.longestDelay, limit)
        case .errors(let share): (.errors, share.percentText + "%")
        case .late(let share): (.late, share.percentText + "%")
        case .compliance(let share): (.compliance, share.percentText + "%")
        case .delays(let count): (.delays, "\(count)")
        case .rate(let rate): (.rate, "\(rate.events.text)/\(rate.unit.rawValue)")
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
