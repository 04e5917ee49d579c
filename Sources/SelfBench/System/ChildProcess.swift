import Glibc
import Timekeeping

/// A program started for a measurement, pinned to processors, and ended with this process.
///
/// Its standard input is a pipe from here: programs of ours end when it is closed.
final class ChildProcess {
    let identifier: pid_t
    private var input: Int32?
    private let output: Int32
    private var hasEnded = false

    /// What is known of a program that has ended.
    struct End {
        let output: String
        let succeeded: Bool
    }

    /// Starts a program found on the path.
    ///
    /// - Parameters:
    ///   - processors: those it may run on, as `taskset -c` names them; `nil` = any.
    ///   - signalWithParent: what it is sent when this process dies.
    init(
        _ words: [String],
        processors: String? = nil,
        signalWithParent: String = "KILL"
    ) throws(BenchFailure) {
        var command = ["setpriv", "--pdeathsig", signalWithParent]
        if let processors { command += ["taskset", "-c", processors] }
        let (childInput, ownInput) = try Self.pipe()
        let (ownOutput, childOutput) = try Self.pipe()
        defer {
            close(childInput)
            close(childOutput)
        }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, childInput, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, childOutput, STDOUT_FILENO)
        var arguments = unsafe (command + words).map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var pid = pid_t()
        let code = unsafe posix_spawnp(&pid, command[0], &actions, nil, &arguments, environ)
        guard code == 0 else {
            close(ownInput)
            close(ownOutput)
            throw BenchFailure(call: "posix_spawn \(command[0])", code: code)
        }
        identifier = pid
        input = ownInput
        output = ownOutput
    }

    /// Whether the program has ended by itself, too early for whoever asks.
    var isOver: Bool {
        let status = SystemText.file("/proc/\(identifier)/status") ?? ""
        return SystemText.value(of: "State", in: status)?.first ?? "Z" == "Z"
    }

    /// Closes the program's input, sends it a signal if one is given, and waits for its end; what
    /// has not ended after 20 s is killed.
    @discardableResult
    func end(signal: Int32? = nil) -> End {
        guard !hasEnded else { return End(output: "", succeeded: false) }
        closeInput()
        if let signal { kill(identifier, signal) }
        return finish(within: .seconds(20))
    }

    /// Waits until the program ends by itself.
    func finish(within patience: Nanoseconds) -> End {
        let text = read(until: .now + patience)
        hasEnded = true
        closeInput()
        close(output)
        var status: Int32 = 0
        unsafe waitpid(identifier, &status, 0)
        return End(output: text, succeeded: status == 0)
    }

    /// Reads up to the end of the output, which every program's end brings; kills it when late.
    private func read(until deadline: MonotonicInstant) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var isKilled = false
        while true {
            if !isKilled, .now >= deadline {
                kill(identifier, SIGKILL)
                isKilled = true
            }
            var poll = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard unsafe Glibc.poll(&poll, 1, 100) > 0 else { continue }
            let count = unsafe Glibc.read(output, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: buffer.prefix(count))
        }
    }

    private func closeInput() {
        if let input { close(input) }
        input = nil
    }

    deinit {
        if !hasEnded { end(signal: SIGTERM) }
    }

    private static func pipe() throws(BenchFailure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw BenchFailure(call: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

extension ChildProcess {
    /// This program, to be started again with a subcommand.
    static let own: String = {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe path.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", start, bytes.count)
        }
        return String(decoding: path.prefix(max(0, count)), as: UTF8.self)
    }()

    /// The output of a program that ends by itself within a minute; `nil` when it fails.
    static func output(of words: [String], processors: String? = nil) -> String? {
        guard let child = try? ChildProcess(words, processors: processors) else { return nil }
        let end = child.finish(within: .seconds(60))
        return end.succeeded ? end.output : nil
    }
}
