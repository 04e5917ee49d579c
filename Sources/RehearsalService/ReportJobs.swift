import Timekeeping

/// Reports made in the background, each ready after a time known from its start: used on the event
/// loop only.
struct ReportJobs {
    struct Job: Hashable, Sendable {
        /// From 1, in the order of their starts.
        let number: Int
        /// The user it belongs to; nobody else sees it.
        let user: Int
        let started: MonotonicInstant
        let ready: MonotonicInstant

        func isReady(at now: MonotonicInstant) -> Bool { now >= ready }
    }

    static let usualLength = Nanoseconds.seconds(4)
    static let mostSeconds = 3600

    /// Jobs kept at most; ready ones make room, the oldest first.
    private let capacity: Int
    private var jobs: [Int: Job] = [:]
    private var latest = 0

    init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// Starts a job; `nil` when as many as may be are under way.
    mutating func start(
        taking length: Nanoseconds,
        for member: Member,
        at now: MonotonicInstant
    ) -> Job? {
        if jobs.count >= capacity { forgetReady(at: now) }
        guard jobs.count < capacity else { return nil }
        latest += 1
        let job = Job(number: latest, user: member.user, started: now, ready: now + length)
        jobs[latest] = job
        return job
    }

    /// The member's own job of that number.
    func job(_ number: Int, of member: Member) -> Job? {
        jobs[number].flatMap { $0.user == member.user ? $0 : nil }
    }

    /// Forgets the older half of the ready ones, so that it is not done at each start.
    private mutating func forgetReady(at now: MonotonicInstant) {
        let ready = jobs.values.filter { $0.isReady(at: now) }.map(\.number).sorted()
        for number in ready.prefix((ready.count + 1) / 2) { jobs[number] = nil }
    }
}
