import CLinux
import Glibc
import Measuring
import Synchronization
import Timekeeping

// The thread of a loop: tasks, driver, timers, wait, sockets; again.
extension EventLoop {
    /// Jobs run before sockets and timers get their chance again.
    private static let jobsPerTurn = 256
    /// And for how long; looked at every ``jobsPerLook`` jobs.
    private static let jobTimePerTurn = Nanoseconds.microseconds(200)
    private static let jobsPerLook = 16
    private static let eventsPerTurn = 128

    func run() {
        prepareThread()
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.eventsPerTurn)
        defer { unsafe events.deallocate() }
        var turnBegan = MonotonicInstant.now
        healthSince = turnBegan
        cpuAtHealth = Self.threadCPU()
        runQueue = RunQueueClock()
        waitedAtHealth = runQueue?.waited() ?? .zero
        while true {
            turnCount &+= 1
            runJobs(since: turnBegan)
            let driverDeadline = unsafe driver?.turn()
            wakeDueSleepers()
            if isStopping, ready.isEmpty, inbox.withLock({ $0.jobs.isEmpty && $0.work.isEmpty }) {
                return
            }
            let now = MonotonicInstant.now
            health.turns += 1
            health.longestTurn = max(health.longestTurn, now - turnBegan)
            let count = unsafe wait(into: events, from: now, driverDeadline: driverDeadline)
            turnBegan = .now
            unsafe handle(events, count: Int(max(count, 0)))
            if count > 1 { health.oldestEvent = max(health.oldestEvent, .now - turnBegan) }
        }
    }

    private func prepareThread() {
        // The thread itself may be here before `start` has stored what pthread_create gave.
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        unsafe name.withCString { unsafe sanbyo_name_thread($0) }
        sanbyo_set_timer_slack(1)
        if let cpu { sanbyo_pin_thread(Int32(cpu)) }
        // Signals are for the main thread.
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    }

    private func runJobs(since turnBegan: MonotonicInstant) {
        let executor = unsafe asUnownedTaskExecutor()
        var ran = 0
        while ran < Self.jobsPerTurn, let job = ready.pop() {
            ready.prefetchNext()
            unsafe job.runSynchronously(on: executor)
            ran += 1
            if ran % Self.jobsPerLook == 0, .now - turnBegan > Self.jobTimePerTurn { break }
        }
    }

    private func wakeDueSleepers() {
        guard let earliest = sleepers.earliest else { return }
        let now = MonotonicInstant.now
        guard earliest <= now else { return }
        health.latestTimer = max(health.latestTimer, now - earliest)
        while let due = sleepers.popDue(at: now) {
            health.timersFired += 1
            due.payload.wake()
        }
    }

    /// Waits for events until the earliest deadline; not at all when a job is ready.
    private func wait(
        into events: UnsafeMutablePointer<epoll_event>,
        from now: MonotonicInstant,
        driverDeadline: MonotonicInstant?
    ) -> Int32 {
        let limit = Int32(Self.eventsPerTurn)
        var deadline = sleepers.earliest
        if let driverDeadline { deadline = min(deadline ?? driverDeadline, driverDeadline) }
        if ready.isEmpty, deadline == nil {
            return unsafe epoll_pwait2(epoll, events, limit, nil, nil)
        }
        let left = ready.isEmpty ? max(0, ((deadline ?? now) - now).count) : 0
        var timeout = timespec(
            tv_sec: Int(left / 1_000_000_000),
            tv_nsec: Int(left % 1_000_000_000)
        )
        return unsafe epoll_pwait2(epoll, events, limit, &timeout, nil)
    }

    /// With thousands of sockets, what belongs to one is rarely in a cache: the next ones' is
    /// fetched while one is being handled.
    private func handle(_ events: UnsafeMutablePointer<epoll_event>, count: Int) {
        for index in 0..<count {
            if index + Self.prefetchDistance < count {
                sockets.prefetch(
                    tag: unsafe sanbyo_epoll_tag(events + index + Self.prefetchDistance)
                )
            }
            unsafe handle(events + index)
        }
    }

    private static let prefetchDistance = 2

    private func handle(_ event: UnsafeMutablePointer<epoll_event>) {
        let tag = unsafe sanbyo_epoll_tag(event)
        if tag == Self.wakeTag {
            emptyInbox()
        } else if let target = sockets.target(ofTag: tag) {
            let events = unsafe SocketEvents(rawValue: event.pointee.events)
            target.handler.socketReady(target.descriptor, events: events)
        }
    }

    private func emptyInbox() {
        var counter: UInt64 = 0
        unsafe eventfd_read(wake, &counter)
        let taken = inbox.withLock { $0.take() }
        for job in taken.jobs { ready.push(job) }
        for work in taken.work { work() }
        if taken.isStopping, !isStopping {
            isStopping = true
            wakeAll()
        }
    }
}
