import Glibc
import Synchronization

/// Hands one value from a loop's thread to the thread that waits for it.
final class Waiter<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func give(_ given: Value) {
        value.withLock { $0 = given }
    }

    /// Looks again every 20 ms, so that what is measured is not disturbed by who waits for it.
    func take() -> Value {
        while true {
            if let taken = value.withLock({ $0 }) { return taken }
            usleep(20_000)
        }
    }
}
