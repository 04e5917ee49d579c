import Foundation
import Glibc

/// A run of this very program, as a user or a build server would start it, and its summary.
struct OwnRun {
    /// The parts of `summary.json` that calibrating looks at.
    struct Summary: Decodable {
        struct Quantity: Decodable {
            let value: Double?
        }

        struct Gate: Decodable {
            let text: String
            let verdict: String
            let value: Quantity?
        }

        struct Times: Decodable {
            let n: Int
            let p50: Double?
            let p95: Double?
            let p99: Double?
            let p999: Double?

            enum CodingKeys: String, CodingKey {
                case n, p50, p95, p99
                case p999 = "p99.9"
            }
        }

        struct Operation: Decodable {
            let name: String
            let planned: Int
            let judged: Bool
            let responseMs: Times
        }

        struct Episode: Decodable {
            let start: String
            let startS: Double
            let endS: Double
            let durationS: Double
        }

        struct Finding: Decodable {
            let name: String
            let healthy: Bool
            let value: Quantity?
            let reason: String
        }

        struct Machine: Decodable {
            let residentBytes: Int?
        }

        let verdict: String
        let exitCode: Int32
        let reasons: [String]
        let gates: [Gate]
        let operations: [Operation]
        let episodes: [Episode]
        let generator: [Finding]
        let machine: Machine?
    }

    let exitCode: Int32
    let summary: Summary
    /// The run's own directory.
    let directory: String

    /// - Parameter meanwhile: called once after the run has started.
    /// - Throws: `ToolFailure` with exit code 70 when the run leaves no summary behind.
    init(
        _ scenario: String,
        _ options: [String] = [],
        in folder: String,
        meanwhile: () -> Void = {}
    ) throws {
        let name = UUID().uuidString
        let file = "\(folder)/\(name).yaml"
        try Data(scenario.utf8).write(to: URL(fileURLWithPath: file))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            ["run", file, "--quiet", "--json", "--results", "\(folder)/\(name)"] + options
        // Settings of the caller's environment are for the caller's own runs.
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("SANBYO_") || $0.key == "SANBYO_REHEARSAL"
        }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        meanwhile()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        exitCode = process.terminationStatus
        guard let summary = try? JSONDecoder().decode(Summary.self, from: bytes) else {
            throw ToolFailure(
                message: "a run for calibrating ended with \(exitCode) and without a summary; its "
                    + "own message stands above",
                exitCode: ExitCodes.ownFault
            )
        }
        self.summary = summary
        let runs = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")
        directory = "\(folder)/\(name)/\(runs.first ?? "")"
    }

    func finding(_ name: String) -> Summary.Finding? {
        summary.generator.first { $0.name == name }
    }
}
