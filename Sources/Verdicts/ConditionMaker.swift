import Timekeeping
import Wording
import Workload

/// Turns a scenario's contract and gates into conditions.
struct ConditionMaker {
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
                text: Bilingual(ja: "他社データの混入 = 0", en: "leaks = 0"),
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
                text: Bilingual(
                    ja: "操作を開始できた利用者 >= 99%",
                    en: "users ready for the judged operations >= 99%"
                ),
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
                text: Bilingual(ja: "\(name) を測定", en: "\(name) was measured"),
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
                let least = ShareText.percent(Contract.leastSuccess)
                return Condition(
                    id: "success: \(name)",
                    text: Bilingual(
                        ja: "成功率(\(name)) >= \(least)",
                        en: "succeeded(\(name)) >= \(least)"
                    ),
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
        let most = ShareText.percent(1 - share)
        return [
            Condition(
                id: "contract: waiting(\(name))",
                text: Bilingual(
                    ja: "遅延した操作を待った時間(\(name)) <= \(most)",
                    en: "time spent waiting for late operations (\(name)) <= \(most)"
                ),
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
        let least = ShareText.percent(share)
        return Condition(
            id: "contract: compliance(\(subject))",
            text: Bilingual(
                ja: "順守率(\(subject.description)) >= \(least) (\(limit: within)以内)",
                en: "compliance(\(subject.description)) >= \(least) within \(limit: within)"
            ),
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
                    text: Bilingual(
                        ja: "遅延継続時間(\(name)) <= \(limit: limit)",
                        en: "longest_delay(\(name)) <= \(limit: limit)"
                    ),
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
                    text: Bilingual(
                        ja: "最長応答時間(\(name)) <= \(limit: limit)",
                        en: "max(\(name)) <= \(limit: limit)"
                    ),
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
            text: Bilingual(gate.description),
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
