import Foundation
import Journaling
import Reporting
import Verdicts

/// Leaves a judged run behind: its files, and the summary on standard output.
struct RunOutput {
    let console: Console
    /// Whether the summary is printed as one JSON document.
    let isJson: Bool

    /// Writes every file, the summary last, and prints the verdict.
    ///
    /// A disk that fails must not cost the run: what was measured is judged and printed, the
    /// files go to the temporary folder if they can, and the exit code is 74.
    /// - Parameter lost: why the journal could not be written, if it could not.
    /// - Returns: the exit code of the verdict.
    func write(
        _ report: RunReport,
        to folder: ResultsDirectory,
        lost: String? = nil
    ) throws -> Int32 {
        let files = Reporters.files(of: report)
        var failure = lost.map { reason in
            ToolFailure(
                message: "\(reason); the run was judged from memory and cannot be judged again",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
        var place = folder.path
        do {
            try folder.write(files)
        } catch let writing as ToolFailure {
            place = Self.rescue(files) ?? ""
            let rescued = place.isEmpty ? "" : "; the files are in \(place) instead"
            failure = ToolFailure(message: writing.message + rescued, exitCode: writing.exitCode)
        }
        show(report, files: files, place: place)
        if let failure { throw failure }
        return report.judgement.verdict.exitCode
    }

    /// Prints the verdict of a run; nothing is written.
    /// - Parameter place: the folder of the files named, as shown to the user.
    func show(_ report: RunReport, files: [ReportFile], place: String) {
        if isJson {
            for file in files where file.name == ResultsDirectory.manifest {
                console.output(file.bytes)
            }
            return
        }
        let others = [JournalFormat.fileName, Target.logName].filter {
            FileManager.default.fileExists(atPath: "\(place)/\($0)")
        }
        let lines = TerminalSummary.lines(
            report,
            folder: place.isEmpty ? nil : place,
            files: files.map(\.name) + others,
            width: console.width,
            style: Style(isColoured: console.colorsOutput)
        )
        console.output(lines.joined(separator: "\n") + "\n")
    }

    /// Writes the files into a temporary folder; its path, or `nil` when that fails too.
    static func rescue(_ files: [ReportFile]) -> String? {
        let temporary = FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-\(ProcessInfo.processInfo.processIdentifier)")
        do {
            try FileManager.default.createDirectory(
                at: temporary,
                withIntermediateDirectories: true
            )
            for file in files {
                try Data(file.bytes).write(to: temporary.appendingPathComponent(file.name))
            }
            return temporary.path
        } catch {
            return nil
        }
    }
}
