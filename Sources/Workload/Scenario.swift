package import Timekeeping

/// A validated scenario: everything a run does, as values.
///
/// Made by `ScenarioFiles`; nothing downstream sees YAML. Every operation of flows and of the two
/// per-user lists stands once in ``operations`` and is referred to by its ``OperationID``.
package struct Scenario: Sendable, Equatable {
    package var name: String
    /// What the run is to answer, in the author's words.
    package var question: String?
    package var service: Service
    /// Hosts that requests may go to beside the service's own, lower case, without port.
    package var allowedHosts: Set<String>
    package var contract: Contract
    package var accounts: AccountFeed?
    package var data: [DataFeed]
    package var load: LoadModel
    /// How much of the judged part is set aside at its beginning, for caches to fill and the like.
    package var warmUp: Nanoseconds
    /// Operations each user plays once before its first iteration (sign-in); recorded, not judged.
    package var beforeEachUser: [OperationID]
    package var flows: [Flow]
    /// Operations each user plays once after its last iteration (sign-out); recorded, not judged.
    package var afterEachUser: [OperationID]
    package var operations: [Operation]
    /// The names of all variables; a ``Slot`` is an index into this.
    package var slotNames: [String]
    /// Texts that must never be shown: values of `${env:…}` and `${file:…}`.
    package var secrets: [String]
    package var transport: TransportSettings
    /// Whether the contract's share for peak hours applies instead of the one for normal hours.
    package var hours: ServiceHours
    /// Settings a run may be given on the command line instead.
    package var seed: UInt64?
    /// The slots of `${user}`, `${iteration}` and `${unique}`, where the scenario uses them.
    package var builtins: BuiltinSlots
    /// What the embedded service is told to do wrong; only with ``Service/rehearsal``.
    package var rehearsal: RehearsalSettings
    /// How the service tells how many users are signed in; `nil` = it is not asked.
    package var signedIn: SignedInQuestion?
    /// What `sanbyo inspect` tries for item 38; a run does not.
    package var input: InputInspection?
    /// What `sanbyo inspect` tries for item 25; a run does not.
    package var storage: StorageInspection?

    package init(
        name: String,
        question: String? = nil,
        service: Service,
        allowedHosts: Set<String> = [],
        contract: Contract = .default,
        accounts: AccountFeed? = nil,
        data: [DataFeed] = [],
        load: LoadModel,
        warmUp: Nanoseconds = .zero,
        beforeEachUser: [OperationID] = [],
        flows: [Flow],
        afterEachUser: [OperationID] = [],
        operations: [Operation],
        slotNames: [String] = [],
        secrets: [String] = [],
        transport: TransportSettings = TransportSettings(),
        hours: ServiceHours = .normal,
        seed: UInt64? = nil,
        builtins: BuiltinSlots = BuiltinSlots(),
        rehearsal: RehearsalSettings = RehearsalSettings()
    ) {
        self.name = name
        self.question = question
        self.service = service
        self.allowedHosts = allowedHosts
        self.contract = contract
        self.accounts = accounts
        self.data = data
        self.load = load
        self.warmUp = warmUp
        self.beforeEachUser = beforeEachUser
        self.flows = flows
        self.afterEachUser = afterEachUser
        self.operations = operations
        self.slotNames = slotNames
        self.secrets = secrets
        self.transport = transport
        self.hours = hours
        self.seed = seed
        self.builtins = builtins
        self.rehearsal = rehearsal
    }

    package subscript(id: OperationID) -> Operation { operations[id.index] }

    /// The part of the run that is judged for compliance, as offsets from the start.
    package var judgedSpan: Range<Nanoseconds> { load.judgedSpan(after: warmUp) }

    /// The texts that give tenants away; `nil` when the scenario does not keep any apart.
    package var tenantMarkers: TenantMarkers? {
        accounts?.tenancy.map { TenantMarkers(rows: accounts?.rows ?? [], tenancy: $0) }
    }

    /// The operations that are judged: those of the flows.
    package var judgedOperations: [OperationID] {
        let apart = Set(beforeEachUser).union(afterEachUser)
        return operations.indices.map(OperationID.init(index:)).filter { !apart.contains($0) }
    }
}

/// The position of an operation in ``Scenario/operations``.
package struct OperationID: Hashable, Comparable, Sendable {
    package let index: Int

    package init(index: Int) {
        self.index = index
    }

    package static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// Where the requests go.
package enum Service: Sendable, Equatable {
    /// The embedded stand-in, started and stopped by the run.
    case rehearsal
    /// Scheme, host and optional port and path prefix, without a trailing slash.
    case url(String)
}

/// Which of the contract's two compliance shares applies to a run.
package enum ServiceHours: String, Sendable, Equatable, CaseIterable, Codable {
    case normal, peak
}

/// What a class of operation promises (checklist items 19 and 21).
package enum OperationClass: String, Sendable, Hashable, CaseIterable, Comparable, Codable,
    CodingKeyRepresentable
{
    case online, heavy, batch

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}

/// A journey through the service, played again and again by users.
package struct Flow: Sendable, Equatable {
    package var name: String
    /// The share of iterations this flow gets, relative to the other flows; above 0.
    package var weight: Double
    package var steps: [OperationID]
    /// The pause after each operation, unless the operation has its own.
    package var think: ThinkTime
    /// The fixed distance between iteration starts of one user; `nil` when iterations follow on.
    package var pacing: Nanoseconds?
    /// The tenants whose users play it, and no other flow without them; empty = all others.
    package var tenants: [String]

    package init(
        name: String,
        weight: Double = 1,
        steps: [OperationID],
        think: ThinkTime = .none,
        pacing: Nanoseconds? = nil,
        tenants: [String] = []
    ) {
        self.name = name
        self.weight = weight
        self.steps = steps
        self.think = think
        self.pacing = pacing
        self.tenants = tenants
    }
}

/// What a person waits for: one or more requests under one name.
package struct Operation: Sendable, Equatable {
    package var name: String
    package var operationClass: OperationClass
    package var requests: [Request]
    /// Whether the requests go out at the same time, as a page with its parts does.
    package var together: Bool
    package var think: ThinkTime?

    package init(
        name: String,
        operationClass: OperationClass = .online,
        requests: [Request],
        together: Bool = false,
        think: ThinkTime? = nil
    ) {
        self.name = name
        self.operationClass = operationClass
        self.requests = requests
        self.together = together
        self.think = think
    }
}
