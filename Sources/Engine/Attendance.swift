import Timekeeping

/// Who is there, who got in and who was kept waiting: whether the load was put on at all.
///
/// A user that comes twice (two stretches of the schedule) counts twice, since it has to get in
/// each time.
struct Attendance {
    /// What is told outside of the shard, since the run's start.
    var figures: AttendanceFigures {
        var figures = counted
        figures.present = present
        return figures
    }

    private var counted = AttendanceFigures()
    private let judgedSpan: Range<Nanoseconds>
    private var sessions: [Int: Session] = [:]

    private struct Session {
        let begin: Nanoseconds
        var signedIn: Nanoseconds?
        var isRefused = false
    }

    init(judgedSpan: Range<Nanoseconds>) {
        self.judgedSpan = judgedSpan
    }

    /// Users in session, signing in or playing.
    var present: Int { sessions.count }

    mutating func begin(_ user: Int, at time: Nanoseconds) {
        sessions[user] = Session(begin: time)
        counted.begun += 1
        counted.peak = max(counted.peak, present)
    }

    mutating func signIn(_ user: Int, at time: Nanoseconds) {
        if sessions[user]?.isRefused == true { counted.refused -= 1 }
        sessions[user]?.isRefused = false
        sessions[user]?.signedIn = time
        counted.signedIn += 1
    }

    /// A sign-in failed; the user tries again.
    mutating func refuse(_ user: Int) {
        guard sessions[user]?.isRefused == false else { return }
        sessions[user]?.isRefused = true
        counted.refused += 1
    }

    /// An operation ended, or was planned and given up.
    mutating func operationEnded() { counted.operations += 1 }

    /// - Parameters:
    ///   - present: how long the user was there in this session.
    ///   - idle: how much of that between operations.
    mutating func end(
        _ user: Int,
        at time: Nanoseconds,
        present: Nanoseconds,
        idle: Nanoseconds
    ) {
        guard let session = sessions.removeValue(forKey: user) else { return }
        counted.timePresent += present
        counted.timeIdle += idle
        counted.timeThere += judged(session.begin, time)
        counted.timeSigningIn += judged(session.begin, session.signedIn ?? time)
    }

    /// The part of a stretch that lies in the judged span.
    private func judged(_ from: Nanoseconds, _ to: Nanoseconds) -> Nanoseconds {
        let begin = max(from, judgedSpan.lowerBound)
        return max(.zero, min(to, judgedSpan.upperBound) - begin)
    }
}
