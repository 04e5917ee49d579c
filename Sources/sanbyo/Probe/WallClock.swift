import Glibc
import Journaling
import Timekeeping

/// Watches the wall clock beside one that nobody sets.
///
/// The clock beside it also counts while the machine sleeps, so that sleep is not taken for a
/// step.
struct WallClock {
    /// Less is what a clock is slewed by, or what lies between two readings.
    static let leastStep = Nanoseconds.milliseconds(500)

    private var difference: Int64

    init() {
        difference = Self.difference()
    }

    /// The step since the last call, if there was one.
    mutating func step() -> ProbeLog.ClockStep? {
        let now = Self.difference()
        let by = Nanoseconds(now - difference)
        // Slow changes are followed, so that they do not add up to a step.
        difference = now
        guard abs(by.count) >= Self.leastStep.count else { return nil }
        return ProbeLog.ClockStep(at: .now, by: by)
    }

    private static func difference() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        let boot = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        return UTCInstant.now.unixNanoseconds - boot
    }
}
