import Foundation
import Inspections
import Reporting
import Verdicts
import Wording

/// Leaves an inspection behind: its files, and the summary on standard output.
struct InspectOutput {
    let console: Console
    let isJson: Bool
    let language: Language

    private static let textName = "inspection.txt"

    /// Writes the files, `inspection.json` last, and prints the verdict.
    ///
    /// A disk that fails must not cost what was found: it is printed, the files go to the
    /// temporary folder if they can, and the exit code is 74.
    /// - Returns: the exit code of the verdict.
    func write(_ inspection: Inspection, to folder: ResultsDirectory) throws -> Int32 {
        let text = lines(inspection, folder: nil, width: 100, style: Style(isColoured: false))
        let files = [
            ReportFile(name: Self.textName, bytes: Array(text.utf8)),
            ReportFile(name: Inspection.fileName, bytes: InspectionJson.bytes(of: inspection)),
        ]
        var failure: ToolFailure?
        var place: String? = folder.path
        do {
            try folder.write(files)
        } catch let writing as ToolFailure {
            place = RunOutput.rescue(files)
            let rescued = place.map { "; the files are in \($0) instead" } ?? ""
            failure = ToolFailure(message: writing.message + rescued, exitCode: writing.exitCode)
        }
        if isJson {
            console.output(InspectionJson.bytes(of: inspection))
        } else {
            let style = Style(isColoured: console.colorsOutput)
            console.output(
                lines(inspection, folder: place, width: console.width, style: style)
            )
        }
        if let failure { throw failure }
        return inspection.verdict.exitCode
    }

    private func lines(
        _ inspection: Inspection,
        folder: String?,
        width: Int,
        style: Style
    ) -> String {
        InspectionSummary.lines(
            inspection,
            in: language,
            folder: folder,
            files: [Inspection.fileName, Self.textName],
            width: width,
            style: style
        ).joined(separator: "\n") + "\n"
    }
}
