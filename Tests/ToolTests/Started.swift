import Foundation
import Synchronization

/// A program under way; ended when the test lets go of it.
final class Started: Sendable {
    private let process: Process
    private let outputs: Folder
    /// Longer than any run of these tests.
    private static let patience = 55.0

    /// Starts a program with an environment of its own: only what is given, PATH and TMPDIR.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let folder = try Folder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        var all = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
        all["TMPDIR"] = folder.path
        process.environment = all.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(folder.write("", as: "output"))
        process.standardError = try Self.file(folder.write("", as: "errors"))
        try process.run()
        self.process = process
        outputs = folder
        let identifier = process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in
            if self?.process.isRunning == true { kill(identifier, SIGKILL) }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    private static func file(_ path: String) throws -> FileHandle {
        try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var output: String { text("output") }
    var errors: String { text("errors") }
    /// Where the program's temporary files go.
    var temporaryFolder: String { outputs.path }

    private func text(_ name: String) -> String {
        let bytes = FileManager.default.contents(atPath: "\(outputs.path)/\(name)") ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    func signal(_ number: Int32) { kill(identifier, number) }

    /// Waits for the end without holding a thread of the tests.
    func end() async throws -> ToolEnd {
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        process.waitUntilExit()
        let wasSignalled = process.terminationReason == .uncaughtSignal
        let status = process.terminationStatus
        return ToolEnd(code: wasSignalled ? -status : status, output: output, errors: errors)
    }

    /// Waits until a condition holds, at most 20 s; false when the program ended first.
    func wait(until holds: () -> Bool) async throws -> Bool {
        for _ in 0..<1000 {
            if holds() { return true }
            guard isRunning else { return holds() }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
