import Timekeeping
import Wording
import Workload

/// A gate made ready for judging: contract terms and scenario gates in one form.
struct Condition {
    enum Test {
        /// At most `allowed` (0 … 1) of the operations may be bad.
        case share(Badness, allowed: Double, strict: Bool)
        case worst(Nanoseconds, strict: Bool)
        case mean(Nanoseconds, strict: Bool)
        /// Succeeded operations per second, at least.
        case rate(Double, strict: Bool)
        case longestDelay(Nanoseconds, strict: Bool)
        case delays(Int, strict: Bool)
        /// Every one of the operations has samples, and at least one that succeeded.
        case completeness
        case usersReady(share: Double)
        /// No answer held another tenant's data.
        case leaks
        /// At most `allowed` of the users' time is spent waiting beyond the target (closed load).
        case waiting(allowed: Double, userTime: Nanoseconds)
    }

    /// What makes an operation count against a share.
    enum Badness: Equatable {
        /// Late against its class's target, or not succeeded.
        case lateOrFailed
        /// Not succeeded.
        case failed
        /// Not succeeded within a time that the recorder counts exactly.
        case over(Nanoseconds)
    }

    var id: String
    var text: Bilingual
    /// What it is about; for a delay test also whose latency-continuation periods it looks at.
    var scope: Gate.Subject
    var kind: GateResult.Kind
    var relation: Gate.Relation
    /// The limit in the quantity the gate speaks of.
    var limit: Quantity
    var test: Test
    /// Indices of the operations it is about.
    var operations: [Int]
}

extension Condition {
    /// Every condition a run is judged by: completeness, users, contract, then the scenario's.
    static func all(of facts: RunFacts) -> [Condition] {
        let maker = ConditionMaker(facts: facts)
        let conditions =
            maker.isolation + maker.users + maker.completeness + maker.compliance + maker.delay
            + facts.gates.map(maker.condition(of:))
        return withUniqueIds(conditions)
    }

    private static func withUniqueIds(_ conditions: [Condition]) -> [Condition] {
        var seen: [String: Int] = [:]
        return conditions.map { condition in
            var condition = condition
            let times = seen[condition.id, default: 0] + 1
            seen[condition.id] = times
            if times > 1 { condition.id += " #\(times)" }
            return condition
        }
    }
}
