import Foundation
import Glibc
import Journaling
import ScenarioFiles
import Synchronization
import Timekeeping

/// Runs the hook command at the begin and the end of outages, one run after another, beside the
/// probing.
final class HookRunner: Sendable {
    /// What a run is about.
    struct Event: Sendable {
        var edge: ProbeLog.HookRun.Edge
        var slot: UTCInstant
        /// When the tick that found it was begun.
        var begin: MonotonicInstant
        /// Beside those of the tool itself.
        var environment: [String: String]
    }

    private struct State {
        var done: [ProbeLog.HookRun] = []
        var underWay = 0
    }

    private let hook: ProbeFile.Hook
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "hook")

    init(_ hook: ProbeFile.Hook) {
        self.hook = hook
        // Where whoever started the tool had it ignored, the system would keep no end of a command
        // to be waited for.
        signal(SIGCHLD, SIG_DFL)
    }

    /// Whether a run has not ended.
    var isBusy: Bool { state.withLock { $0.underWay > 0 } }

    func run(_ event: Event) {
        state.withLock { $0.underWay += 1 }
        queue.async { [self] in
            let failure = command(event.environment)
            let run = ProbeLog.HookRun(
                edge: event.edge,
                slot: event.slot,
                ended: .now,
                took: MonotonicInstant.now - event.begin,
                failure: failure
            )
            state.withLock {
                $0.done.append(run)
                $0.underWay -= 1
            }
        }
    }

    /// The runs that have ended since the last call.
    func takeDone() -> [ProbeLog.HookRun] {
        state.withLock { state in
            defer { state.done = [] }
            return state.done
        }
    }

    /// Runs the command to its end.
    ///
    /// - Returns: why it failed, or `nil`.
    private func command(_ environment: [String: String]) -> String? {
        switch Self.spawn(hook.command, environment: environment) {
        case .failure(let problem): return problem.message
        case .success(let process): return wait(for: process)
        }
    }

    private func wait(for process: pid_t) -> String? {
        let deadline = MonotonicInstant.now + hook.within
        var status: Int32 = 0
        while MonotonicInstant.now < deadline {
            let found = unsafe waitpid(process, &status, WNOHANG)
            // How it ended is not known, so it has not succeeded.
            if found < 0 { return "its end cannot be told: \(lastError())" }
            if found > 0 { return Self.words(status) }
            usleep(10_000)
        }
        // Its own process group: what it has started ends with it.
        kill(-process, SIGTERM)
        for _ in 0..<100 {
            if unsafe waitpid(process, &status, WNOHANG) != 0 { break }
            usleep(10_000)
        }
        kill(-process, SIGKILL)
        unsafe waitpid(process, &status, WNOHANG)
        return "ended after \(DurationText.canonical(hook.within)), which is hook-within"
    }

    /// Why a wait status means failure.
    private static func words(_ status: Int32) -> String? {
        let signal = status & 0x7F
        guard signal == 0 else { return "ended by signal \(signal)" }
        let code = status >> 8 & 0xFF
        return code == 0 ? nil : "ended with \(code)"
    }

    private static func spawn(
        _ command: [String],
        environment: [String: String]
    ) -> Result<pid_t, ToolFailure> {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        // Standard output belongs to the summary.
        unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        var usual = sigset_t()
        unsafe sigemptyset(&usual)
        unsafe sigaddset(&usual, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP)
        )
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let strings = all.map { "\($0.key)=\($0.value)" }
        var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
        var variables = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe arguments.forEach { unsafe free($0) }
            unsafe variables.forEach { unsafe free($0) }
        }
        var process = pid_t()
        let status = unsafe posix_spawnp(
            &process,
            command[0],
            &actions,
            &attributes,
            &arguments,
            &variables
        )
        guard status == 0 else {
            return .failure(
                ToolFailure(
                    message: "cannot start \(command[0]): \(sanbyo.words(forError: status))",
                    exitCode: ExitCodes.ownFault
                )
            )
        }
        return .success(process)
    }
}
