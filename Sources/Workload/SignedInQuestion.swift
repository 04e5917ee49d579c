package import Timekeeping

/// How the service itself tells how many users are signed in (checklist item 24).
package struct SignedInQuestion: Sendable, Equatable {
    package static let usualDistance = Nanoseconds.seconds(5)
    package static let shortestDistance = Nanoseconds.seconds(1)
    /// An answer that takes longer tells of no moment that could be named.
    package static let patience = Nanoseconds.seconds(10)

    /// Takes the number, as text, into its only slot; needs no other variable.
    package var request: Request
    /// The distance between the askings; ``shortestDistance`` at least.
    package var every: Nanoseconds

    package init(request: Request, every: Nanoseconds) {
        self.request = request
        self.every = every
    }

    /// The asking as a scenario of its own: one user beside the load, with its own connection,
    /// that asks for as long as the scenario's load is put on.
    package func asScenario(beside scenario: Scenario) -> Scenario {
        var asking = Scenario(
            name: "signed-in",
            service: scenario.service,
            allowedHosts: scenario.allowedHosts,
            load: .users([
                UserStage(target: 1, duration: .zero),
                UserStage(target: 1, duration: scenario.load.duration),
            ]),
            flows: [Flow(name: "signed-in", steps: [OperationID(index: 0)], pacing: every)],
            operations: [Operation(name: "signed-in", requests: [request])],
            slotNames: ["signed-in"],
            secrets: scenario.secrets,
            transport: scenario.transport
        )
        asking.seed = 1
        return asking
    }
}
