/// What other threads have left for a loop; guarded by a mutex.
struct LoopInbox {
    var jobs: [UnownedJob] = []
    var work: [@Sendable () -> Void] = []
    /// Whether the loop has been told to look; spares a system call per entry.
    var isSignalled = false
    var isStopping = false

    /// Whether the caller has to signal the loop.
    mutating func needsSignal() -> Bool {
        defer { isSignalled = true }
        return !isSignalled
    }

    mutating func take() -> LoopInbox {
        let taken = self
        jobs.removeAll(keepingCapacity: false)
        work.removeAll(keepingCapacity: false)
        isSignalled = false
        return taken
    }
}
