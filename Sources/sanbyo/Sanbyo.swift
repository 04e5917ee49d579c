import ArgumentParser
import Glibc

@main
struct Sanbyo: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "sanbyo",
        abstract: "Says, with evidence, whether a web service keeps its response-time contract.",
        discussion: """
            Replays a scenario with the contracted number of users, measures response times from \
            planned starts, follows how long slow phases continue (遅延継続時間) and ends with a \
            verdict.

            Exit codes: 0 PASS, 2 FAIL, 3 INCONCLUSIVE, 4 INVALID; 64 wrong arguments, 65 faulty \
            scenario, contract or data, 69 service unreachable, 70 a fault of the tool itself, 74 \
            results cannot be written, 130/143 stopped at once by a second signal.

            SANBYO_USERS, SANBYO_DURATION, SANBYO_SEED, SANBYO_RESULTS and SANBYO_LANG stand for \
            the flags of these names; a flag comes first.
            """,
        version: version,
        subcommands: [
            RunCommand.self, CheckCommand.self, PlanCommand.self, TryCommand.self,
            JudgeCommand.self, ReportCommand.self, InspectCommand.self, ProbeCommand.self,
            ChecklistCommand.self, CalibrateCommand.self,
            SchemaCommand.self,
        ]
    )

    /// Runs the tool and ends the process with the right code: 1 is never used.
    static func main() {
        Console.replaceClosedStreams()
        // A reader that has gone away is an error of that write, not the end of the tool.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as ToolFailure {
            Console().note("sanbyo: \(failure.message)")
            Glibc.exit(failure.exitCode)
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if code == .success {
                Console().output(message + "\n")
                Glibc.exit(0)
            }
            Console().note(message)
            Glibc.exit(code == .validationFailure ? ExitCodes.usage : ExitCodes.ownFault)
        }
    }
}
