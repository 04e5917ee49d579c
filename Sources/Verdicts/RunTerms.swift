package import Timekeeping
package import Workload

/// What a run is judged by: the scenario without what only playing it needs.
///
/// Kept with every run, so that it can be judged again when scenario and data are gone. Holds no
/// addresses, requests, accounts or secrets.
package struct RunTerms: Sendable, Equatable, Codable {
    package struct Operation: Sendable, Equatable, Codable {
        package var name: String
        package var operationClass: OperationClass
        /// False for sign-in and sign-out.
        package var isJudged: Bool
    }

    /// A flow as far as it decides how often operations are planned.
    package struct Flow: Sendable, Equatable, Codable {
        package var weight: Double
        package var steps: [Step]
        package var pacing: Nanoseconds?

        package struct Step: Sendable, Equatable, Codable {
            /// Index into ``RunTerms/operations``.
            package var operation: Int
            /// The mean pause after it.
            package var think: Nanoseconds
        }
    }

    package var name: String
    package var question: String?
    package var contract: Contract
    package var hours: ServiceHours
    package var load: LoadModel
    package var warmUp: Nanoseconds
    package var operations: [Operation]
    package var flows: [Flow]
    /// Whether users have operations of their own before they play (sign-in).
    package var signsIn: Bool
    /// Where flows are bound to tenants: who plays which; `nil` = every user plays all flows.
    package var groups: [Group]?
    /// `nil` when answers are not searched for other tenants' data.
    package var isolation: Isolation?

    /// Some of the users, and the flows that they choose among.
    package struct Group: Sendable, Equatable, Codable {
        /// Of all users, 0 … 1.
        package var share: Double
        /// Indices into ``RunTerms/flows``.
        package var flows: [Int]
    }

    /// What tells tenants apart, in numbers (checklist items 34 and 44).
    package struct Isolation: Sendable, Equatable, Codable {
        /// The accounts' columns, that of the tenant first.
        package var columns: [String]
        package var tenants: Int
        /// The texts that are searched for.
        package var markers: Int
        /// The values that cannot be, such as codes of three characters.
        package var unsearchable: Int
        /// Tenants of which there is no text to search for, and the names of a few.
        package var unseen: Int
        package var unseenExamples: [String]

        package init?(_ scenario: Scenario) {
            guard let markers = scenario.tenantMarkers, let tenancy = scenario.accounts?.tenancy
            else { return nil }
            let unseen = markers.unseenTenants
            columns = tenancy.columns.map(\.name)
            tenants = markers.tenants.count
            self.markers = markers.markers.count
            unsearchable = markers.unsearchable.count
            self.unseen = unseen.count
            unseenExamples = unseen.prefix(3).map { markers.tenants[$0] }
        }
    }

    package init(_ scenario: Scenario) {
        let judged = Set(scenario.judgedOperations)
        name = scenario.name
        question = scenario.question
        contract = scenario.contract
        hours = scenario.hours
        load = scenario.load
        warmUp = scenario.warmUp
        operations = scenario.operations.enumerated().map { index, operation in
            Operation(
                name: operation.name,
                operationClass: operation.operationClass,
                isJudged: judged.contains(OperationID(index: index))
            )
        }
        flows = scenario.flows.map { flow in
            Flow(
                weight: flow.weight,
                steps: flow.steps.map {
                    Flow.Step(
                        operation: $0.index,
                        think: (scenario[$0].think ?? flow.think).mean
                    )
                },
                pacing: flow.pacing
            )
        }
        signsIn = !scenario.beforeEachUser.isEmpty
        groups = FlowGroups(scenario).map { groups in
            zip(groups.groups, groups.shares).map { Group(share: $1, flows: $0) }
        }
        isolation = Isolation(scenario)
    }

    /// The operations that are judged, by index.
    package var judgedOperations: [Int] {
        operations.indices.filter { operations[$0].isJudged }
    }

    /// The part of the run that is judged for compliance, as offsets from the start.
    package var judgedSpan: Range<Nanoseconds> { load.judgedSpan(after: warmUp) }

    /// What the contract promises for a class; `nil` when it promises nothing.
    package func promise(for operationClass: OperationClass) -> ResponseTarget? {
        contract.response[operationClass]
    }

    /// The share of a class that must be in time in this run's hours, 0 … 1.
    package func share(of operationClass: OperationClass) -> Double? {
        promise(for: operationClass)?.share(in: hours)
    }
}
