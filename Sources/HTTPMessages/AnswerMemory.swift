/// What a reader needs to keep parts of an answer: to be pooled, so that answers allocate nothing.
package struct AnswerMemory: Sendable {
    var head: [UInt8] = []
    /// The body as sent; empty unless it was to be kept.
    package var body: [UInt8] = []

    /// Without any memory.
    package init() {}

    /// Whether this is no memory at all, not only empty memory.
    package var isNone: Bool { head.capacity == 0 && body.capacity == 0 }

    /// Forgets what it holds, not the memory.
    mutating func clear() {
        if !head.isEmpty { head.removeAll(keepingCapacity: true) }
        if !body.isEmpty { body.removeAll(keepingCapacity: true) }
    }
}
