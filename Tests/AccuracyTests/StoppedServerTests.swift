import Foundation
import Glibc
import Synchronization
import Testing
import Timekeeping

extension Accuracy {
    /// A service that does not run at all for a while: its process is stopped and goes on.
    @Suite(
        "Accuracy when the service is stopped",
        .enabled(if: Nginx.path != nil, "nginx is not installed"),
        .timeLimit(.minutes(4))
    )
    struct StoppedServerTests {
        /// A stop, and what it is looked at with.
        struct Stop: Sendable, CustomTestStringConvertible {
            let seconds: Double
            let target: String
            let targetSeconds: Double
            let window: String
            /// Arrivals a second of the open load.
            let rate: Int

            var testDescription: String { "\(seconds) s" }
        }

        static let stops = [
            Stop(seconds: 1.4, target: "500ms", targetSeconds: 0.5, window: "200ms", rate: 50),
            Stop(seconds: 10, target: "3s", targetSeconds: 3, window: "1s", rate: 20),
        ]

        /// The run, and when by the wall clock the service was stopped and went on, in seconds of
        /// the run.
        private struct Stopped {
            let run: ToolRun
            let begin: Double
            let end: Double

            var length: Double { end - begin }
        }

        private static let hold = 8.0

        private func play(_ stop: Stop, load: String, flow: String) async throws -> Stopped {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let program = try #require(Nginx.path)
            let nginx = try await Nginx(
                program,
                locations: "location / { return 200 \"ok\"; }",
                in: sandbox
            )
            let contract = """
                contract: stop
                response: { online: { within: \(stop.target), for: 90% } }
                delay: { longest: 1s, window: \(stop.window) }
                """
            let scenario = """
                scenario: stop
                service: \(nginx.url)
                contract: stop-contract.yaml
                load: \(load)
                flows:
                  look:
                \(flow)    steps: [ { operation: look, get: /, expect: { text: ok } } ]
                """
            let file = sandbox.file("stop.yaml")
            try contract.write(
                to: sandbox.file("stop-contract.yaml"),
                atomically: true,
                encoding: .utf8
            )
            try scenario.write(to: file, atomically: true, encoding: .utf8)
            let (server, clocks) = (nginx.identifier, Clocks())
            let run = try await ToolRun(file.path, ["--seed", "5"], in: sandbox) { _ in
                try? await Task.sleep(for: .seconds(4))
                clocks.note()
                kill(server, SIGSTOP)
                try? await Task.sleep(for: .seconds(stop.seconds))
                kill(server, SIGCONT)
                clocks.note()
            }
            _ = try nginx.end()
            let origin = try #require(run.summary.originUnixNanoseconds)
            let times = clocks.all.withLock { $0 }.map { Double($0 - origin) / 1e9 }
            return Stopped(run: run, begin: times[0], end: times[1])
        }

        private final class Clocks: Sendable {
            let all = Mutex<[Int64]>([])

            func note() {
                let now = ClockAnchor.now().unixNanoseconds
                all.withLock { $0.append(now) }
            }
        }

        @Test("an open load tells its length, its percentiles and its edges", arguments: stops)
        func open(stop: Stop) async throws {
            let hold = Int(Self.hold + stop.seconds)
            let stopped = try await play(
                stop,
                load: "{ arrivals: { rate: \(stop.rate)/s, law: constant, hold: \(hold)s, "
                    + "users: 400 } }",
                flow: ""
            )
            let look = try #require(stopped.run.summary[operation: "look"])
            #expect(look.planned == hold * stop.rate && look.succeeded == look.planned)
            // Planned in the stop, so many lie above its length less k distances.
            let count = Double(look.planned)
            for (share, name) in [(0.9, "p90"), (0.95, "p95"), (0.99, "p99")] {
                let above = count - (share * count).rounded(.up)
                let theory = stopped.length - (above + 0.5) / Double(stop.rate)
                guard theory > 0.1 else { continue }
                for (kind, times) in [("response", look.responseMs), ("service", look.serviceMs)] {
                    let found = try #require(times[name]) / 1_000
                    figure(
                        "open load, service stopped for \(stop.seconds) s: \(kind) \(name) less "
                            + "theory (\(DecimalText.fixed(theory, decimals: 3)) s)",
                        milliseconds(found - theory)
                    )
                    #expect(abs(found - theory) < 0.05 + 0.001 * theory)
                }
            }
            try expectOneEpisode(stopped, "open", stop)
        }

        @Test("a closed load tells each user's wait, and its edges", arguments: stops)
        func closed(stop: Stop) async throws {
            let users = 20
            let hold = Int(Self.hold + stop.seconds)
            let stopped = try await play(
                stop,
                load: "{ users: { peak: \(users), hold: \(hold)s } }",
                flow: "    think: { exponential: 100ms }\n"
            )
            let look = try #require(stopped.run.summary[operation: "look"])
            #expect(look.succeeded == look.planned && look.late == users, "one wait for each user")
            // Users come at random, 100 ms apart on average, so the first of twenty comes some
            // 5 ms after the stop begins.
            for (kind, times) in [("response", look.responseMs), ("service", look.serviceMs)] {
                let longest = try #require(times.max) / 1_000
                figure(
                    "closed load, service stopped for \(stop.seconds) s: longest \(kind) time less "
                        + "the stop",
                    milliseconds(longest - stopped.length)
                )
                #expect(longest < stopped.length + 0.05 && longest > stopped.length - 0.05)
                #expect(try #require(times.p50) < 50)
            }
            try expectOneEpisode(stopped, "closed", stop)
        }

        private func expectOneEpisode(_ stopped: Stopped, _ load: String, _ stop: Stop) throws {
            let episodes = stopped.run.summary.episodes
            #expect(episodes.count == 1)
            let episode = try #require(episodes.first)
            let edges = (episode.startS - stopped.begin, episode.endS - stopped.end)
            figure(
                "\(load) load, service stopped for \(stop.seconds) s: edges told after the signals",
                "\(milliseconds(edges.0)), \(milliseconds(edges.1))"
            )
            #expect(abs(edges.0) < 0.05 && abs(edges.1) < 0.05)
            #expect(stopped.run.exitCode == 2, "\(stopped.run.summary.reasons)")
        }

        private func milliseconds(_ seconds: Double) -> String {
            "\(DecimalText.fixed(seconds * 1_000, decimals: 1)) ms"
        }
    }
}

extension RunSummary.Times {
    /// A percentile by its name, in ms.
    subscript(name: String) -> Double? {
        switch name {
        case "p50": p50
        case "p90": p90
        case "p95": p95
        case "p99": p99
        case "p99.9": p999
        default: nil
        }
    }
}
