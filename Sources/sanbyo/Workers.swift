import Engine
import HTTPLanes
import Workload

/// The running workers of a run, one thread each.
struct Workers {
    private let lanes: [any LaneWorker]

    var all: [any Worker] { lanes }

    /// - Throws: `ToolFailure` when the system gives no thread or libcurl refuses a setting.
    init(
        count: Int,
        lane: Lane,
        transport: TransportSettings,
        hosts: [ResolvedHost]
    ) throws {
        do throws(LaneError) {
            var lanes: [any LaneWorker] = []
            for index in 0..<count {
                let worker = try lane.makeWorker(
                    index: index,
                    transport: transport,
                    hosts: hosts
                )
                try worker.start()
                lanes.append(worker)
            }
            self.lanes = lanes
        } catch {
            throw ToolFailure(message: error.description, exitCode: ExitCodes.ownFault)
        }
    }

    /// Ends connections and threads.
    func stop() {
        for lane in lanes { lane.stop() }
    }
}
