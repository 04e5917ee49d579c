import Foundation
import Glibc
import Journaling
import Measuring
import Timekeeping

/// The folder of a probe's record, held by one writer at a time.
final class ProbeFolder {
    static let lockName = "probe.lock"
    /// What was cut off at the end of the log, kept aside.
    static let tornName = "ticks.torn"
    static let summaryName = "probe.json"

    let path: String
    private let lock: Int32

    /// "probe-forms" for the probe "forms".
    static func name(of probe: String) -> String {
        "probe-" + FileName.made(of: probe, keeping: "_.")
    }

    /// Makes the folder where it is not there, and takes its lock.
    ///
    /// - Throws: `ToolFailure` with exit code 74 when another process holds it.
    init(_ path: String) throws {
        self.path = path
        try ResultsDirectory.make(path)
        let file = "\(path)/\(Self.lockName)"
        lock = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard lock >= 0 else {
            throw ToolFailure(
                message: "cannot write \(file): \(lastError())",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
        guard Self.takes(lock) else {
            let holder = Self.holder(of: path).map { "process \($0)" } ?? "another process"
            close(lock)
            throw ToolFailure(
                message: """
                    \(holder) is writing into \(path) already; stop it first, or give this probe \
                    another name or another --results
                    """,
                exitCode: ExitCodes.cannotWriteResults
            )
        }
        _ = ftruncate(lock, 0)
        _ = writeAll(Array("\(getpid())\n".utf8), to: lock)
    }

    deinit { close(lock) }

    /// The process that writes into a folder now, if any.
    static func writer(of path: String) -> Int32? {
        let lock = unsafe open("\(path)/\(lockName)", O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return nil }
        defer { close(lock) }
        // Shared: whoever looks at the same time is no writer.
        guard flock(lock, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return holder(of: path) ?? 0
    }

    /// Takes the lock; one that is held for a glance only, as ``writer(of:)`` does, is waited for.
    private static func takes(_ lock: Int32) -> Bool {
        for _ in 0..<25 {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(20_000)
        }
        return false
    }

    private static func holder(of path: String) -> Int32? {
        let bytes = FileManager.default.contents(atPath: "\(path)/\(lockName)") ?? Data()
        return Int32(
            String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }

    /// The record that is there; `nil` when none was begun.
    ///
    /// - Parameter console: is told of lines that cannot be read.
    /// - Throws: `ToolFailure` with 65 when the file is something else.
    func existingLog(_ console: Console) throws -> ProbeLog? {
        let file = "\(path)/\(ProbeLog.fileName)"
        guard let bytes = FileManager.default.contents(atPath: file), !bytes.isEmpty else {
            return nil
        }
        // The very first line was cut off: nothing was recorded yet.
        if !bytes.contains(0x0A), (try? ProbeLog.read([UInt8](bytes), name: file)) == nil {
            try setAside([UInt8](bytes), keeping: 0, console)
            return nil
        }
        do throws(ProbeLogError) {
            let log = try ProbeLog.read([UInt8](bytes), name: file)
            for fault in log.faults where !log.isTorn || fault != log.faults.last {
                console.note("warning: \(fault); the line is not counted")
            }
            if log.isTorn {
                try? setAside(
                    Array(bytes[(bytes.startIndex + log.wholeBytes)...]),
                    keeping: log.wholeBytes,
                    console
                )
            }
            return log
        } catch {
            throw ToolFailure(
                message: "\(error); move it away, or give the probe another name",
                exitCode: ExitCodes.faultyInput
            )
        }
    }

    /// Moves what was cut off from the log's end into a file of its own.
    private func setAside(_ torn: [UInt8], keeping whole: Int, _ console: Console) throws {
        let log = "\(path)/\(ProbeLog.fileName)"
        let aside = "\(path)/\(Self.tornName)"
        let file = unsafe open(aside, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Self.failure(aside) }
        defer { close(file) }
        if let reason = writeAll(torn + [0x0A], to: file) { throw Self.failure(aside, reason) }
        guard unsafe truncate(log, off_t(whole)) == 0 else { throw Self.failure(log) }
        console.note(
            "warning: \(log) was cut off in the middle of its last line; its \(torn.count) bytes"
                + " are in \(Self.tornName) now and are not counted"
        )
    }

    private static func failure(_ file: String, _ reason: String = lastError()) -> ToolFailure {
        ToolFailure(
            message: "cannot write \(file): \(reason)",
            exitCode: ExitCodes.cannotWriteResults
        )
    }
}
