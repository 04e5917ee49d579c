package import Measuring
package import Responses
package import Workload

/// Everything a run needs, worked out before the first request: a scenario made ready to play.
package struct RunPlan: Sendable {
    package let scenario: Scenario
    /// Scheme, host, port and path prefix that relative targets are appended to.
    package let baseURL: String
    package let seed: UInt64
    /// A text no other run has: the beginning of every `${unique}`.
    package let runTag: String
    package let measuring: MeasuringPlan
    package let operations: [PlayableOperation]
    package let flows: [PlayableFlow]
    package let hosts: HostPolicy
    let chooser: FlowChooser

    /// Prepares a scenario.
    ///
    /// - Parameters:
    ///   - baseURL: the service's address; for `service: rehearsal` that of the started process.
    ///   - measuring: must list operations and requests in the scenario's order.
    /// - Throws: `CheckSyntaxError` for a pattern or path that cannot be compiled.
    package init(
        scenario: Scenario,
        baseURL: String,
        seed: UInt64,
        runTag: String,
        measuring: MeasuringPlan
    ) throws(CheckSyntaxError) {
        self.scenario = scenario
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.seed = seed
        self.runTag = runTag
        self.measuring = measuring
        hosts = HostPolicy(serviceURL: baseURL, alsoAllowed: scenario.allowedHosts)
        chooser = FlowChooser(weights: scenario.flows.map(\.weight), seed: seed)
        var nextRequest = 0
        var operations: [PlayableOperation] = []
        for (index, operation) in scenario.operations.enumerated() {
            var requests: [PlayableRequest] = []
            for request in operation.requests {
                let checks = try CompiledChecks(
                    expectations: request.expectations,
                    takes: request.takes
                )
                requests.append(
                    PlayableRequest(index: nextRequest, request: request, checks: checks)
                )
                nextRequest += 1
            }
            operations.append(
                PlayableOperation(index: index, operation: operation, requests: requests)
            )
        }
        self.operations = operations
        flows = scenario.flows.map { PlayableFlow(flow: $0, scenario: scenario) }
    }
}

extension RunPlan {
    /// The most users at one time; also the stride that keeps users' data rows apart.
    package var peakUsers: Int { scenario.load.peakUsers }

    /// The flow that an iteration of a user plays (closed model).
    func flow(user: Int, iteration: Int) -> PlayableFlow {
        flows[chooser.flow(user: user, iteration: iteration)]
    }

    /// The flow that an arrival plays (open model).
    func flow(arrival number: Int) -> PlayableFlow {
        flows[chooser.flow(arrival: number)]
    }
}

/// An operation with its checks compiled.
package struct PlayableOperation: Sendable {
    /// Index into the scenario's and the measuring plan's operations.
    package let index: Int
    package let operation: Operation
    package let requests: [PlayableRequest]
}

/// A request with its checks compiled.
package struct PlayableRequest: Sendable {
    /// Index into ``MeasuringPlan/requests``.
    package let index: Int
    package let request: Request
    package let checks: CompiledChecks
}

/// A flow with the data feeds it draws from.
package struct PlayableFlow: Sendable {
    package let flow: Flow
    /// Indices into ``Scenario/data`` of the feeds whose columns the flow's operations use.
    package let feeds: [Int]

    init(flow: Flow, scenario: Scenario) {
        self.flow = flow
        let used = Set(flow.steps.flatMap { scenario[$0].requests.flatMap(\.slots) })
        feeds = scenario.data.indices.filter { !used.isDisjoint(with: scenario.data[$0].columns) }
    }
}
