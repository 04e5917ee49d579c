import Glibc

/// Why a stub server could not be started.
package struct StubServerError: Error, Sendable {
    package let call: String
    package let code: Int32

    init(call: String) {
        self.call = call
        code = errno
    }
}
