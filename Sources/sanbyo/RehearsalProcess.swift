import Foundation
import Glibc

/// The rehearsal service as a process of its own, started for a run and ended with it.
///
/// It runs in a process group of its own, so that Ctrl-C at the terminal reaches the run and not
/// the service under it, and ends by itself when this process dies (its standard input closes).
final class RehearsalProcess {
    let baseURL: String
    private let process: pid_t
    private let lifeline: Int32
    private var isRunning = true

    /// Starts the service on a free loopback port and waits until it listens.
    ///
    /// - Throws: `ToolFailure` when the executable is missing or does not come up in 20 s.
    init(faults: [String], logFile: String?, extraArguments: [String] = []) throws {
        let executable = try Self.executable()
        var arguments = [executable, "--port", "0", "--exit-with-stdin"]
        for fault in faults { arguments += ["--fault", fault] }
        if let logFile { arguments += ["--log", logFile] }
        arguments += extraArguments
        var input: [Int32] = [0, 0]
        var output: [Int32] = [0, 0]
        guard Self.makePipe(&input), Self.makePipe(&output) else {
            throw ToolFailure(
                message: "cannot start the rehearsal service: no pipe (\(lastError()))",
                exitCode: ExitCodes.ownFault
            )
        }
        process = try Self.spawn(arguments, standardInput: input[0], standardOutput: output[1])
        close(input[0])
        close(output[1])
        lifeline = input[1]
        defer { close(output[0]) }
        guard
            let line = Self.firstLine(of: output[0]),
            let start = line.range(of: "http://")?.lowerBound
        else {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
            throw ToolFailure(
                message: """
                    the rehearsal service did not come up; its own message stands above. \
                    Try it alone: \(arguments.joined(separator: " "))
                    """,
                exitCode: ExitCodes.targetUnavailable
            )
        }
        baseURL = line[start...].trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Ends the service and waits for it, at most 5 s before it is killed.
    func stop() {
        guard isRunning else { return }
        isRunning = false
        kill(process, SIGTERM)
        // Closed before, its end would be taken for a second signal, which cuts the log off.
        defer { close(lifeline) }
        for _ in 0..<250 {
            if waitpid(process, nil, WNOHANG) != 0 { return }
            usleep(20_000)
        }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    deinit { stop() }

    /// The executable: `SANBYO_REHEARSAL`, or `rehearsal-service` or `RehearsalService` beside
    /// this program.
    private static func executable() throws -> String {
        if let path = ProcessInfo.processInfo.environment["SANBYO_REHEARSAL"] { return path }
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let folder = own.deletingLastPathComponent()
        for name in ["rehearsal-service", "RehearsalService"] {
            let path = folder.appendingPathComponent(name).path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw ToolFailure(
            message: """
                `service: rehearsal` needs the program rehearsal-service beside sanbyo \
                (in \(folder.path)); build it with \
                `swift build -c release --product rehearsal-service`
                """,
            exitCode: ExitCodes.targetUnavailable
        )
    }

    /// A pipe whose ends are not passed on to processes started later.
    private static func makePipe(_ ends: inout [Int32]) -> Bool {
        guard unsafe pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    private static func spawn(
        _ arguments: [String],
        standardInput: Int32,
        standardOutput: Int32
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, standardOutput, STDOUT_FILENO)

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP)
        )

        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var identifier = pid_t()
        let status = unsafe posix_spawn(
            &identifier,
            arguments[0],
            &actions,
            &attributes,
            &pointers,
            environ
        )
        guard status == 0 else {
            throw ToolFailure(
                message: "cannot start \(arguments[0]): \(words(forError: status))",
                exitCode: ExitCodes.targetUnavailable
            )
        }
        return identifier
    }

    /// Reads up to the first line end, at most 20 s.
    private static func firstLine(of descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        let deadline = Date().addingTimeInterval(20)
        while bytes.count < 4096, Date() < deadline {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe Glibc.poll(&poll, 1, 200) > 0 else { continue }
            var byte: UInt8 = 0
            guard unsafe read(descriptor, &byte, 1) == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }
}

/// The C library's words for the last error of this thread.
func lastError() -> String { words(forError: errno) }

/// The C library's words for an error number.
func words(forError number: Int32) -> String { unsafe String(cString: strerror(number)) }
