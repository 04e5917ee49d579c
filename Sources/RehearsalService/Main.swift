import ArgumentParser

import Glibc

/// A small real forms application with planned faults, to rehearse load runs against.
@main
struct RehearsalService: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearsal-service",
        abstract: "A small forms application with planned faults, to rehearse load runs against."
    )

    @OptionGroup var options: Options

    func run() throws {
        Signals.block()
        raiseDescriptorLimit()
        let service: RunningService
        do {
            service = try RunningService(options.settings())
        } catch {
            complain("cannot start: \(error)")
            throw ExitCode(EX_UNAVAILABLE)
        }
        say("rehearsal-service listening on \(service.url)\n", to: STDOUT_FILENO)
        if options.exitWithStdin { Signals.raiseWhenInputEnds() }
        Signals.wait()
        guard try service.stop() else {
            complain("the logs are incomplete: writing failed; is the disk full?")
            throw ExitCode(EX_IOERR)
        }
    }

    /// Allows as many connections as the system lets this process have.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private func complain(_ problem: String) {
        say("rehearsal-service: \(problem)\n", to: STDERR_FILENO)
    }

    private func say(_ text: String, to descriptor: CInt) {
        let bytes = Array(text.utf8)
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe write(descriptor, buffer.baseAddress, buffer.count)
        }
    }
}
