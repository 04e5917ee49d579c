import Timekeeping
package import Workload

/// A scenario whose flows are the tries of an inspection, played once each by one user.
package struct InspectionScenario: Sendable {
    package var scenario: Scenario
    private let feed: String
    private let columns: [Slot]
    private var rows: [[String]] = []

    /// - Parameters:
    ///   - base: whose sign-in, sign-out, contract and connections are kept.
    ///   - cleanUp: played once after the last try, before the sign-out.
    ///   - columns: the slots that each try fills for itself.
    init(_ base: Scenario, name: String, cleanUp: [Operation], columns: [Slot]) {
        scenario = base
        feed = name
        self.columns = columns
        scenario.load = .users([UserStage(target: 1, duration: .seconds(1))])
        scenario.warmUp = .zero
        scenario.flows = []
        for operation in cleanUp { scenario.afterEachUser.insert(add(operation), at: 0) }
        let count = cleanUp.count
        // Each was put before the one added sooner.
        scenario.afterEachUser[..<count].reverse()
    }

    /// Adds an operation of an inspection; its name need not be its own.
    mutating func add(_ operation: Operation) -> OperationID {
        scenario.operations.append(operation)
        return OperationID(index: scenario.operations.count - 1)
    }

    /// Adds a try: what is played, and the values of its columns.
    mutating func addTry(_ steps: [OperationID], _ values: [String]) {
        scenario.flows.append(Flow(name: "\(feed) \(rows.count + 1)", steps: steps))
        rows.append(values)
        scenario.data.removeAll { $0.name == feed }
        scenario.data.append(
            DataFeed(name: feed, path: "", order: .cycle, columns: columns, rows: rows)
        )
    }
}
