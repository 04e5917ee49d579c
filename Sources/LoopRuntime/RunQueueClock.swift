import Glibc
import Timekeeping

/// How long a thread has been ready to run without getting a core.
///
/// Linux counts it per thread in `/proc/…/schedstat` (second figure, ns). Where the kernel does
/// not, the reading stays zero and other checks must tell.
struct RunQueueClock: ~Copyable {
    private let file: Int32

    /// Opens the calling thread's own counter.
    init() {
        file = unsafe open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// The time waited since the thread began.
    func waited() -> Nanoseconds {
        guard file >= 0 else { return .zero }
        var text = [UInt8](repeating: 0, count: 64)
        let length = unsafe text.withUnsafeMutableBytes {
            unsafe pread(file, $0.baseAddress, $0.count, 0)
        }
        let fields = text.prefix(max(0, length)).split(separator: UInt8(ascii: " "))
        guard fields.count > 1 else { return .zero }
        return Nanoseconds(Int64(String(decoding: fields[1], as: UTF8.self)) ?? 0)
    }
}
