package import Timekeeping

/// What happened in one second of the run, over all operations and shards.
package struct SecondFigures: Hashable, Sendable {
    /// Whole seconds since the origin, rounded down.
    package var second: Int
    /// Users active at the end of the second.
    package var users: Int
    /// Ended operations that were dispatched in this second.
    package var started: Int
    /// Operations that ended in this second.
    package var finished: Int
    /// Of ``finished``, those that failed or were late.
    package var violations: Int
    /// The generator's largest own delay among operations *planned* in this second.
    package var worstLag: Nanoseconds
    /// The loops of all shards together; `span` and `cpu` add up, the worst figures are maxima.
    package var loop: LoopHealth
    /// CPU used ÷ time covered of the busiest shard, 0 … 1.
    package var busiestShard: Double
    /// Time without a core ÷ time covered of the shard that waited most, 0 … 1.
    package var starvedShard: Double

    package init(
        second: Int,
        users: Int = 0,
        started: Int = 0,
        finished: Int = 0,
        violations: Int = 0,
        worstLag: Nanoseconds = .zero,
        loop: LoopHealth = LoopHealth(),
        busiestShard: Double = 0,
        starvedShard: Double = 0
    ) {
        self.second = second
        self.users = users
        self.started = started
        self.finished = finished
        self.violations = violations
        self.worstLag = worstLag
        self.loop = loop
        self.busiestShard = busiestShard
        self.starvedShard = starvedShard
    }
}

/// A shard's part of ``SecondFigures``.
struct SecondTally: Hashable, Sendable {
    var started = 0
    var finished = 0
    var violations = 0
    /// The generator's own delay of operations planned in the second.
    var lag = SparseHistogram()
    /// From dispatch to the first byte written, of the same operations.
    var blocked = SparseHistogram()

    var worstLag: Nanoseconds { lag.extent.maximum ?? .zero }

    mutating func merge(_ other: SecondTally) {
        started += other.started
        finished += other.finished
        violations += other.violations
        lag.merge(other.lag)
        blocked.merge(other.blocked)
    }
}

extension LoopHealth {
    /// Adds the next stretch of the same loop.
    mutating func append(_ next: LoopHealth) {
        let open = next.openSockets
        add(next)
        openSockets = open
    }

    /// Adds another loop's figures of the same stretch.
    mutating func add(_ other: LoopHealth) {
        turns += other.turns
        longestTurn = max(longestTurn, other.longestTurn)
        timersFired += other.timersFired
        latestTimer = max(latestTimer, other.latestTimer)
        oldestEvent = max(oldestEvent, other.oldestEvent)
        cpu += other.cpu
        runDelay += other.runDelay
        span += other.span
        openSockets += other.openSockets
        socketsOpened += other.socketsOpened
    }
}
