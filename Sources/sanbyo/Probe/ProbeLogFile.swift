import Glibc
import Journaling

/// Appends lines to a probe's log, and keeps what cannot be written until it can.
struct ProbeLogFile {
    let path: String
    private let descriptor: Int32
    /// Bytes of the file that are whole lines.
    private var length: off_t
    /// Lines not written yet, oldest first.
    private var pending: [String] = []
    /// Why they are not, as last told.
    private var told: String?

    /// - Throws: `ToolFailure` with exit code 74 when the file cannot be opened.
    init(in folder: String, addsLineEnd: Bool) throws {
        path = "\(folder)/\(ProbeLog.fileName)"
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw ToolFailure(
                message: "cannot write \(path): \(lastError())",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
        length = lseek(descriptor, 0, SEEK_END)
        if addsLineEnd { pending.append("") }
    }

    /// Lines that are in memory only.
    var unwritten: Int { pending.count }

    /// Adds a line and writes all that is waiting.
    ///
    /// - Returns: what to tell the user: that writing has failed, or works again.
    mutating func append(_ line: String) -> String? {
        pending.append(line)
        return flush()
    }

    /// Tries again to write what is waiting.
    mutating func flush() -> String? {
        guard !pending.isEmpty else { return nil }
        let bytes = Array(pending.map { $0 + "\n" }.joined().utf8)
        let failure =
            writeAll(bytes, to: descriptor)
            ?? (fdatasync(descriptor) == 0 ? nil : lastError())
        guard let failure else {
            length += off_t(bytes.count)
            pending = []
            defer { told = nil }
            return told == nil ? nil : "\(path) can be written again; nothing was lost"
        }
        // A part of the lines may be there: they are written again as a whole.
        _ = ftruncate(descriptor, length)
        defer { told = failure }
        guard told != failure else { return nil }
        return "cannot write \(path): \(failure); the probe goes on and keeps its ticks in memory"
    }

    func close() { Glibc.close(descriptor) }
}
