import Foundation

/// SciPy and NumPy, implementations independent of ours, run through python3.
enum PythonOracle {
    static let why = "SciPy cannot be imported by python3"

    /// Whether python3 is there and can import it.
    static let isAvailable: Bool = (try? run("import numpy, scipy.stats", rows: [])) != nil

    struct Failure: Error {
        let status: Int32
    }

    /// The numbers that a program prints, line by line, when `rows` is a list of lists of numbers.
    static func run(_ program: String, rows: [[Double]]) throws -> [[Double]] {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-oracle-\(UUID().uuidString)")
        let input = rows.map { $0.map(\.description).joined(separator: " ") }
        try Data(input.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let head = "import sys\nrows = [list(map(float, line.split())) for line in sys.stdin]\n"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", head + program]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(status: process.terminationStatus)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: " ").compactMap { Double($0) } }
    }
}
