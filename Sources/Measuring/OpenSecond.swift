import Timekeeping

/// A ``SecondTally`` while operations are counted in it.
struct OpenSecond: OpenEntry {
    var started = 0
    var finished = 0
    var violations = 0
    private var lag = OpenHistogram()
    private var blocked = OpenHistogram()

    init() {}

    static func spread(of second: Int) -> Int { second }

    mutating func record(lag time: Nanoseconds, blocked wait: Nanoseconds) {
        lag.record(time)
        blocked.record(wait)
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> SecondTally {
        let drained = SecondTally(
            started: started,
            finished: finished,
            violations: violations,
            lag: lag.drain(),
            blocked: blocked.drain()
        )
        started = 0
        finished = 0
        violations = 0
        return drained
    }
}
