import Glibc
import NIOPosix

import Synchronization

/// A file that lines are appended to without the event loop ever waiting for the disk.
///
/// Lines collect in memory and are written by a thread of their own, in order. Used on the event
/// loop only, except for ``hasFailed``.
final class LogFile {
    /// The file could not be opened.
    struct OpenFailure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "cannot write \(path): \(reason); choose another file" }
    }

    private let descriptor: CInt
    private let writer: NIOThreadPool
    private var pending: [UInt8] = []
    /// Set when lines were lost, for example because the disk is full.
    let hasFailed: Failure

    /// A flag that the writing thread sets.
    final class Failure: Sendable {
        private let flag = Atomic(false)
        var isSet: Bool { flag.load(ordering: .relaxed) }
        func set() { flag.store(true, ordering: .relaxed) }
    }

    /// Opens the file, emptying one that is there already.
    init(path: String, writer: NIOThreadPool, failure: Failure) throws(OpenFailure) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw OpenFailure(path: path, reason: unsafe String(cString: strerror(errno)))
        }
        self.writer = writer
        hasFailed = failure
    }

    func append(_ line: String) {
        pending.append(contentsOf: line.utf8)
        pending.append(UInt8(ascii: "\n"))
        if pending.count > 64 * 1024 { flush() }
    }

    /// Hands what has collected to the writing thread.
    func flush() {
        guard !pending.isEmpty else { return }
        let bytes = pending
        pending.removeAll(keepingCapacity: true)
        let (descriptor, failure) = (descriptor, hasFailed)
        writer.submit { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { buffer in
                    unsafe write(descriptor, buffer.baseAddress, buffer.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return failure.set() }
                rest = rest.dropFirst(count)
            }
        }
    }
}
