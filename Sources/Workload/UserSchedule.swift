package import Timekeeping

/// When each user of a closed load is there.
///
/// The number of users follows straight lines; user i (from 0) is there while the line is above
/// i. Each interval is computed from i and the stages alone, so nothing drifts, and the number of
/// users at any moment is the line rounded up.
package struct UserSchedule: Sendable, Equatable {
    private let stages: [UserStage]
    /// The most users at one time; users are numbered 0 ..< `peak`.
    package let peak: Int
    package let duration: Nanoseconds

    /// - Parameter stages: the number begins at 0 and a stage of no length makes it jump.
    package init(_ stages: [UserStage]) {
        self.stages = stages
        self.peak = stages.map(\.target).max() ?? 0
        self.duration = stages.reduce(.zero) { $0 + $1.duration }
    }

    /// The spans from start to stop in which a user is there, in order, never touching.
    package func intervals(ofUser user: Int) -> [Range<Nanoseconds>] {
        var intervals: [Range<Nanoseconds>] = []
        var started: Nanoseconds?
        var time = Nanoseconds.zero
        var before = 0
        for stage in stages {
            if before <= user, stage.target > user {
                let start = time + Self.crossing(user, before, stage)
                // Gone for no time is not gone.
                let resumes = intervals.last?.upperBound == start
                started = resumes ? intervals.removeLast().lowerBound : start
            } else if before > user, stage.target <= user {
                let stop = time + Self.crossing(user, before, stage)
                if let start = started, start < stop { intervals.append(start..<stop) }
                started = nil
            }
            time += stage.duration
            before = stage.target
        }
        if let start = started, start < time { intervals.append(start..<time) }
        return intervals
    }

    /// The line at an offset from the start; 0 outside.
    package func target(at offset: Nanoseconds) -> Double {
        var time = Nanoseconds.zero
        var before = 0
        for stage in stages {
            if offset >= time, offset < time + stage.duration {
                let share = (offset - time).seconds / stage.duration.seconds
                return Double(before) + Double(stage.target - before) * share
            }
            time += stage.duration
            before = stage.target
        }
        return 0
    }

    /// How far into a stage the line passes a number of users: d · |i − a| / |b − a|.
    private static func crossing(_ user: Int, _ before: Int, _ stage: UserStage) -> Nanoseconds {
        let passed = Int128(abs(user - before))
        let all = Int128(abs(stage.target - before))
        guard all > 0 else { return .zero }
        return Nanoseconds(Int64(Int128(stage.duration.count) * passed / all))
    }
}
