import Foundation
import Glibc

/// The rehearsal service as a process of its own, with its log and its access log.
final class Rehearsal {
    /// One request as the service logged it.
    struct Access: Decodable {
        let method: String
        let path: String
        /// "answered", "reset" or "abandoned".
        let ending: String
        let status: Int?
        /// "company/user" of whoever was signed in.
        let user: String?
    }

    let url: String
    private let process = Process()
    private let lifeline = Pipe()
    private let log: URL
    private let accessLog: URL

    init(faults: [String] = [], in sandbox: Sandbox) throws {
        log = sandbox.file("service-\(UUID().uuidString)")
        accessLog = sandbox.file("access-\(UUID().uuidString)")
        let output = Pipe()
        process.executableURL = try Sandbox.program("rehearsal-service")
        process.arguments =
            ["--exit-with-stdin", "--log", log.path, "--access-log", accessLog.path]
            + faults.flatMap { ["--fault", $0] }
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
            line.append(byte)
        }
        url =
            String(decoding: line, as: UTF8.self).split(separator: " ").last.map(String.init) ?? ""
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Ends the service and reads what it logged.
    func end() throws -> (log: ServiceLog, requests: [Access]) {
        try lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
        return (try ServiceLog(log), try ServiceLog.lines(of: accessLog, as: Access.self))
    }
}

extension Rehearsal.Access {
    /// The operation of the shipped scenarios that sends this request.
    var operation: String {
        switch (method, path.split(separator: "?").first.map(String.init) ?? path) {
        case ("POST", "/login"): "sign in"
        case ("POST", "/logout"): "sign out"
        case ("GET", "/forms"): "list forms"
        case ("GET", "/records"): "search records"
        case ("GET", let path) where path.hasPrefix("/forms/"): "open form"
        case ("POST", let path) where path.hasSuffix("/records"): "save report"
        default: "\(method) \(path)"
        }
    }

    /// The status by which the scenarios know that the operation succeeded.
    var isSuccess: Bool { ending == "answered" && (status == (method == "GET" ? 200 : 303)) }
}
