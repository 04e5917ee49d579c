import Engine
import HTTPLanes
import LoopRuntime
import Measuring
import TestSupport
import Timekeeping
import Workload

/// Runs a closure as a user of a fresh worker of the lane, and stops the worker.
func withWorker<Result: Sendable>(
    _ lane: Lane,
    transport: TransportSettings = TransportSettings(),
    hosts: [ResolvedHost] = [],
    _ body: @escaping @Sendable (any LaneWorker) async -> Result
) async throws -> Result {
    let worker = try lane.makeWorker(index: 0, transport: transport, hosts: hosts)
    try worker.start()
    let result = await Task(executorPreference: worker.executor) { await body(worker) }.value
    worker.stop()
    return result
}

/// Performs requests one after another as one user.
///
/// - Parameter pause: how long the user thinks between two of them.
func perform(
    _ lane: Lane,
    _ requests: [OutgoingRequest],
    pause: Nanoseconds = .zero,
    transport: TransportSettings = TransportSettings(),
    hosts: [ResolvedHost] = []
) async throws -> [Exchange] {
    try await withWorker(lane, transport: transport, hosts: hosts) { worker in
        let client = worker.makeClient(user: 0)
        var exchanges: [Exchange] = []
        for request in requests {
            if !exchanges.isEmpty, pause > .zero { await worker.sleep(until: .now + pause) }
            exchanges.append(await client.perform(request))
        }
        client.close()
        return exchanges
    }
}

func get(
    _ url: String,
    headers: [OutgoingRequest.Header] = [],
    timeout: Nanoseconds = .seconds(5),
    keepsBody: Bool = true
) -> OutgoingRequest {
    request(
        "GET",
        url,
        headers: headers,
        timeout: timeout,
        keeping: keepsBody ? [.headers, .body] : .headers
    )
}

func post(
    _ url: String,
    _ body: [UInt8],
    headers: [OutgoingRequest.Header] = [],
    timeout: Nanoseconds = .seconds(5)
) -> OutgoingRequest {
    request("POST", url, headers: headers, body: body, timeout: timeout)
}

/// A request of any method; `nil` sends no body.
func request(
    _ method: String,
    _ url: String,
    headers: [OutgoingRequest.Header] = [],
    body: [UInt8]? = nil,
    timeout: Nanoseconds = .seconds(5),
    keeping: OutgoingRequest.Keeping = [.headers, .body]
) -> OutgoingRequest {
    do {
        return try OutgoingRequest(
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeout: timeout,
            keeping: keeping
        )
    } catch {
        preconditionFailure("a test's own request: \(error.words)")
    }
}

extension Exchange {
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
