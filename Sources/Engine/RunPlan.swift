package import Measuring
package import Responses
import Timekeeping
package import Workload

/// Everything a run needs, worked out before the first request: a scenario made ready to play.
///
/// Each shard plays a copy of its own (``copied()``): what it touches for a request has reference
/// counts that only its thread writes, so that shards do not fight over cache lines.
package final class RunPlan: Sendable {
    package let scenario: Scenario
    /// Scheme, host, port and path prefix that relative targets are appended to.
    package let baseURL: String
    package let seed: UInt64
    /// A text no other run has: the beginning of every `${unique}`.
    package let runTag: String
    package let measuring: MeasuringPlan
    package let operations: [PlayableOperation]
    package let flows: [PlayableFlow]
    /// Rows of the scenario's data feeds.
    let data: [DataFeed]
    let chooser: FlowChooser
    /// What empty buffers for requests begin with.
    let origin: Origin
    /// The most users at one time; also the stride that keeps users' data rows apart.
    package let peakUsers: Int
    private let keepsAll: Bool
    /// What tells tenants apart, one for all copies; `nil` when the scenario does not.
    package let tenants: TenantIndex?
    /// By user: the flows that its tenant plays; empty when all users play all flows.
    let choices: [FlowChoice]
    let choiceOfUser: [Int]

    /// Prepares a scenario.
    ///
    /// - Parameters:
    ///   - baseURL: the service's address; for `service: rehearsal` that of the started process.
    ///   - measuring: must list operations and requests in the scenario's order.
    ///   - keepsAll: whether headers and bodies are wanted of every answer, to be shown.
    /// - Throws: `CheckSyntaxError` for a pattern or path that cannot be compiled, or an address
    ///   that cannot be read.
    package convenience init(
        scenario: Scenario,
        baseURL: String,
        seed: UInt64,
        runTag: String,
        measuring: MeasuringPlan,
        keepsAll: Bool = false
    ) throws(CheckSyntaxError) {
        try self.init(
            scenario: scenario,
            baseURL: baseURL,
            seed: seed,
            runTag: runTag,
            measuring: measuring,
            keepsAll: keepsAll,
            tenants: scenario.tenantMarkers.map(TenantIndex.init)
        )
    }

    private init(
        scenario: Scenario,
        baseURL: String,
        seed: UInt64,
        runTag: String,
        measuring: MeasuringPlan,
        keepsAll: Bool,
        tenants: TenantIndex?
    ) throws(CheckSyntaxError) {
        guard let base = AbsoluteURL(baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL)
        else { throw CheckSyntaxError("the address \(baseURL) of the service cannot be read") }
        self.scenario = scenario
        self.baseURL = baseURL
        self.seed = seed
        self.runTag = runTag
        self.measuring = measuring
        self.keepsAll = keepsAll
        self.tenants = tenants
        (choices, choiceOfUser) = FlowChoice.choices(of: scenario, seed: seed)
        origin = base.origin
        peakUsers = scenario.load.peakUsers
        data = scenario.data.map(\.unshared)
        chooser = FlowChooser(weights: scenario.flows.map(\.weight), seed: seed)
        let compiler = RequestCompiler(
            base: base,
            hosts: HostPolicy(serviceURL: baseURL, alsoAllowed: scenario.allowedHosts),
            transport: scenario.transport,
            // Drawn for this run alone, so no value of a variable can hold it.
            boundary: "sanbyo-\(runTag)-\(String(seed, radix: 36))",
            keepsAll: keepsAll,
            isSearched: tenants?.markers.isEmpty == false
        )
        let operations = try compiler.compile(scenario.operations)
        self.operations = operations
        flows = scenario.flows.map { flow in
            PlayableFlow(flow, scenario: scenario, operations: operations)
        }
    }

    /// The same plan in memory of its own; of data rows too.
    func copied() -> RunPlan {
        // What has compiled once compiles again.
        let copy = try? RunPlan(
            scenario: scenario,
            baseURL: baseURL,
            seed: seed,
            runTag: runTag,
            measuring: measuring,
            keepsAll: keepsAll,
            tenants: tenants
        )
        return copy ?? self
    }
}

