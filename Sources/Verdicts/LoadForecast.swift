import Statistics
package import Timekeeping
import Workload

/// What a run will come to, worked out from the scenario alone.
package struct LoadForecast: Sendable {
    /// What one operation can expect.
    package struct Operation: Sendable {
        package let name: String
        /// Judged operations when every answer takes ``slowAnswer``.
        package let fewest: Double
        /// Judged operations when every answer comes at once; infinite without think time.
        package let most: Double
        /// The contract's share of the operation's class; `nil` when the class promises nothing.
        package let share: Double?
        /// The most violations among ``fewest`` operations that still prove the share; `nil`
        /// when even none would be too few.
        package let violationsAllowed: Int?
        /// The least number of operations, all in time, that proves the share.
        package let fewestToProve: Int?
    }

    /// The answer time of the slow end of the forecast: the class's own target or 3 s.
    package static let slowAnswer = Nanoseconds.seconds(3)

    package let operations: [Operation]
    /// Iterations of the whole run, with slow and with immediate answers.
    package let iterations: (fewest: Double, most: Double)

    /// - Note: dependence between operations can make more of them necessary.
    package init(_ terms: RunTerms) {
        let model = LoadForecastModel(terms)
        let slow = model.iterationsPerUnit { _ in Self.slowAnswer }
        let fast = model.iterationsPerUnit { _ in .zero }
        iterations = (slow * model.wholeUnits, fast * model.wholeUnits)
        operations = terms.judgedOperations.map { index in
            let fewest =
                model.judgedUnits * model.playsPerUnit(of: index) { _ in Self.slowAnswer }
            let share = terms.share(of: terms.operations[index].operationClass)
            return Operation(
                name: terms.operations[index].name,
                fewest: fewest,
                most: model.judgedUnits * model.playsPerUnit(of: index) { _ in .zero },
                share: share,
                violationsAllowed: share.flatMap {
                    Self.violationsAllowed(of: Int(fewest), share: $0)
                },
                fewestToProve: share.flatMap { Binomial.fewestToProve(share: $0, alpha: 0.05) }
            )
        }
    }

    /// The most violations of n with which the lower bound of the share is still kept.
    static func violationsAllowed(of n: Int, share: Double) -> Int? {
        func proves(_ violations: Int) -> Bool {
            Binomial.clopperPearsonLower(
                hits: Double(n - violations),
                n: Double(n),
                alpha: 0.05
            ) >= share
        }
        guard n > 0, proves(0) else { return nil }
        var low = 0
        var high = n
        while high - low > 1 {
            let middle = (low + high) / 2
            if proves(middle) { low = middle } else { high = middle }
        }
        return low
    }
}

/// The arithmetic behind ``LoadForecast``: a unit is a user-second (closed) or an arrival (open).
struct LoadForecastModel {
    private let terms: RunTerms
    /// Units of the whole run and of its judged span.
    let wholeUnits: Double
    let judgedUnits: Double

    /// A load as it was asked for.
    init(_ terms: RunTerms) {
        self.init(terms, until: terms.load.duration, judged: terms.judgedSpan, without: [])
    }

    /// A load as far as it was played, without the seconds left out.
    init(_ facts: RunFacts) {
        self.init(
            facts.terms,
            until: facts.playedUntil,
            judged: facts.judgedSpan,
            without: facts.leftOut
        )
    }

    private init(
        _ terms: RunTerms,
        until end: Nanoseconds,
        judged: Range<Nanoseconds>,
        without seconds: Set<Int>
    ) {
        self.terms = terms
        let curve: RateCurve
        let leadIn: Nanoseconds
        switch terms.load {
        case .users(let stages):
            let points = zip([0] + stages.map(\.target), stages).map {
                RateStage(target: Double($1.target), duration: $1.duration)
            }
            curve = RateCurve(points)
            leadIn = .zero
        case .arrivals(let load):
            curve = RateCurve(load.stages)
            leadIn = load.leadIn
        }
        func units(in span: Range<Nanoseconds>) -> Double {
            span.parts(without: seconds).reduce(0) { sum, part in
                let from = max(.zero, part.lowerBound - leadIn)
                return sum + curve.mass(in: from..<max(from, part.upperBound - leadIn))
            }
        }
        wholeUnits = units(in: .zero..<max(.zero, end))
        judgedUnits = units(in: judged)
    }

    /// Iterations per unit when answers take so long.
    /// - Parameter answer: the response time of an operation, by index.
    func iterationsPerUnit(_ answer: (Int) -> Nanoseconds) -> Double {
        guard case .users = terms.load else { return 1 }
        return groups.reduce(0) { $0 + $1.share * pace(of: $1, answer) }
    }

    /// How often an operation is played per unit when answers take so long.
    func playsPerUnit(of operation: Int, _ answer: (Int) -> Nanoseconds) -> Double {
        groups.reduce(0) { sum, group in
            let plays = playsPerIteration(of: operation, in: group)
            guard plays > 0 else { return sum }
            guard case .users = terms.load else { return sum + group.share * plays }
            return sum + group.share * pace(of: group, answer) * plays
        }
    }

    private var groups: [RunTerms.Group] {
        terms.groups ?? [RunTerms.Group(share: 1, flows: Array(terms.flows.indices))]
    }

    /// Iterations per second of one user of a group.
    private func pace(of group: RunTerms.Group, _ answer: (Int) -> Nanoseconds) -> Double {
        1 / mean(over: group) { length($0, answer) }
    }

    /// How often an iteration plays an operation, over a group's flows by their weights.
    private func playsPerIteration(of operation: Int, in group: RunTerms.Group) -> Double {
        mean(over: group) { flow in Double(flow.steps.count { $0.operation == operation }) }
    }

    private func mean(over group: RunTerms.Group, _ value: (RunTerms.Flow) -> Double) -> Double {
        let flows = group.flows.map { terms.flows[$0] }
        let weights = flows.map(\.weight).reduce(0, +)
        return flows.reduce(0.0) { $0 + $1.weight / weights * value($1) }
    }

    /// Seconds from one iteration of a flow to the next.
    private func length(_ flow: RunTerms.Flow, _ answer: (Int) -> Nanoseconds) -> Double {
        let played = flow.steps.reduce(0.0) { sum, step in
            sum + answer(step.operation).seconds + step.think.seconds
        }
        return max(played, flow.pacing?.seconds ?? 0)
    }
}

extension Range<Nanoseconds> {
    /// What is left of a span of a run without some of its seconds, in order.
    func parts(without seconds: Set<Int>) -> [Self] {
        var rest: [Self] = []
        var from = lowerBound
        for second in seconds.sorted()
        where .seconds(second + 1) > lowerBound && .seconds(second) < upperBound {
            if .seconds(second) > from { rest.append(from..<(.seconds(second))) }
            from = Swift.max(from, .seconds(second + 1))
        }
        if from < upperBound { rest.append(from..<upperBound) }
        return rest
    }
}

extension RateCurve {
    /// The expected number in a span: Λ(end) − Λ(start).
    func mass(in span: Range<Nanoseconds>) -> Double {
        mass(before: span.upperBound) - mass(before: span.lowerBound)
    }
}
