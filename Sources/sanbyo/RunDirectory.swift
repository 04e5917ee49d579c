import Foundation
import Glibc
import Journaling
import Measuring
import Reporting
import Timekeeping
import Verdicts
import Wording

/// A run as it lies in its directory, finished or cut off.
struct RunDirectory {
    let path: String
    let run: JournaledRun

    /// Reads the journal of a run.
    ///
    /// - Throws: `ToolFailure` with exit code 65 when there is none, or none that can be read.
    init(_ path: String) throws {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let file = "\(self.path)/\(JournalFormat.fileName)"
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw ToolFailure(
                message: "\(path) holds no run that can be judged: \(file) cannot be read "
                    + "(\(lastError())); name the directory that `sanbyo run` wrote",
                exitCode: ExitCodes.faultyInput
            )
        }
        do throws(JournalFault) {
            run = try JournalReader.read(Array(bytes))
        } catch {
            throw ToolFailure(
                message: "\(file): \(error)",
                exitCode: ExitCodes.faultyInput
            )
        }
    }

    /// Makes sure that writing the reports again cannot put a poorer verdict in place of the run's.
    ///
    /// - Throws: `ToolFailure` with exit code 65 while the run is going on, and when its journal
    ///   tells less than the reports that are there.
    func checkReportable() throws {
        guard !isGoingOn else {
            throw ToolFailure(
                message: "the run in \(path) is still going on; it writes its reports itself when "
                    + "it ends",
                exitCode: ExitCodes.faultyInput
            )
        }
        let manifest = "\(path)/\(ResultsDirectory.manifest)"
        guard run.end == nil, FileManager.default.fileExists(atPath: manifest) else { return }
        throw ToolFailure(
            message: "the journal in \(path) breaks off, and \(manifest) is there already, perhaps "
                + "judged by more than the journal tells; move it away to write the reports anew",
            exitCode: ExitCodes.faultyInput
        )
    }

    /// Whether a process holds the journal to write it.
    private var isGoingOn: Bool {
        let descriptor = unsafe open("\(path)/\(JournalFormat.fileName)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// The run as it would have been reported.
    ///
    /// - Parameters:
    ///   - change: what is to be different from what the run was played for.
    ///   - remarks: what a reader must know of that.
    func report(
        changedBy change: (inout RunFacts) -> Void = { _ in },
        remarks: [Bilingual] = []
    ) -> RunReport {
        var facts = run.facts
        change(&facts)
        var meta = run.header.meta
        meta.duration = run.end?.duration ?? run.covered
        meta.warnings += remarks
        return RunReport(
            facts: facts,
            judgement: Judge.judge(facts),
            meta: meta,
            failures: run.failures
        )
    }
}
