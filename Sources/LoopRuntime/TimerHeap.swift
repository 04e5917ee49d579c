package import Timekeeping

/// Pending deadlines, earliest first; equal deadlines leave in the order they came.
///
/// A heap with four children per node: fewer levels, and the children share a cache line or two.
package struct TimerHeap<Payload> {
    private struct Entry {
        var deadline: Int64
        var order: UInt64
        var payload: Payload

        func precedes(_ other: Entry) -> Bool {
            deadline != other.deadline ? deadline < other.deadline : order < other.order
        }
    }

    private var entries: [Entry] = []
    private var nextOrder: UInt64 = 0

    package init() {}

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    /// The earliest deadline, kept beside the heap: it is asked for in every turn of a loop.
    package private(set) var earliest: MonotonicInstant?

    package mutating func insert(_ deadline: MonotonicInstant, _ payload: Payload) {
        let entry = Entry(deadline: deadline.nanoseconds, order: nextOrder, payload: payload)
        nextOrder &+= 1
        entries.append(entry)
        var position = entries.count - 1
        while position > 0 {
            let parent = (position - 1) / 4
            guard entry.precedes(entries[parent]) else { break }
            entries[position] = entries[parent]
            position = parent
        }
        entries[position] = entry
        noteEarliest()
    }

    private mutating func noteEarliest() {
        earliest = entries.first.map { MonotonicInstant(nanoseconds: $0.deadline) }
    }

    /// Takes the earliest entry out if its deadline is not after `now`.
    package mutating func popDue(
        at now: MonotonicInstant
    ) -> (deadline: MonotonicInstant, payload: Payload)? {
        guard let first = entries.first, first.deadline <= now.nanoseconds else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty { sink(last) }
        noteEarliest()
        return (MonotonicInstant(nanoseconds: first.deadline), first.payload)
    }

    /// Takes everything out, earliest first.
    package mutating func removeAll() -> [(deadline: MonotonicInstant, payload: Payload)] {
        var entries: [(deadline: MonotonicInstant, payload: Payload)] = []
        while let due = popDue(at: MonotonicInstant(nanoseconds: .max)) {
            entries.append(due)
        }
        return entries
    }

    /// Puts an entry at the root's empty place and lets it sink to where it belongs.
    private mutating func sink(_ entry: Entry) {
        var position = 0
        while true {
            let firstChild = position * 4 + 1
            guard firstChild < entries.count else { break }
            var smallest = firstChild
            for child in firstChild..<min(firstChild + 4, entries.count)
            where entries[child].precedes(entries[smallest]) {
                smallest = child
            }
            guard entries[smallest].precedes(entry) else { break }
            entries[position] = entries[smallest]
            position = smallest
        }
        entries[position] = entry
    }
}
