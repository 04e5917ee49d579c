import CLinux
import Glibc
package import Measuring
import Synchronization
package import Timekeeping

/// One thread that runs tasks, timers and sockets, in turns.
///
/// Tasks that have the loop as their executor preference run and resume on its thread only, so
/// what they share needs no lock. The thread waits in `epoll_pwait2` with nanosecond deadlines.
/// Everything is called on the loop's own thread, except ``start()``, ``stop()``,
/// ``enqueue(_:)``, ``enqueueOnLoop(_:)`` and ``isOnLoop``; debug builds check that.
@safe package final class EventLoop: TaskExecutor, @unchecked Sendable {
    package let name: String
    /// The CPU the thread is pinned to.
    package let cpu: Int?

    let epoll: Int32
    let wake: Int32
    /// The thread's `pthread_t`, 0 before the start.
    let thread = Atomic<UInt>(0)
    let inbox = Mutex(LoopInbox())

    // Below: the loop's thread only.
    var ready = JobRing()
    var sleepers = TimerHeap<Sleeper>()
    var sleepsEnded = false
    var restsEnded = false
    var sockets = SocketTable()
    var health = LoopHealth()
    var healthSince = MonotonicInstant.now
    var cpuAtHealth = Nanoseconds.zero
    /// Opened by the thread itself.
    var runQueue: RunQueueClock?
    var waitedAtHealth = Nanoseconds.zero
    var isStopping = false
    unowned(unsafe) var driver: (any LoopDriver)?

    /// Counts the turns since the start; lets a user of the loop tell one turn from the next.
    package internal(set) var turnCount = 0

    /// Makes a loop; ``start()`` gives it its thread.
    ///
    /// - Parameters:
    ///   - name: The thread's name for debuggers; 15 bytes are shown.
    ///   - cpu: The CPU to pin the thread to; `nil` lets the kernel choose.
    package init(name: String, cpu: Int? = nil) throws(LoopError) {
        self.name = name
        self.cpu = cpu
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw LoopError(call: "epoll_create1") }
        wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wake >= 0 else {
            let error = LoopError(call: "eventfd")
            close(epoll)
            throw error
        }
        let added = sanbyo_epoll_control(
            epoll,
            EPOLL_CTL_ADD,
            wake,
            SocketEvents.readable.rawValue,
            Self.wakeTag
        )
        guard added == 0 else {
            let error = LoopError(call: "epoll_ctl")
            close(epoll)
            close(wake)
            throw error
        }
    }

    deinit {
        close(epoll)
        close(wake)
    }

    /// No descriptor and generation give this tag: descriptors are not negative.
    static let wakeTag = UInt64.max

    /// Whether the caller runs on the loop's thread.
    package var isOnLoop: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    func assertOnLoop() {
        assert(isOnLoop, "called off the thread of loop \(name)")
    }

    // MARK: From any thread

    /// Starts the thread.
    ///
    /// - Throws: ``LoopError`` when the system has no thread to give.
    package func start() throws(LoopError) {
        precondition(thread.load(ordering: .relaxed) == 0, "a loop is started once")
        var handle = pthread_t()
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let code = unsafe pthread_create(&handle, nil, runLoopThread, context)
        guard code == 0 else {
            unsafe Unmanaged<EventLoop>.fromOpaque(context).release()
            throw LoopError(call: "pthread_create", code: code)
        }
        thread.store(UInt(handle), ordering: .relaxed)
    }

    /// Ends all sleeps, runs what is ready and ends the thread; waits for that.
    ///
    /// Tasks that wait for anything else are never resumed: end them first. Nothing runs that is
    /// enqueued afterwards.
    package func stop() {
        precondition(!isOnLoop, "a loop does not stop itself")
        let handle = thread.load(ordering: .relaxed)
        guard handle != 0 else { return }
        let stopsNow = inbox.withLock { inbox in
            defer { inbox.isStopping = true }
            return !inbox.isStopping
        }
        guard stopsNow else { return }
        signal()
        pthread_join(pthread_t(handle), nil)
    }

    /// Makes a job ready: at once on the loop's thread, through the inbox from elsewhere.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isOnLoop {
            ready.push(job)
            return
        }
        let needsSignal = inbox.withLock { inbox in
            inbox.jobs.append(job)
            return inbox.needsSignal()
        }
        if needsSignal { signal() }
    }

    /// Runs a piece of work on the loop's thread, soon and in the order given.
    package func enqueueOnLoop(_ work: @escaping @Sendable () -> Void) {
        let needsSignal = inbox.withLock { inbox in
            inbox.work.append(work)
            return inbox.needsSignal()
        }
        if needsSignal { signal() }
    }

    private func signal() {
        eventfd_write(wake, 1)
    }

    // MARK: On the loop's thread

    /// Suspends the calling task until the instant, or until ``wakeSleepers()``.
    ///
    /// Returns at once when the instant has passed or sleeps have been ended; never early
    /// otherwise.
    package func sleep(until instant: MonotonicInstant) async {
        assertOnLoop()
        guard !sleepsEnded, instant > .now else { return }
        await unsafe withUnsafeContinuation { sleeper in
            unsafe sleepers.insert(instant, Sleeper(sleeper))
        }
    }

    /// Suspends the calling task until the instant, or until ``wakeAll()``; ``wakeSleepers()`` does
    /// not end it.
    ///
    /// Returns at once when the instant has passed or all have been woken; never early otherwise.
    package func rest(until instant: MonotonicInstant) async {
        assertOnLoop()
        guard !restsEnded, instant > .now else { return }
        await unsafe withUnsafeContinuation { sleeper in
            unsafe sleepers.insert(instant, Sleeper(sleeper, isResting: true))
        }
    }

    /// Lets everything else that is ready have its turn before the calling task goes on.
    package func pause() async {
        assertOnLoop()
        await unsafe withUnsafeContinuation { sleeper in
            unsafe sleepers.insert(.now, Sleeper(sleeper))
        }
    }

    /// Ends all sleeps at once; later sleeps return at once.
    package func wakeSleepers() {
        assertOnLoop()
        sleepsEnded = true
        for (deadline, sleeper) in sleepers.removeAll() {
            if sleeper.isResting, !restsEnded {
                sleepers.insert(deadline, sleeper)
            } else {
                sleeper.wake()
            }
        }
    }

    /// Ends all sleeps and rests at once; later ones return at once.
    package func wakeAll() {
        restsEnded = true
        wakeSleepers()
    }

    /// Lets a driver take part in every turn; it is not retained and must outlive the thread.
    ///
    /// Called before the start or on the loop's thread.
    package func attach(_ driver: any LoopDriver) {
        unsafe self.driver = driver
    }

    /// Starts a new use of a descriptor; nothing is reported until it is armed.
    package func openSocket(_ descriptor: Int32, handler: any SocketHandler) {
        assertOnLoop()
        sockets.open(descriptor, handler: handler)
    }

    /// Has the events of an open descriptor reported to another handler from now on.
    package func handOverSocket(_ descriptor: Int32, to handler: any SocketHandler) {
        assertOnLoop()
        sockets.handOver(descriptor, to: handler)
    }

    /// Says which events of an open descriptor are reported; none takes it out of epoll.
    package func armSocket(_ descriptor: Int32, for events: SocketEvents) {
        assertOnLoop()
        sockets.arm(descriptor, for: events, epoll: epoll)
    }

    /// Has what is there on an open descriptor reported once more.
    package func rearmSocket(_ descriptor: Int32) {
        assertOnLoop()
        sockets.rearm(descriptor, epoll: epoll)
    }

    /// Ends the use of a descriptor; events of it that are still queued are dropped.
    package func closeSocket(_ descriptor: Int32) {
        sockets.close(descriptor)
    }

    /// What the loop observed about itself since the last call.
    package func takeHealth() -> LoopHealth {
        assertOnLoop()
        let now = MonotonicInstant.now
        let cpuNow = Self.threadCPU()
        let waitedNow = runQueue?.waited() ?? .zero
        var taken = health
        taken.cpu = cpuNow - cpuAtHealth
        taken.runDelay = waitedNow - waitedAtHealth
        taken.span = now - healthSince
        taken.openSockets = sockets.open
        taken.socketsOpened = sockets.takeOpened()
        health = LoopHealth()
        healthSince = now
        cpuAtHealth = cpuNow
        waitedAtHealth = waitedNow
        return taken
    }

    /// The CPU time the calling thread has used.
    static func threadCPU() -> Nanoseconds {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Nanoseconds(Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

private func runLoopThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context = unsafe context {
        unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().run()
    }
    return nil
}
