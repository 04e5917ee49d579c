import Engine
import HTTPLanes
import Workload

/// The running workers of a run, one thread each.
struct Workers {
    private let lanes: [CurlWorker]

    var all: [any Worker] { lanes }

    /// - Throws: `ToolFailure` when the system gives no thread or libcurl refuses a setting.
    init(count: Int, transport: TransportSettings, hosts: [ResolvedHost]) throws {
        do throws(LaneError) {
            var lanes: [CurlWorker] = []
            for index in 0..<count {
                let lane = try CurlWorker(index: index, transport: transport, hosts: hosts)
                try lane.start()
                lanes.append(lane)
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
