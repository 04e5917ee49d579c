import Foundation

/// Programs of others that read our files, run through python3.
enum Python {
    /// Whether python3 is there and can import some modules.
    static func has(_ modules: String) -> Bool { (try? run("import \(modules)", [])) != nil }

    struct Failure: Error {
        let words: String
    }

    /// What a python program prints.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(words: text) }
        return text
    }
}
