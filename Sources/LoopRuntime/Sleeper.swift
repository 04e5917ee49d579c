/// A task that waits to be resumed by the loop; resumed exactly once.
@safe struct Sleeper {
    private let continuation: UnsafeContinuation<Void, Never>

    init(_ continuation: UnsafeContinuation<Void, Never>) {
        unsafe self.continuation = continuation
    }

    func wake() {
        unsafe continuation.resume()
    }
}
