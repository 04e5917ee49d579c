package import Measuring

/// What one shard tells about the time since its last report.
package struct ShardReport: Sendable {
    package let shard: Int
    package let delta: RecorderDelta
    /// New examples of failures.
    package let failures: [FailureExample]
    /// Different users that began, and that got through their sign-in, since the run's start.
    package let usersBegun: Int
    package let usersSignedIn: Int
    /// Whether iterations were not played because a unique data feed had run out.
    package let ranOutOfData: Bool
}
