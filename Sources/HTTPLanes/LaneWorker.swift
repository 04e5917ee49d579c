package import Engine
package import Workload

/// A worker of one lane with a thread of its own.
package protocol LaneWorker: Worker {
    /// Starts the worker's thread.
    ///
    /// - Throws: ``LaneError`` when the system gives none.
    func start() throws(LaneError)

    /// Ends everything under way, closes all clients and ends the thread; waits for that.
    func stop()
}

extension CurlWorker: LaneWorker {}
extension DirectWorker: LaneWorker {}

extension Lane {
    /// Makes a worker of this lane; ``LaneWorker/start()`` gives it its thread.
    ///
    /// - Parameters:
    ///   - index: the number of the shard, from 0.
    ///   - transport: how connections are made.
    ///   - hosts: hosts resolved before the run.
    ///   - cpu: the CPU to pin the thread to; `nil` lets the kernel choose.
    /// - Throws: ``LaneError`` when the system has no loop to give or libcurl refuses a setting.
    package func makeWorker(
        index: Int,
        transport: TransportSettings,
        hosts: [ResolvedHost] = [],
        cpu: Int? = nil
    ) throws(LaneError) -> any LaneWorker {
        switch self {
        case .curl:
            return try CurlWorker(index: index, transport: transport, hosts: hosts, cpu: cpu)
        case .direct:
            return try DirectWorker(index: index, transport: transport, hosts: hosts, cpu: cpu)
        }
    }
}
