import CLinux

/// A first-in, first-out queue of jobs: a ring that doubles when it is full.
///
/// Raw memory instead of an array, because every resume of every user passes through here.
@safe struct JobRing: ~Copyable {
    private var slots: UnsafeMutablePointer<UnownedJob>
    /// A power of two.
    private var capacity: Int
    /// Positions grow without bound and are masked; `tail - head` is the count.
    private var head = 0
    private var tail = 0

    init(capacity: Int = 1024) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0)
        self.capacity = capacity
        unsafe slots = UnsafeMutablePointer.allocate(capacity: capacity)
    }

    deinit {
        unsafe slots.deallocate()
    }

    var count: Int { tail &- head }
    var isEmpty: Bool { tail == head }

    mutating func push(_ job: UnownedJob) {
        if count == capacity { grow() }
        unsafe (slots + (tail & (capacity &- 1))).initialize(to: job)
        tail &+= 1
    }

    mutating func pop() -> UnownedJob? {
        guard !isEmpty else { return nil }
        let job = unsafe (slots + (head & (capacity &- 1))).move()
        head &+= 1
        return job
    }

    /// Has the memory of the job after the next fetched: a task's own, and behind it the first of
    /// what it keeps while it waits.
    func prefetchNext() {
        guard count > 1 else { return }
        let job = unsafe slots[(head &+ 1) & (capacity &- 1)]
        unsafe sanbyo_prefetch(unsafeBitCast(job, to: UnsafeRawPointer.self), 5)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UnownedJob>.allocate(capacity: capacity * 2)
        let queued = count
        for offset in 0..<queued {
            let slot = unsafe slots + ((head &+ offset) & (capacity &- 1))
            unsafe (larger + offset).moveInitialize(from: slot, count: 1)
        }
        unsafe slots.deallocate()
        unsafe slots = larger
        capacity *= 2
        head = 0
        tail = queued
    }
}