extension RunPlan {
    /// The flow that an iteration of a user plays (closed model).
    func flow(user: Int, iteration: Int) -> PlayableFlow {
        guard !choiceOfUser.isEmpty else {
            return flows[chooser.flow(user: user, iteration: iteration)]
        }
        let choice = choices[choiceOfUser[user]]
        return flows[choice.flows[choice.chooser.flow(user: user, iteration: iteration)]]
    }

    /// The flow that an arrival plays (open model).
    func flow(arrival number: Int) -> PlayableFlow {
        flows[chooser.flow(arrival: number)]
    }
}

/// Makes requests of the scenario ready to play.
private struct RequestCompiler {
    let base: AbsoluteURL
    let hosts: HostPolicy
    let transport: TransportSettings
    let boundary: String
    let keepsAll: Bool
    /// Whether answers are searched for other tenants' data.
    let isSearched: Bool

    /// Numbers the requests of all operations in their order.
    func compile(_ operations: [Operation]) throws(CheckSyntaxError) -> [PlayableOperation] {
        var nextRequest = 0
        var playable: [PlayableOperation] = []
        for (index, operation) in operations.enumerated() {
            var requests: [PlayableRequest] = []
            for request in operation.requests {
                requests.append(try compile(request, index: nextRequest))
                nextRequest += 1
            }
            playable.append(
                PlayableOperation(index: index, operation: operation, requests: requests)
            )
        }
        return playable
    }

    private func compile(_ request: Request, index: Int) throws(CheckSyntaxError) -> PlayableRequest
    {
        let checks = try CompiledChecks(
            expectations: request.expectations,
            takes: request.takes
        )
        var keeping: OutgoingRequest.Keeping = keepsAll ? [.headers, .body] : []
        let polling = try request.polling.map { polling throws(CheckSyntaxError) in
            try PlayablePolling(polling)
        }
        for checks in [checks, polling?.until].compactMap(\.self) {
            if checks.neededBody { keeping.insert(.body) }
            if checks.neededHeaders { keeping.insert(.headers) }
        }
        if isSearched { keeping.insert([.body, .everything]) }
        return PlayableRequest(
            index: index,
            request: request,
            template: RequestTemplate(
                request,
                base: base,
                hosts: hosts,
                transport: transport,
                keeping: keeping,
                boundary: boundary
            ),
            checks: checks,
            polling: polling
        )
    }
}

/// An operation ready to play.
package final class PlayableOperation: Sendable {
    /// Index into the scenario's and the measuring plan's operations.
    package let index: Int
    package let operation: Operation
    package let requests: [PlayableRequest]
    let together: Bool
    let think: ThinkTime?

    init(index: Int, operation: Operation, requests: [PlayableRequest]) {
        self.index = index
        self.operation = operation
        self.requests = requests
        together = operation.together
        think = operation.think
    }
}

/// A request with its bytes and checks compiled.
package final class PlayableRequest: Sendable {
    /// Index into ``MeasuringPlan/requests``.
    package let index: Int
    package let request: Request
    let template: RequestTemplate
    /// What is sent when it is always the same; never changed.
    let constant: OutgoingRequest?
    let checks: CompiledChecks
    /// `nil` for a request that is asked once.
    let polling: PlayablePolling?
    let followsRedirects: Bool

    init(
        index: Int,
        request: Request,
        template: RequestTemplate,
        checks: CompiledChecks,
        polling: PlayablePolling?
    ) {
        self.index = index
        self.request = request
        self.template = template
        constant = template.constant()
        self.checks = checks
        self.polling = polling
        followsRedirects = request.followRedirects
    }
}

/// A flow with its operations, and the data feeds it draws from.
package final class PlayableFlow: Sendable {
    let steps: [PlayableOperation]
    let think: ThinkTime
    /// Above 0.
    let pacing: Nanoseconds?
    /// Indices into ``Scenario/data`` of the feeds whose columns the flow's operations use.
    let feeds: [Int]

    init(_ flow: Flow, scenario: Scenario, operations: [PlayableOperation]) {
        steps = flow.steps.map { operations[$0.index] }
        think = flow.think
        pacing = flow.pacing.flatMap { $0 > .zero ? $0 : nil }
        let used = Set(flow.steps.flatMap { scenario[$0].requests.flatMap(\.slots) })
        feeds = scenario.data.indices.filter { !used.isDisjoint(with: scenario.data[$0].columns) }
    }
}
