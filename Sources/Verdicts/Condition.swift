import Timekeeping
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
    var text: String
    var subject: String
    /// Which latency-continuation periods a delay test looks at.
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

/// Turns a scenario's contract and gates into conditions.
private struct ConditionMaker {
    let terms: RunTerms
    /// What the load came to in user-seconds or arrivals.
    let wholeUnits: Double
    let judged: [Int]

    init(facts: RunFacts) {
        terms = facts.terms
        wholeUnits = LoadForecastModel(facts).wholeUnits
        judged = terms.judgedOperations
    }

    private var classes: [OperationClass] {
        Set(judged.map { terms.operations[$0].operationClass }).sorted()
    }

    private func operations(of operationClass: OperationClass) -> [Int] {
        judged.filter { terms.operations[$0].operationClass == operationClass }
    }

    // MARK: Contract

    /// First of all: a leak is what a reader must not overlook.
    var isolation: [Condition] {
        let isPromised = !terms.contract.declarations.isolationBy.isEmpty
        guard isPromised || terms.isolation != nil else { return [] }
        return [
            Condition(
                id: "contract: leaks",
                text: "leaks = 0",
                subject: "all",
                scope: .all,
                kind: .isolation,
                relation: .atMost,
                limit: .count(0),
                test: .leaks,
                operations: []
            )
        ]
    }

    var users: [Condition] {
        guard terms.signsIn else { return [] }
        let share =
            terms.share(of: .online) ?? Contract.leastSuccess
        return [
            Condition(
                id: "users: ready",
                text: "users ready for the judged operations >= 99%",
                subject: "all",
                scope: .all,
                kind: .users,
                relation: .atLeast,
                limit: .share(0.99),
                test: .usersReady(share: share),
                operations: []
            )
        ]
    }

    /// One per judged operation; one that its class promises no time must still succeed.
    var completeness: [Condition] {
        let measured = judged.map { index in
            let name = terms.operations[index].name
            return Condition(
                id: "completeness: \(name)",
                text: "\(name) was measured",
                subject: name,
                scope: .operation(name),
                kind: .completeness,
                relation: .atLeast,
                limit: .count(1),
                test: .completeness,
                operations: [index]
            )
        }
        let unpromised = judged.filter {
            terms.promise(for: terms.operations[$0].operationClass) == nil
        }
        return measured
            + unpromised.map { index in
                let name = terms.operations[index].name
                return Condition(
                    id: "success: \(name)",
                    text: "succeeded(\(name)) >= \(ShareText.percent(Contract.leastSuccess))",
                    subject: name,
                    scope: .operation(name),
                    kind: .completeness,
                    relation: .atLeast,
                    limit: .share(Contract.leastSuccess),
                    test: .share(.failed, allowed: 1 - Contract.leastSuccess, strict: false),
                    operations: [index]
                )
            }
    }

    var compliance: [Condition] {
        classes.flatMap { operationClass -> [Condition] in
            guard let target = terms.promise(for: operationClass) else { return [] }
            let members = operations(of: operationClass)
            let share = target.share(in: terms.hours)
            let each = members.map { index in
                condition(
                    .operation(terms.operations[index].name),
                    members: [index],
                    within: target.within,
                    share: share
                )
            }
            let whole = condition(
                .className(operationClass.rawValue),
                members: members,
                within: target.within,
                share: share
            )
            let compliance = members.count > 1 ? [whole] + each : each
            return compliance + waiting(operationClass, members: members, share: share)
        }
    }

    /// Only for a closed load: arrivals of an open one come whether users wait or not.
    private func waiting(
        _ operationClass: OperationClass,
        members: [Int],
        share: Double
    ) -> [Condition] {
        guard case .users = terms.load else { return [] }
        let name = operationClass.rawValue
        return [
            Condition(
                id: "contract: waiting(\(name))",
                text: "time spent waiting for late operations (\(name)) <= "
                    + ShareText.percent(1 - share),
                subject: name,
                scope: .className(name),
                kind: .waiting,
                relation: .atMost,
                limit: .share(1 - share),
                test: .waiting(allowed: 1 - share, userTime: .seconds(wholeUnits)),
                operations: members
            )
        ]
    }

