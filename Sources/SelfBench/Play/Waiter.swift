import Glibc
import Synchronization

/// Hands one value from a loop's thread to the thread that waits for it.
final class Waiter<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func give(_ given: Value) {
        value.withLock { $0 = given }
    }

    /// Looks again every millisecond: what is measured must not depend on who waits for it.
    func take() -> Value {
        while true {
            if let taken = value.withLock({ $0 }) { return taken }
            usleep(1_000)
        }
    }
}
