/// A task that waits to be resumed by the loop; resumed exactly once.
@safe struct Sleeper {
    private let continuation: UnsafeContinuation<Void, Never>
    /// Whether it rests within work under way, which goes on when sleeps are ended.
    let isResting: Bool

    init(_ continuation: UnsafeContinuation<Void, Never>, isResting: Bool = false) {
        unsafe self.continuation = continuation
        self.isResting = isResting
    }

    func wake() {
        unsafe continuation.resume()
    }
}
