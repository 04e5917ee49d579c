import Foundation

/// A program of the system run beside a test; ended when the test ends.
final class Program {
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()

    /// Starts a program by name; `nil` when it is not installed.
    init?(_ name: String, _ arguments: [String], in directory: URL) throws {
        guard let path = Self.find(name) else { return nil }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    static func find(_ name: String) -> String? {
        ["/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin"]
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Writes to the program's standard input.
    func write(_ text: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    /// Waits for a whole line of output that holds the text.
    func line(containing text: String) -> String? {
        var seen = Data()
        while true {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            seen += more
            guard let end = seen.lastIndex(of: 10) else { continue }
            let lines = String(decoding: seen[...end], as: UTF8.self).split(separator: "\n")
            if let line = lines.first(where: { $0.contains(text) }) { return String(line) }
        }
    }

    /// Runs to its end; true when it succeeded.
    func finish() -> Bool {
        _ = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    func end() {
        // Started on a thread of the system's pool it may have inherited a mask that holds back
        // the polite signal.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// A directory that is gone after the test, with certificates in it.
struct CertificateDirectory {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try selfSigned("server", extensions: ["-addext", "subjectAltName=IP:127.0.0.1"])
        try selfSigned("client", extensions: [])
        try selfSigned("stranger", extensions: [])
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }

    private func selfSigned(_ name: String, extensions: [String]) throws {
        let arguments =
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", "\(name).key", "-out", "\(name).pem", "-days", "2", "-subj",
                "/CN=\(name)",
            ] + extensions
        guard let program = try Program("openssl", arguments, in: url), program.finish() else {
            throw CocoaError(.executableNotLoadable)
        }
    }
}
