import Foundation
import Testing

@Suite("The executable", .serialized, .timeLimit(.minutes(1)))
struct ProcessTests {
    @Test("it says where it listens and ends cleanly on SIGTERM and SIGINT", arguments: [15, 2])
    func signals(number: Int32) throws {
        let service = try Started([])
        #expect(service.firstLine.hasPrefix("rehearsal-service listening on http://127.0.0.1:"))
        let port = try #require(service.firstLine.split(separator: ":").last.flatMap { Int($0) })
        #expect(try Connection(port: port).ask("GET", "/health/web").status == 200)
        kill(service.process.processIdentifier, number)
        #expect(service.end() == 0)
    }

    @Test("it ends when its standard input closes, if told so")
    func standardInput() throws {
        let service = try Started(["--exit-with-stdin"])
        #expect(service.process.isRunning)
        try service.input.fileHandleForWriting.close()
        #expect(service.end() == 0)
    }

    @Test("wrong arguments are all reported with a remedy and exit 64")
    func wrongArguments() throws {
        let service = try Started([
            "--host", "0.0.0.0", "--port", "70000", "--fault", "at 1 for 2s: stall",
            "--fault", "at 1s for 2s: fly",
        ])
        #expect(service.end() == 64)
        let message = service.errorText
        for part in [
            "--host 0.0.0.0", "write 127.0.0.1 or ::1", "--port 70000", "--fault 1, column 4",
            "--fault 2, column 15",
        ] {
            #expect(message.contains(part), "\(message)")
        }
    }

    @Test("a taken port and an unwritable log are reported with exit 69")
    func cannotStart() throws {
        let first = try Started([])
        let port = try #require(first.firstLine.split(separator: ":").last)
        let second = try Started(["--port", String(port)])
        #expect(second.end() == 69)
        #expect(second.errorText.contains("cannot start"))
        let third = try Started(["--log", "/nowhere/at/all.log"])
        #expect(third.end() == 69)
        #expect(third.errorText.contains("/nowhere/at/all.log"))
        first.process.terminate()
        #expect(first.end() == 0)
    }
}

/// The executable, started, with the first line it printed.
private final class Started {
    let process = Process()
    let input = Pipe()
    let firstLine: String
    private let output = Pipe()
    private let error = Pipe()

    init(_ arguments: [String]) throws {
        // The tests' own executable lies beside it.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(fileURLWithPath: tests).deletingLastPathComponent()
        process.executableURL = folder.appendingPathComponent("rehearsal-service")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
            line.append(byte)
        }
        firstLine = String(decoding: line, as: UTF8.self)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    func end() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    var errorText: String {
        String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
