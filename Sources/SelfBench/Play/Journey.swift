import ArgumentParser
import Timekeeping
import Workload

/// What the users of the benchmark do, as scenarios.
enum Journey: String, CaseIterable, ExpressibleByArgument {
    /// One GET of a constant.
    case bareGet = "bare-get"
    /// A form is opened once; its token is sent with every POST after that, with the cookie, and
    /// a text is expected in the answer.
    case formPost = "form-post"
    /// The form is opened and its token taken, then posted as above; again and again.
    case wholeForm = "whole-form"
    /// One GET, then thinking for 10 s on average, exponentially distributed.
    case thinking

    /// The scenario of this journey, played by a number of users for a length of time.
    func scenario(
        users: Int,
        rampUp: Nanoseconds,
        duration: Nanoseconds,
        authorities: String?
    ) -> Scenario {
        var transport = TransportSettings()
        transport.caFile = authorities
        let operations = operations
        let signIn = self == .formPost ? [OperationID(index: 0)] : []
        let steps = operations.indices.map(OperationID.init(index:)).dropFirst(signIn.count)
        return Scenario(
            name: rawValue,
            service: .url("http://127.0.0.1"),
            load: .users([
                UserStage(target: users, duration: rampUp),
                UserStage(target: users, duration: duration),
            ]),
            beforeEachUser: signIn,
            flows: [
                Flow(
                    name: rawValue,
                    steps: Array(steps),
                    think: self == .thinking ? .exponential(mean: .seconds(10)) : .none
                )
            ],
            operations: operations,
            slotNames: ["csrf"],
            transport: transport
        )
    }

    private var operations: [Operation] {
        switch self {
        case .bareGet, .thinking:
            [Operation(name: "get", requests: [Request(target: Template("/bare"))])]
        case .formPost, .wholeForm:
            [
                Operation(name: "open", requests: [Self.opening]),
                Operation(name: "save", requests: [Self.saving]),
            ]
        }
    }

    private static let token = Slot(index: 0)

    private static let opening = Request(
        target: Template("/form"),
        expectations: [.status([200...200])],
        takes: [Take(slot: token, source: .input(name: "csrf"))]
    )

    private static let saving = Request(
        method: "POST",
        target: Template("/save"),
        body: .form([
            .init(name: "csrf", value: Template(pieces: [.slot(token)])),
            .init(name: "machine", value: Template("A-17")),
            .init(name: "pieces", value: Template("120")),
            .init(name: "remarks", value: Template("none, all went well")),
        ]),
        expectations: [
            .status([200...200]), .text(Template(ServerConfiguration.savedWords)),
        ]
    )
}
