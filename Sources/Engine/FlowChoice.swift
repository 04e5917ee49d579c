import Workload

/// The flows that some of the users choose among.
package struct FlowChoice: Sendable {
    /// Indices into ``RunPlan/flows``.
    let flows: [Int]
    let chooser: FlowChooser

    /// By group and by user; empty when every user chooses among all flows.
    static func choices(of scenario: Scenario, seed: UInt64) -> ([FlowChoice], [Int]) {
        guard let groups = FlowGroups(scenario) else { return ([], []) }
        let choices = groups.groups.map { flows in
            FlowChoice(
                flows: flows,
                chooser: FlowChooser(weights: flows.map { scenario.flows[$0].weight }, seed: seed)
            )
        }
        return (choices, groups.groupOfUser)
    }
}
