package import Timekeeping

/// What the generator did to the measurement itself, over the whole run.
package struct GeneratorHealth: Sendable, Equatable {
    /// The generator's own delay of every dispatched operation: dispatched − planned start, less
    /// the time its user was still busy with an operation before (the service's doing).
    package var lag: LatencyHistogram
    /// The largest such delay by second of the planned start; seconds without operations missing.
    package var worstLag: [Int: Nanoseconds]
    /// All loops together: sums, and the worst of the worst.
    package var loop: LoopHealth
    /// Each shard's loop over the whole run.
    package var shards: [LoopHealth]
    /// Operations planned and never dispatched.
    package var missed: Int
    /// Operations without a value for a variable, so never dispatched.
    package var notPlayable: Int
    /// Requests the lane sent again on its own.
    package var hiddenRetries: Int
    /// Connections that replaced a usable one.
    package var reconnects: Int
}
