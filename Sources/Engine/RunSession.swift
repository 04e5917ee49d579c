import Measuring
import Synchronization
package import Timekeeping
import Workload

/// A run under way: starts the shards, hands out their reports, stops them.
///
/// May be used from any thread; it reaches the shards through their workers only.
package final class RunSession: Sendable {
    /// How much of the scenario is played.
    package enum Load: Sendable {
        /// The scenario's own load.
        case full
        /// One user, every flow once, without think time.
        case onePass
    }

    private let shards: [Shard]
    private let reports = Mutex<[ShardReport]>([])
    private let shardsPlaying: Atomic<Int>
    private let takesOutstanding = Atomic<Int>(0)

    /// - Parameters:
    ///   - workers: running; one shard is made for each.
    ///   - origin: the instant that the schedule's offsets count from.
    ///   - load: how much is played.
    ///   - observer: called on the shards' threads with every exchange (for `sanbyo try`).
    package init(
        plan: RunPlan,
        workers: [any Worker],
        origin: MonotonicInstant,
        load: Load = .full,
        observer: (@Sendable (ExchangeReport) -> Void)? = nil
    ) {
        shards = workers.enumerated().map { index, worker in
            Shard(
                plan: plan.copied(),
                worker: worker,
                index: index,
                count: workers.count,
                origin: origin,
                load: load,
                observer: observer
            )
        }
        shardsPlaying = Atomic(workers.count)
    }

    /// Starts all shards; returns at once.
    package func start() {
        for shard in shards {
            // The one unstructured task per shard: the root that all its users are children of.
            Task(executorPreference: shard.worker.executor) {
                await shard.play()
                self.shardsPlaying.subtract(1, ordering: .releasing)
            }
        }
    }

    /// Whether every user has ended.
    package var isFinished: Bool { shardsPlaying.load(ordering: .acquiring) == 0 }

    /// Begins no new operation; those in flight go on.
    package func stopNewWork() {
        for shard in shards { shard.worker.enqueueOnLoop { shard.stopNewWork() } }
    }

    /// Ends what is in flight as `unfinished`, at its age.
    package func abortInFlight() {
        for shard in shards { shard.worker.enqueueOnLoop { shard.abortInFlight() } }
    }

    /// Asks every shard for a report; it comes to ``takeReports()`` when the shard gets to it.
    package func requestReports() {
        for shard in shards {
            takesOutstanding.add(1, ordering: .relaxed)
            shard.worker.enqueueOnLoop {
                let report = shard.take()
                self.reports.withLock { $0.append(report) }
                self.takesOutstanding.subtract(1, ordering: .releasing)
            }
        }
    }

    /// Whether every report asked for has come.
    package var hasAllReports: Bool { takesOutstanding.load(ordering: .acquiring) == 0 }

    /// The reports that have come since the last call, oldest first.
    package func takeReports() -> [ShardReport] {
        reports.withLock { reports in
            defer { reports = [] }
            return reports
        }
    }
}
