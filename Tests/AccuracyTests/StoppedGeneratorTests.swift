import Foundation
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

        /// Keeps the first core busy; ends by itself.
        private static func burnCore(for seconds: Int) {
            let hog = Process()
            hog.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            hog.arguments = [
                "timeout", "-s", "KILL", "\(seconds)", "taskset", "-c", "0", "sh", "-c",
                "while :; do :; done",
            ]
            hog.standardOutput = FileHandle.nullDevice
            hog.standardError = FileHandle.nullDevice
            try? hog.run()
        }

        /// Starves the generator: three busy loops on its only core leave it little.
        ///
        /// It gets what they leave (SCHED_IDLE); the service has the other core.
        @Test(
            "starved of its core, the run is invalid and the service is not blamed",
            .enabled(if: Nginx.path != nil, "nginx is not installed")
        )
        func starved() async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let program = try #require(Nginx.path)
            let nginx = try await Nginx(
                program,
                locations: "location / { return 200 \"ok\"; }",
                in: sandbox
            )
            let scenario = """
                scenario: starved
                service: \(nginx.url)
                load: { users: { peak: 20, ramp: 1s, hold: 20s } }
                flows:
                  look:
                    think: { exponential: 100ms }
                    steps: [ { operation: look, get: /, expect: { text: ok } } ]
                gates: [ "p95(look) < 20ms" ]
                """
            let file = sandbox.file("starved.yaml")
            try scenario.write(to: file, atomically: true, encoding: .utf8)
            let run = try await ToolRun(
                file.path,
                [],
                in: sandbox,
                through: ["taskset", "-c", "0", "chrt", "--idle", "0"]
            ) { _ in
                try? await Task.sleep(for: .seconds(4))
                for _ in 0..<3 { Self.burnCore(for: 10) }
            }
            _ = try nginx.end()
            figure("starved generator", "\(run.summary.verdict), \(run.summary.reasons)")
            #expect(run.exitCode == 4)
            #expect(run.summary.gates.allSatisfy { $0.verdict != "FAIL" })
            #expect(run.summary.reasons.contains { $0.hasPrefix("load generator: ") })
        }
    }
}
