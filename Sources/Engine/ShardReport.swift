package import Measuring

/// What one shard tells about the time since its last report.
package struct ShardReport: Sendable {
    package let shard: Int
    package let delta: RecorderDelta
    /// New examples of failures.
    package let failures: [FailureExample]
    /// Different users, since the run's start, that began; that got through their sign-in; and
    /// that had it fail and have not got through yet.
    package let usersBegun: Int
    package let usersSignedIn: Int
    package let usersRefused: Int
    /// Whether iterations were not played because a unique data feed had run out.
    package let ranOutOfData: Bool
}
