import Foundation
import Glibc

/// A run of `sanbyo run` as a process of its own, and what it left behind.
struct ToolRun: Sendable {
    let exitCode: Int32
    /// What stood on standard error, line by line.
    let progress: [String]
    /// The run's own directory.
    let directory: URL
    let summary: RunSummary

    /// Runs a scenario to its end without keeping a thread waiting.
    ///
    /// - Parameters:
    ///   - wrapper: a command that is to run the tool, such as `nice -n 19`.
    ///   - meanwhile: called once with the process's id after it has started.
    init(
        _ scenario: String,
        _ options: [String],
        in sandbox: Sandbox,
        through wrapper: [String] = [],
        meanwhile: @escaping @Sendable (pid_t) async -> Void = { _ in }
    ) async throws {
        let results = sandbox.file("results-\(UUID().uuidString)")
        let log = sandbox.file("stderr-\(UUID().uuidString)")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            wrapper + [try Sandbox.program("sanbyo").path] + [
                "run", scenario.hasPrefix("/") ? scenario : Sandbox.repository(scenario),
                "--results", results.path,
            ] + options
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        exitCode = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
                let identifier = process.processIdentifier
                Task { await meanwhile(identifier) }
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        let text = try String(contentsOf: log, encoding: .utf8)
        progress = text.split(separator: "\n").map(String.init)
        let made = try? FileManager.default.contentsOfDirectory(
            at: results,
            includingPropertiesForKeys: nil
        )
        guard let directory = made?.first else { throw NothingWritten(progress: text) }
        self.directory = directory
        summary = try JSONDecoder().decode(
            RunSummary.self,
            from: Data(contentsOf: directory.appendingPathComponent("summary.json"))
        )
    }

    /// The tool ended without a run directory.
    struct NothingWritten: Error {
        let progress: String
    }
}
