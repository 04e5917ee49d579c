import Engine
import HTTPLanes
import LoopRuntime
import Measuring
import TestSupport
import Timekeeping
import Workload

/// Runs a closure as a user of a fresh worker, and stops the worker.
func withWorker<Result: Sendable>(
    transport: TransportSettings = TransportSettings(),
    hosts: [ResolvedHost] = [],
    _ body: @escaping @Sendable (CurlWorker) async -> Result
) async throws -> Result {
    let worker = try CurlWorker(index: 0, transport: transport, hosts: hosts)
    try worker.start()
    let result = await Task(executorPreference: worker.executor) { await body(worker) }.value
    worker.stop()
    return result
}

/// Performs requests one after another as one user.
func perform(
    _ requests: [OutgoingRequest],
    transport: TransportSettings = TransportSettings(),
    hosts: [ResolvedHost] = []
) async throws -> [Exchange] {
    try await withWorker(transport: transport, hosts: hosts) { worker in
        let client = worker.makeClient(user: 0)
        var exchanges: [Exchange] = []
        for request in requests { exchanges.append(await client.perform(request)) }
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
