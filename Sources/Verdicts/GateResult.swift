/// What came of one gate, with all it rests on.
package struct GateResult: Sendable, Equatable {
    /// Where a gate comes from.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The contract's share of operations within the target (item 19).
        case compliance
        /// The users' time spent waiting beyond the target, held against that share (item 19); it
        /// says how far the compliance of a closed load can be trusted and is no compliance itself.
        case waiting
        /// The contract's limits on latency-continuation periods (item 20).
        case delay
        /// Every judged operation was measured at all.
        case completeness
        /// The users got in before the judged operations began.
        case users
        /// No answer held another tenant's data (items 34 and 44).
        case isolation
        /// Written in the scenario.
        case scenario
    }

    /// An interval of the value, one-sided 95 % at each end.
    package struct Interval: Sendable, Equatable {
        package var lower: Quantity
        package var upper: Quantity

        package init(lower: Quantity, upper: Quantity) {
            self.lower = lower
            self.upper = upper
        }
    }

    /// Unique within the run; stable between runs of one scenario.
    package var id: String
    /// The condition as a person would write it.
    package var text: String
    /// The operation or class it is about, or "all".
    package var subject: String
    /// The same as a value: an operation may be named like a class.
    package var scope: Gate.Subject
    package var kind: Kind
    package var verdict: Verdict
    package var value: Quantity?
    package var relation: Gate.Relation
    package var limit: Quantity
    package var interval: Interval?
    /// The observations the verdict rests on.
    package var n: Int
    /// How many independent observations they are worth; `nil` where dependence plays no part.
    package var effectiveN: Double?
    /// The probability of a result as bad or worse when the limit is just kept; `nil` for gates
    /// that are exact statements about the run.
    package var pValue: Double?
    /// Why, in words, with the figures.
    package var reason: String

    package init(
        id: String,
        text: String,
        subject: String,
        scope: Gate.Subject,
        kind: Kind,
        verdict: Verdict,
        value: Quantity? = nil,
        relation: Gate.Relation,
        limit: Quantity,
        interval: Interval? = nil,
        n: Int,
        effectiveN: Double? = nil,
        pValue: Double? = nil,
        reason: String
    ) {
        self.id = id
        self.text = text
        self.subject = subject
        self.scope = scope
        self.kind = kind
        self.verdict = verdict
        self.value = value
        self.relation = relation
        self.limit = limit
        self.interval = interval
        self.n = n
        self.effectiveN = effectiveN
        self.pValue = pValue
        self.reason = reason
    }
}