    private func condition(
        _ subject: Gate.Subject,
        members: [Int],
        within: Nanoseconds,
        share: Double
    ) -> Condition {
        Condition(
            id: "contract: compliance(\(subject))",
            text: "compliance(\(subject)) >= \(ShareText.percent(share)) "
                + "within \(DurationText.canonical(within))",
            subject: subject.plainName,
            scope: subject,
            kind: .compliance,
            relation: .atLeast,
            limit: .share(share),
            test: .share(.lateOrFailed, allowed: 1 - share, strict: false),
            operations: members
        )
    }

    var delay: [Condition] {
        guard let limits = terms.contract.delay else { return [] }
        return classes.filter { terms.promise(for: $0) != nil }.flatMap { operationClass in
            let name = operationClass.rawValue
            let members = operations(of: operationClass)
            let longest = limits.longest.map { limit in
                Condition(
                    id: "contract: longest_delay(\(name))",
                    text: "longest_delay(\(name)) <= \(DurationText.canonical(limit))",
                    subject: name,
                    scope: .className(name),
                    kind: .delay,
                    relation: .atMost,
                    limit: .time(limit),
                    test: .longestDelay(limit, strict: false),
                    operations: members
                )
            }
            let worst = limits.worstResponse.map { limit in
                Condition(
                    id: "contract: max(\(name))",
                    text: "max(\(name)) <= \(DurationText.canonical(limit))",
                    subject: name,
                    scope: .className(name),
                    kind: .delay,
                    relation: .atMost,
                    limit: .time(limit),
                    test: .worst(limit, strict: false),
                    operations: members
                )
            }
            return [longest, worst].compactMap(\.self)
        }
    }

    // MARK: Scenario

    func condition(of gate: Gate) -> Condition {
        let members = terms.operations.indices.filter { index in
            let operation = terms.operations[index]
            return gate.subject == .operation(operation.name)
                || judged.contains(index)
                    && gate.covers(
                        operation: operation.name,
                        className: operation.operationClass.rawValue
                    )
        }
        let (test, limit) = gate.test
        return Condition(
            id: "gate: \(gate)",
            text: gate.description,
            subject: gate.subject.plainName,
            scope: gate.subject,
            kind: .scenario,
            relation: gate.relation,
            limit: limit,
            test: test,
            operations: members
        )
    }
}

extension Contract {
    /// The share that must succeed where a class promises no time, and of users who sign in.
    package static let leastSuccess = 0.9
}

extension Gate.Subject {
    /// The subject without quotes, for tables.
    var plainName: String {
        switch self {
        case .all: "all"
        case .className(let name), .operation(let name): name
        }
    }
}

extension Gate {
    /// The gate as a test and its limit as a quantity.
    fileprivate var test: (Condition.Test, Quantity) {
        switch criterion {
        case .percentile(let share, let time):
            // `<` is in the counted limit already.
            let counted = countedLimit ?? time
            return (.share(.over(counted), allowed: 1 - share.value, strict: false), .time(time))
        case .max(let time): return (.worst(time, strict: isStrict), .time(time))
        case .mean(let time): return (.mean(time, strict: isStrict), .time(time))
        case .longestDelay(let time): return (.longestDelay(time, strict: isStrict), .time(time))
        case .errors(let share): return (bad(.failed, share.value), .share(share.value))
        case .late(let share): return (bad(.lateOrFailed, share.value), .share(share.value))
        case .compliance(let share):
            return (bad(.lateOrFailed, 1 - share.value), .share(share.value))
        case .rate(let rate):
            return (.rate(rate.perSecond, strict: isStrict), .rate(rate.perSecond))
        case .delays(let count): return (.delays(count, strict: isStrict), .count(count))
        }
    }

    private func bad(_ badness: Condition.Badness, _ allowed: Double) -> Condition.Test {
        .share(badness, allowed: allowed, strict: isStrict)
    }
}
