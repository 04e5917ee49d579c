import Glibc
import Testing

extension Accuracy {
    @Suite("Accuracy when the generator itself is stopped", .timeLimit(.minutes(2)))
    struct StoppedGeneratorTests {
        /// For 2 s nothing exceeds the limit; for 5 s the generator makes operations late itself.
        @Test("the run is invalid and the service is not blamed", arguments: [2, 5])
        func stopped(seconds: Int) async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let run = try await ToolRun(
                "Scenarios/quickstart.yaml",
                ["--users", "20", "--duration", "12s", "--set", "load.users.ramp=1s"],
                in: sandbox
            ) { process in
                try? await Task.sleep(for: .seconds(5))
                kill(process, SIGSTOP)
                try? await Task.sleep(for: .seconds(seconds))
                kill(process, SIGCONT)
            }
            figure("stopped for \(seconds) s", "\(run.summary.verdict), \(run.summary.reasons)")
            #expect(run.exitCode == 4)
            #expect(run.summary.verdict == "INVALID")
            #expect(run.summary.gates.allSatisfy { $0.verdict != "FAIL" })
            #expect(
                run.summary.reasons.contains { $0.hasPrefix("load generator: scheduling lag") },
                "\(run.summary.reasons)"
            )
        }
    }
}
