package import Engine
package import Measuring
import Synchronization
package import Timekeeping

/// A worker in virtual time: whole runs in milliseconds, the same every time.
///
/// ``drive(until:)`` runs ready jobs on the calling thread and, when there are none, moves the
/// clock to the next timer. Requests are answered by ``answer``.
package final class VirtualWorker: Worker, TaskExecutor, @unchecked Sendable {
    /// What the scripted service does with a request.
    package struct Script: Sendable {
        package var outcome: Outcome
        package var status: Int
        package var delay: Nanoseconds
        package var headers: [OutgoingRequest.Header]
        package var body: String
        /// Goes into a `Location` header.
        package var redirectURL: String?

        package init(
            outcome: Outcome = .succeeded,
            status: Int = 200,
            delay: Nanoseconds,
            headers: [OutgoingRequest.Header] = [],
            body: String = "",
            redirectURL: String? = nil
        ) {
            self.outcome = outcome
            self.status = status
            self.delay = delay
            self.headers = headers
            self.body = body
            self.redirectURL = redirectURL
        }
    }

    private struct Timer {
        let due: MonotonicInstant
        let order: Int
        let purpose: Purpose
        let fire: CheckedContinuation<Void, Never>
    }

    /// What a timer ends.
    enum Purpose: Equatable {
        case sleep, rest
        case exchange(user: Int)
    }

    // Jobs may be enqueued by the thread that creates a task; all else is the driver's alone.
    private let inbox = Mutex<[UnownedJob]>([])
    private let work = Mutex<[@Sendable () -> Void]>([])
    private var timers: [Timer] = []
    private var timersMade = 0
    private var sleepsAreOver = false
    private var restsAreOver = false

    package private(set) var now = MonotonicInstant(nanoseconds: 1_000_000_000)
    /// Every request sent, with its user and instant.
    package private(set) var sent: [(user: Int, at: MonotonicInstant, request: OutgoingRequest)] =
        []
    private let answer: (_ user: Int, _ request: OutgoingRequest, _ at: MonotonicInstant) -> Script

    package init(
        answer:
            @escaping (_ user: Int, _ request: OutgoingRequest, _ at: MonotonicInstant)
            -> Script
    ) {
        self.answer = answer
    }

    // MARK: Driving

    /// Runs until the condition holds, nothing is left to do, or the clock reaches the limit.
    ///
    /// - Returns: whether the condition came to hold.
    @discardableResult
    package func drive(
        limit: MonotonicInstant = MonotonicInstant(nanoseconds: .max),
        until isDone: () -> Bool = { false }
    ) -> Bool {
        while true {
            let pending = work.withLock { pending in
                defer { pending = [] }
                return pending
            }
            for piece in pending { piece() }
            let jobs = inbox.withLock { inbox in
                defer { inbox = [] }
                return inbox
            }
            for job in jobs {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            }
            if !pending.isEmpty || !jobs.isEmpty { continue }
            if isDone() { return true }
            guard fireNextTimer(limit: limit) else { return false }
        }
    }

    /// Lets time pass without the worker, as when its process is stopped.
    package func freeze(for length: Nanoseconds) {
        now = now + length
    }

    private func fireNextTimer(limit: MonotonicInstant) -> Bool {
        let next = timers.indices.min {
            (timers[$0].due, timers[$0].order) < (timers[$1].due, timers[$1].order)
        }
        guard let next else { return false }
        guard timers[next].due <= limit else {
            now = limit
            return false
        }
        let timer = timers.remove(at: next)
        now = max(now, timer.due)
        timer.fire.resume()
        return true
    }

    // MARK: Worker

    package var executor: any TaskExecutor { self }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        inbox.withLock { $0.append(job) }
    }

    package func sleep(until instant: MonotonicInstant) async {
        guard instant > now, !sleepsAreOver else { return }
        await wait(until: instant, for: .sleep)
    }

    package func rest(until instant: MonotonicInstant) async {
        guard instant > now, !restsAreOver else { return }
        await wait(until: instant, for: .rest)
    }

    package func wakeAll() {
        restsAreOver = true
        endTimers { $0.purpose == .rest }
        wakeSleepers()
    }

    package func wakeSleepers() {
        sleepsAreOver = true
        endTimers { $0.purpose == .sleep }
    }

    package func makeClient(user: Int) -> any UserClient {
        VirtualClient(user: user, worker: self)
    }

    package func enqueueOnLoop(_ piece: @escaping @Sendable () -> Void) {
        work.withLock { $0.append(piece) }
    }

    package func takeLoopHealth() -> LoopHealth { LoopHealth() }

    // MARK: For the client

    func script(user: Int, request: OutgoingRequest) -> Script {
        sent.append((user, now, request.copy()))
        return answer(user, request, now)
    }

    func endExchanges(of user: Int) {
        endTimers { $0.purpose == .exchange(user: user) }
    }

    private func endTimers(where matches: (Timer) -> Bool) {
        let ended = timers.filter(matches)
        timers.removeAll(where: matches)
        for timer in ended { timer.fire.resume() }
    }

    func wait(until instant: MonotonicInstant, for purpose: Purpose) async {
        timersMade += 1
        let order = timersMade
        await withCheckedContinuation { continuation in
            timers.append(
                Timer(due: instant, order: order, purpose: purpose, fire: continuation)
            )
        }
    }
}

/// The client of one user of a ``VirtualWorker``.
final class VirtualClient: UserClient {
    private let user: Int
    private let worker: VirtualWorker
    private var isAborted = false

    init(user: Int, worker: VirtualWorker) {
        self.user = user
        self.worker = worker
    }

    func perform(_ request: OutgoingRequest) async -> Exchange {
        let dispatched = worker.now
        let script = worker.script(user: user, request: request)
        let due = dispatched + min(script.delay, request.timeout)
        await worker.wait(until: due, for: .exchange(user: user))
        let outcome: Outcome =
            isAborted
            ? .unfinished
            : script.delay > request.timeout ? .timedOut : script.outcome
        return Exchange(
            outcome: outcome,
            status: outcome == .succeeded ? script.status : 0,
            headers: script.headers
                + (script.redirectURL.map { [.init(name: "Location", value: $0)] } ?? []),
            body: Array(script.body.utf8),
            dispatched: dispatched,
            written: dispatched,
            firstByte: worker.now,
            done: worker.now
        )
    }

    func cookieValue(named name: String, for request: OutgoingRequest) -> String? { nil }

    func abort() {
        isAborted = true
        worker.endExchanges(of: user)
    }

    func close() {}
}
