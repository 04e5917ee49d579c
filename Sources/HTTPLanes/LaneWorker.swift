package import Engine
package import LoopRuntime
package import Measuring
package import Timekeeping
package import Workload

/// A worker of one lane: a loop with a thread of its own, and the clients of its users on it.
package protocol LaneWorker: Worker {
    var loop: EventLoop { get }

    /// Closes the clients of all users, with what is under way on them. Own thread only.
    func closeClients()
}

// What does not depend on the lane.
extension LaneWorker {
    /// Starts the worker's thread; ``stop()`` ends it before the last reference goes.
    ///
    /// - Throws: ``LaneError`` when the system gives none.
    package func start() throws(LaneError) {
        do {
            try loop.start()
        } catch {
            throw LaneError(error.description)
        }
    }

    /// Ends everything under way, closes all clients and ends the thread; waits for that.
    ///
    /// The users' tasks are given their last chance to run; call it when they have ended.
    package func stop() {
        loop.enqueueOnLoop { self.closeClients() }
        loop.stop()
    }

    package func wakeSleepers() {
        loop.wakeSleepers()
    }

    package func rest(until instant: MonotonicInstant) async {
        await loop.rest(until: instant)
    }

    package func wakeAll() {
        loop.wakeAll()
    }

    package func enqueueOnLoop(_ work: @escaping @Sendable () -> Void) {
        loop.enqueueOnLoop(work)
    }

    package func takeLoopHealth() -> LoopHealth {
        loop.takeHealth()
    }
}

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
