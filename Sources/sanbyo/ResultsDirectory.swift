import Foundation
import Glibc
import Measuring
import Reporting

/// The directory a run writes into: `Results/<UTC time>-<scenario>/`.
///
/// Made before the first request, so that a directory that cannot be written ends the run before
/// it begins. `summary.json` is the manifest: it is renamed into place after everything else, so
/// a directory without it is an unfinished run.
struct ResultsDirectory {
    /// Less free space than this before a run is a reason not to begin.
    static let leastFreeBytes: UInt64 = 64 << 20
    static let manifest = "summary.json"

    let path: String

    /// Makes the directory and proves that it can be written.
    ///
    /// - Throws: `ToolFailure` with exit code 74.
    init(in parent: String, scenario: String, at date: Date) throws {
        let stamp = Self.stamp(date)
        let base = "\(parent)/\(stamp)-\(FileName.made(of: scenario, keeping: "_."))"
        try Self.make(parent)
        var candidate = base
        for attempt in 2...100 {
            if unsafe mkdir(candidate, 0o777) == 0 { break }
            guard errno == EEXIST, attempt < 100 else {
                throw Self.failure("cannot make \(candidate): \(lastError())")
            }
            candidate = "\(base)-\(attempt)"
        }
        path = candidate
        try write(Array("in progress\n".utf8), to: ".unfinished")
        try checkSpace()
    }

    /// The directory of a run that is there already.
    init(existing path: String) {
        self.path = path
    }

    /// The folder of results: the flag's before the environment's before the usual one.
    static func parent(_ flag: String?) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let folder = flag ?? environment["SANBYO_RESULTS"] ?? "Results"
        guard !folder.isEmpty else {
            throw ToolFailure(
                message: "--results: the name is empty; write a folder, such as Results",
                exitCode: ExitCodes.usage
            )
        }
        return folder
    }

    /// Makes a folder and those above it; one that is there is as good.
    static func make(_ folder: String) throws {
        var made = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            made += part
            guard unsafe mkdir(made, 0o777) == 0 || errno == EEXIST else {
                throw failure("cannot make the results folder \(folder): \(lastError())")
            }
            made += "/"
        }
    }

    private static func stamp(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        return formatter.string(from: date)
    }

    private func checkSpace() throws {
        var figures = statvfs()
        guard unsafe statvfs(path, &figures) == 0 else { return }
        let free = UInt64(figures.f_bavail) * UInt64(figures.f_frsize)
        guard free >= Self.leastFreeBytes else {
            try? FileManager.default.removeItem(atPath: path)
            throw Self.failure(
                """
                only \(free >> 20) MiB are free at \(path); a run needs \
                \(Self.leastFreeBytes >> 20) MiB. Free some space or choose another place with \
                --results
                """
            )
        }
    }

    /// Writes one file completely or throws.
    ///
    /// The bytes go to a temporary name first and are flushed to the disk before the rename, so
    /// no reader ever sees half a file.
    func write(_ bytes: [UInt8], to name: String) throws {
        let final = "\(path)/\(name)"
        let temporary = "\(path)/.\(name).part"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Self.failure("cannot write \(final): \(lastError())")
        }
        defer { close(descriptor) }
        if let reason = writeAll(bytes, to: descriptor) {
            unsafe unlink(temporary)
            throw Self.failure("cannot write \(final): \(reason)")
        }
        guard fsync(descriptor) == 0, unsafe rename(temporary, final) == 0 else {
            let reason = lastError()
            unsafe unlink(temporary)
            throw Self.failure("cannot write \(final): \(reason)")
        }
    }

    /// Proves that files can be written here, before anything is measured.
    ///
    /// - Throws: `ToolFailure` with exit code 74.
    func checkWritable() throws {
        let name = ".writable-\(getpid())"
        try write([], to: name)
        unsafe unlink("\(path)/\(name)")
    }

    /// Writes the files of a judged run, the manifest last; then the run is finished.
    func write(_ files: [ReportFile]) throws {
        for file in files where file.name != Self.manifest { try write(file.bytes, to: file.name) }
        for file in files where file.name == Self.manifest { try write(file.bytes, to: file.name) }
        unsafe unlink("\(path)/.unfinished")
    }

    /// Removes the directory of a run that never began.
    func discard() { try? FileManager.default.removeItem(atPath: path) }

    private static func failure(_ message: String) -> ToolFailure {
        ToolFailure(message: message, exitCode: ExitCodes.cannotWriteResults)
    }
}
