import Foundation
import Journaling
import Measuring
import Reporting
import Timekeeping
import Verdicts

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

    /// The run as it would have been reported.
    ///
    /// - Parameters:
    ///   - change: what is to be different from what the run was played for.
    ///   - remarks: what a reader must know of that.
    func report(
        changedBy change: (inout RunFacts) -> Void = { _ in },
        remarks: [String] = []
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
