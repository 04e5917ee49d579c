import ArgumentParser
import Engine
import HTTPLanes
import Workload

/// The HTTP lanes of the tool: the one place where they are listed.
enum Lane: String, CaseIterable, ExpressibleByArgument {
    case direct, curl

    /// A running worker of this lane.
    func startWorker(
        index: Int,
        transport: TransportSettings,
        processor: Int
    ) throws(LaneError) -> RunningWorker {
        switch self {
        case .direct:
            let worker = try DirectWorker(index: index, transport: transport, cpu: processor)
            try worker.start()
            return RunningWorker(worker: worker, stop: worker.stop)
        case .curl:
            let worker = try CurlWorker(index: index, transport: transport, cpu: processor)
            try worker.start()
            return RunningWorker(worker: worker, stop: worker.stop)
        }
    }
}

/// A worker with the way to end it.
struct RunningWorker {
    let worker: any Worker
    let stop: () -> Void
}
