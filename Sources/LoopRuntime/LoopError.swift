import Glibc

/// Why a loop could not be made or started.
package struct LoopError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The call that failed, for example "epoll_create1".
    package let call: String
    /// The system's error number.
    package let code: Int32

    package init(call: String, code: Int32 = errno) {
        self.call = call
        self.code = code
    }

    package var description: String {
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return "\(call): \(words)"
    }
}
