package import Timekeeping

/// Everything measured in a run, all shards merged; a pure value.
///
/// Memory is bounded by operations × seconds, never by samples: a cell of one operation in one
/// second takes about 600 bytes plus 8 bytes for each bucket used in each of its two histograms and
/// 40 for each used tenth of the second, and as much again in spare room of its lists. Measured
/// for an hour of 20 operations, that is 72,000 cells: 75 MB with each operation five times a
/// second, 250 MB with each a hundred times a second.
package struct RunRecord: Sendable, Equatable {
    package private(set) var plan: MeasuringPlan
    package let origin: MonotonicInstant
    private var tally = ShardTally()
    private var shards: [ShardState]
    /// By second of the run; seconds without a reading are missing.
    package private(set) var machine: [Int: MachineSecond] = [:]
    /// Seconds whose operations were taken out on request.
    package private(set) var leftOut: Set<Int> = []

    /// A year of load and as long a drain: no run is longer, and no file may claim so.
    package static let longest = Nanoseconds.seconds(2 * 366 * 86_400)
    /// The seconds that a run can have; a few before its origin.
    package static let possibleSeconds = -60...Int(longest.seconds)

    private struct ShardState: Sendable, Equatable {
        var inFlight: [InFlight] = []
        var newest: MonotonicInstant?
        var loop = LoopHealth()
        var seconds: [Int: ShardSecond] = [:]
    }

    private struct ShardSecond: Sendable, Equatable {
        var users: Int
        var loop: LoopHealth
    }

    package init(plan: MeasuringPlan, origin: MonotonicInstant, shards: Int) {
        self.plan = plan
        self.origin = origin
        self.shards = Array(repeating: ShardState(), count: max(1, shards))
    }

    /// Gives operations and requests other names, for reports that must not show theirs.
    package mutating func rename(_ newName: (String) -> String) {
        plan = plan.renamed(newName)
    }

    /// How many shards tell of the run.
    package var shardCount: Int { shards.count }

    /// The cells by operation, second and judged or not.
    package var cells: [CellKey: Cell] { tally.cells }

    /// Adds what a shard recorded since its last delta.
    /// - Parameter shard: 0 ..< the number of shards given at the start.
    package mutating func merge(_ delta: RecorderDelta, shard: Int) {
        tally.merge(delta.tally)
        shards[shard].inFlight = delta.inFlight
        shards[shard].newest = delta.at
        shards[shard].loop.append(delta.loop)
        // A delta tells about the stretch before it, so one taken exactly at a second's
        // beginning belongs to the second that just ended.
        let second = (delta.at - origin - Nanoseconds(1)).wholeSecond
        if var known = shards[shard].seconds[second] {
            known.users = max(known.users, delta.users)
            known.loop.append(delta.loop)
            shards[shard].seconds[second] = known
        } else {
            shards[shard].seconds[second] = ShardSecond(users: delta.users, loop: delta.loop)
        }
    }

    /// Adds what the machine was doing in a second.
    package mutating func add(_ reading: MachineSecond, second: Int) {
        machine[second] = reading
    }

    /// Takes out all that was planned in some seconds.
    ///
    /// What is known of operations that wait over several seconds stays: it cannot be told by
    /// when they were planned. So do the figures of loops and machine, which are judged over
    /// several seconds in a row: whoever judges them asks ``isWhollyLeftOut(_:)``.
    package mutating func leaveOut(_ seconds: Set<Int>) {
        for (key, cell) in tally.cells where seconds.contains(key.second) {
            tally.cells[key] = cell.withoutOperations
        }
        for second in seconds { tally.seconds[second] = nil }
        tally.isolation?.leaveOut(seconds)
        leftOut.formUnion(seconds)
    }

    /// Whether all of what loops and machine tell in a second lies in seconds left out: they tell
    /// at its end or a little later, so the second before counts too.
    package func isWhollyLeftOut(_ second: Int) -> Bool {
        leftOut.contains(second) && (second <= 0 || leftOut.contains(second - 1))
    }

    /// Operations in flight as of each shard's newest delta.
    package var inFlight: [InFlight] { shards.flatMap(\.inFlight) }

    /// The oldest of the shards' newest deltas: up to here every shard has told all.
    package var completeUpTo: MonotonicInstant? {
        let newest = shards.compactMap(\.newest)
        return newest.count == shards.count ? newest.min() : nil
    }

    /// The figures of a request of the plan.
    package func totals(request: Int) -> RequestTotals {
        (tally.requests[request] ?? RequestTally()).totals
    }

    /// What searching answers for other tenants' data came to in the whole run, by second of their
    /// end; nothing that is left out or set aside is missing here.
    package var searches: [Int: SearchCounts] { tally.isolation?.seconds ?? [:] }

    /// The same of one request of the plan.
    package func searches(request: Int) -> SearchCounts {
        tally.isolation?.requests[request] ?? SearchCounts()
    }

    /// The judged operations by the tenants of their users, in the whole judged span.
    package var tenants: [TenantKey: TenantTotals] { tally.isolation?.tenants ?? [:] }

    /// The tenths of a second of one tenant's judged operations of a class, over the whole run.
    ///
    /// - Returns: by whole seconds of the planned start since the origin.
    func delays(of tenant: TenantKey) -> [Int: [CellSlice]] {
        tally.isolation?.delays[tenant] ?? [:]
    }

    /// The seconds of the run in order, without gaps from the first to the last known.
    package var timeline: [SecondFigures] {
        let known = Set(tally.seconds.keys).union(shards.flatMap(\.seconds.keys))
        guard let first = known.min(), let last = known.max() else { return [] }
        var users = Array(repeating: 0, count: shards.count)
        return (first...last).map { second in
            let counted = tally.seconds[second] ?? SecondTally()
            var figures = SecondFigures(
                second: second,
                started: counted.started,
                finished: counted.finished,
                violations: counted.violations,
                worstLag: counted.worstLag
            )
            for (number, shard) in shards.enumerated() {
                guard let own = shard.seconds[second] else { continue }
                users[number] = own.users
                figures.loop.add(own.loop)
                figures.busiestShard = max(figures.busiestShard, own.loop.busyShare)
                figures.starvedShard = max(figures.starvedShard, own.loop.starvedShare)
            }
            figures.users = users.reduce(0, +)
            return figures
        }
    }

    /// Whether the generator was late or a loop was held up for longer than a limit, in any of
    /// some seconds.
    package func isGeneratorSuspect(
        in seconds: ClosedRange<Int>,
        above limit: Nanoseconds
    ) -> Bool {
        tally.seconds.contains { seconds.contains($0.key) && $0.value.worstLag > limit }
            || shards.contains { shard in
                // A loop tells of a second at its end or a little later.
                shard.seconds.contains {
                    (seconds.contains($0.key) || seconds.contains($0.key - 1))
                        && $0.value.loop.longestHoldUp > limit
                }
            }
    }

    /// The generator's own delay of every dispatched operation, some seconds of planned starts
    /// set aside.
    package func lag(without aside: Set<Int>) -> LatencyHistogram {
        var lag = LatencyHistogram()
        for (second, tally) in tally.seconds where !aside.contains(second) {
            lag.merge(tally.lag)
        }
        return lag
    }

    /// From dispatch to the first byte written, of every dispatched operation: waiting for a
    /// connection, opening it, and for the kernel to take the request.
    package var blocked: LatencyHistogram {
        tally.seconds.values.reduce(into: LatencyHistogram()) { $0.merge($1.blocked) }
    }

    /// What the generator did to the measurement itself.
    package var health: GeneratorHealth {
        var loop = LoopHealth()
        for shard in shards { loop.add(shard.loop) }
        let ends = cells.values.reduce(into: OutcomeCounts()) { $0.merge($1.outcomes) }
        return GeneratorHealth(
            lag: lag(without: []),
            worstLag: tally.seconds.mapValues(\.worstLag),
            loop: loop,
            shards: shards.map(\.loop),
            missed: ends[.missed],
            notPlayable: ends[.notPlayable],
            hiddenRetries: tally.requests.values.reduce(0) { $0 + $1.hiddenRetries },
            reconnects: tally.requests.values.reduce(0) { $0 + $1.reconnects }
        )
    }

    /// The record as it would be if the run ended now: operations in flight for longer than their
    /// target enter as unfinished at their age, so a complete stall shows while it lasts.
    ///
    /// Younger ones, and those of a class without a target, are left out: they may still succeed.
    package func provisional(now: MonotonicInstant) -> RunRecord {
        var late = OpenCells(plan: plan, origin: origin)
        for waiting in inFlight {
            guard
                let target = plan.operations[waiting.operation].target,
                now - waiting.planned > target
            else { continue }
            let stamps = Stamps(
                planned: waiting.planned,
                dispatched: waiting.planned,
                written: waiting.planned,
                firstByte: now,
                done: now
            )
            late.record(
                OperationSample(
                    operation: waiting.operation,
                    user: waiting.user,
                    outcome: .unfinished,
                    stamps: stamps
                ),
                start: SampleStart()
            )
        }
        var record = self
        record.tally.merge(ShardTally(cells: late.drain()))
        return record
    }
}
