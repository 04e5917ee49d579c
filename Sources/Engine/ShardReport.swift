package import Measuring
package import Statistics

/// What one shard tells about the time since its last report.
package struct ShardReport: Sendable {
    package let shard: Int
    package let delta: RecorderDelta
    /// New examples of failures.
    package let failures: [FailureExample]
    /// New answers that held another tenant's data: the first of this shard, not all.
    package let leaks: [FoundLeak]
    /// Who came and got in since the run's start.
    package let attendance: AttendanceFigures
    /// Arrivals of an open load played or given up as missed since the run's start.
    package let arrivalsHandled: Int
    /// The distances at which arrivals were announced, since the run's start.
    package let arrivalGaps: GapTally
    /// Whether iterations were not played because a unique data feed had run out.
    package let ranOutOfData: Bool
}
