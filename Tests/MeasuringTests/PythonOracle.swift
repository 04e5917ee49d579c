import Foundation

/// PyPI's `hdrhistogram`, an implementation independent of ours, run through python3.
enum PythonOracle {
    static let why = "PyPI hdrhistogram cannot be imported by python3"

    /// Whether python3 is there and can import it.
    static let isAvailable: Bool = (try? run("import hdrh.log", [])) != nil

    struct Failure: Error {
        let status: Int32
    }

    /// The standard output of a python program.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(status: process.terminationStatus)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Calls with the path of an empty directory that is gone afterwards.
    static func withDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try body(directory)
    }
}
