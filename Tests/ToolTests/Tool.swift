import Foundation
import Testing

/// The programs built beside these tests.
enum Tool {
    /// The folder that the build puts programs and tests into.
    static let buildFolder: String = {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests ?? "/").deletingLastPathComponent().path
    }()

    /// The top of the project.
    static let project: String = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static let sanbyo = buildFolder + "/sanbyo"
    static let rehearsalService = buildFolder + "/rehearsal-service"

    static func scenario(_ name: String) -> String { "\(project)/Scenarios/\(name)" }

    /// Runs the tool to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> ToolEnd {
        try await Started(sanbyo, arguments, environment: environment).end()
    }

    /// Runs the tool to its end; one text is split at blanks.
    static func run(
        _ arguments: String,
        environment: [String: String] = [:]
    ) async throws -> ToolEnd {
        try await run(arguments.split(separator: " ").map(String.init), environment: environment)
    }

    /// Plays a scenario and keeps its results below a folder.
    static func play(
        _ file: String,
        in folder: Folder,
        _ more: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> ToolEnd {
        try await run(
            ["run", file, "--results", folder.path + "/results"] + more,
            environment: environment
        )
    }
}

/// How a call of the tool ended and what it said.
struct ToolEnd: CustomTestStringConvertible {
    /// The exit code, or minus the signal that ended it.
    let code: Int32
    let output: String
    let errors: String

    var testDescription: String { "code \(code)\n\(output)\n\(errors)" }

    /// Whether a line of the errors holds every one of the texts.
    func complains(of texts: String...) -> Bool {
        errors.split(separator: "\n").contains { line in texts.allSatisfy(line.contains) }
    }
}
