import Foundation
import Glibc
import Journaling
import Reporting
import Synchronization

/// Appends to the journal of a run on a thread of its own, so that a slow disk delays nothing.
///
/// Each piece is flushed to the disk. The first failure (a full disk, say) ends the writing and
/// not the run: later pieces are dropped, and ``finish()`` tells why.
final class JournalWriter: Sendable {
    private enum Entry: Sendable {
        case header(JournalHeader)
        case tick(JournalTick)
        case end(JournalEnd)
    }

    private struct Work: Sendable {
        var entries: [Entry] = []
        var isClosed = false
        var failure: String?
        var isTold = false
    }

    private let path: String
    private let descriptor: Int32
    private let masker: Masker
    private let work = Mutex(Work())
    private let wake = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)

    /// Begins the journal in a run's directory.
    ///
    /// As long as it is written no other program takes the run for a finished one (`flock`).
    /// - Throws: `ToolFailure` with exit code 74 when the file cannot be made.
    init(in folder: String, masker: Masker) throws {
        self.masker = masker
        path = "\(folder)/\(JournalFormat.fileName)"
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw ToolFailure(
                message: "cannot write \(path): \(lastError())",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
        // Where locks are not to be had there is no guard, and no reason not to measure.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        let thread = Thread { [self] in drain() }
        thread.name = "journal"
        thread.start()
    }

    /// Hands an entry over to be written, the header first; returns at once.
    func append(_ header: JournalHeader) { append(.header(header)) }
    func append(_ tick: JournalTick) { append(.tick(tick)) }
    func append(_ end: JournalEnd) { append(.end(end)) }

    private func append(_ entry: Entry) {
        work.withLock { $0.entries.append(entry) }
        wake.signal()
    }

    /// Why writing has stopped, the first time this is asked after it has.
    func newFailure() -> String? {
        work.withLock { work in
            defer { work.isTold = work.failure != nil }
            return work.isTold ? nil : work.failure
        }
    }

    /// Waits until everything is written and closes the file.
    ///
    /// - Returns: why not all could be written, or `nil`.
    func finish() -> String? {
        work.withLock { $0.isClosed = true }
        wake.signal()
        done.wait()
        return work.withLock(\.failure)
    }

    private func drain() {
        while true {
            wake.wait()
            let (entries, isClosed, hasFailed) = work.withLock { work in
                defer { work.entries = [] }
                return (work.entries, work.isClosed, work.failure != nil)
            }
            if !hasFailed, !entries.isEmpty, let reason = write(entries) {
                work.withLock { $0.failure = "cannot write \(path): \(reason)" }
            }
            guard !isClosed else { break }
        }
        close(descriptor)
        done.signal()
    }

    private func write(_ entries: [Entry]) -> String? {
        do {
            return write(try entries.flatMap(bytes))
        } catch {
            return "\(error)"
        }
    }

    private func bytes(of entry: Entry) throws -> [UInt8] {
        switch entry {
        case .header(let header):
            return try JournalFormat.bytes(of: header.masked(by: masker))
        case .tick(var tick):
            tick.state.failures = tick.state.failures.map { $0.masked(by: masker) }
            return try JournalFormat.bytes(of: tick)
        case .end(let end):
            return try JournalFormat.bytes(of: end.masked(by: masker))
        }
    }

    /// Writes and flushes; answers why it could not.
    private func write(_ bytes: [UInt8]) -> String? {
        if let reason = writeAll(bytes, to: descriptor) { return reason }
        return fdatasync(descriptor) == 0 ? nil : lastError()
    }
}

/// Writes all bytes to a descriptor; answers why it could not.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    var written = 0
    while written < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.write(
                descriptor,
                buffer.baseAddress?.advanced(by: written),
                buffer.count - written
            )
        }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return lastError() }
        written += count
    }
    return nil
}
