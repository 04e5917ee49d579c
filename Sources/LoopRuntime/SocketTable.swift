import CLinux

/// What the loop knows about each open descriptor; the index is the descriptor.
///
/// A descriptor's number is used again as soon as it is closed, so every use has a generation.
/// Events carry the generation they were asked for under; those of an earlier use are dropped.
struct SocketTable {
    @safe private struct Entry {
        var generation: UInt32 = 0
        /// What epoll reports now; empty = not in epoll.
        var armed: SocketEvents = []
        var handler: (any SocketHandler)? {
            didSet {
                unsafe memory = handler.map {
                    unsafe UnsafeRawPointer(Unmanaged.passUnretained($0 as AnyObject).toOpaque())
                }
            }
        }
        /// Where the handler lies, to be fetched ahead; never followed.
        private(set) var memory: UnsafeRawPointer?
    }

    private var entries: [Entry] = []
    private(set) var open = 0
    private(set) var openedSinceTaken = 0

    /// Starts a new use of a descriptor.
    mutating func open(_ descriptor: Int32, handler: any SocketHandler) {
        let index = Int(descriptor)
        if index >= entries.count {
            let missing = max(index + 1, entries.count * 2) - entries.count
            entries.append(contentsOf: repeatElement(Entry(), count: missing))
        }
        if entries[index].handler == nil { open += 1 }
        openedSinceTaken += 1
        entries[index].generation &+= 1
        entries[index].armed = []
        entries[index].handler = handler
    }

    /// Goes on with a use under another handler.
    mutating func handOver(_ descriptor: Int32, to handler: any SocketHandler) {
        let index = Int(descriptor)
        guard index < entries.count, entries[index].handler != nil else { return }
        entries[index].handler = handler
    }

    /// Ends a use; the kernel forgets the descriptor when it is closed.
    mutating func close(_ descriptor: Int32) {
        let index = Int(descriptor)
        guard index < entries.count, entries[index].handler != nil else { return }
        entries[index].generation &+= 1
        entries[index].armed = []
        entries[index].handler = nil
        open -= 1
    }

    /// Makes epoll report exactly these events, with a system call only if that is a change.
    mutating func arm(_ descriptor: Int32, for events: SocketEvents, epoll: Int32) {
        let index = Int(descriptor)
        guard index < entries.count, entries[index].handler != nil,
            entries[index].armed != events
        else { return }
        let operation =
            if events.isEmpty {
                EPOLL_CTL_DEL
            } else if entries[index].armed.isEmpty {
                EPOLL_CTL_ADD
            } else {
                EPOLL_CTL_MOD
            }
        set(operation, descriptor, events, epoll: epoll)
    }

    /// Has epoll report once more what it reports once.
    mutating func rearm(_ descriptor: Int32, epoll: Int32) {
        let index = Int(descriptor)
        guard index < entries.count, !entries[index].armed.isEmpty else { return }
        set(EPOLL_CTL_MOD, descriptor, entries[index].armed, epoll: epoll)
    }

    private mutating func set(
        _ operation: Int32,
        _ descriptor: Int32,
        _ events: SocketEvents,
        epoll: Int32
    ) {
        let index = Int(descriptor)
        let tag = UInt64(UInt32(bitPattern: descriptor)) | UInt64(entries[index].generation) << 32
        let failed =
            sanbyo_epoll_control(epoll, operation, descriptor, events.rawValue, tag) != 0
        // A failed change leaves the kernel without the descriptor: the next arm adds it again.
        entries[index].armed = failed ? [] : events
    }

    /// The descriptor and handler an event is for; `nil` when its use has ended.
    func target(ofTag tag: UInt64) -> (descriptor: Int32, handler: any SocketHandler)? {
        let descriptor = UInt32(truncatingIfNeeded: tag)
        let index = Int(descriptor)
        guard index < entries.count, entries[index].generation == UInt32(tag >> 32),
            let handler = entries[index].handler
        else { return nil }
        return (Int32(bitPattern: descriptor), handler)
    }

    /// Has the handler's memory fetched; an event for it will be handled soon.
    func prefetch(tag: UInt64) {
        let index = Int(UInt32(truncatingIfNeeded: tag))
        guard index < entries.count, let memory = unsafe entries[index].memory else { return }
        unsafe sanbyo_prefetch(memory, 7)
    }

    mutating func takeOpened() -> Int {
        defer { openedSinceTaken = 0 }
        return openedSinceTaken
    }
}
