import Glibc
import HTTPLanes
import LoopRuntime
import Timekeeping

/// Measures what the engine itself costs: CPU per request, cost of a resume, lateness of timers.
///
/// `SelfBench` runs everything in under a minute; the client is pinned to the first CPU and its
/// server, a process of its own, to the last. `SelfBench serve` is that server.
@main
struct SelfBenchTool {
    static func main() async {
        do {
            if CommandLine.arguments.dropFirst().first == "serve" {
                try BenchServer.serve(cpu: lastCPU)
            } else {
                try await measure()
            }
        } catch {
            print("failed: \(error)")
            exit(70)
        }
    }

    private static var lastCPU: Int { max(0, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1) }

    private static func measure() async throws {
        raiseDescriptorLimit()
        show("executor: \(try await ExecutorBench.run(switches: 2_000_000))")
        show("sleepers: \(try await SleeperBench.run(sleepers: 10_000, seconds: 5))")
        let server = try BenchServer.spawn()
        defer { server.stop() }
        show("users  requests/s  CPU µs/request  longest turn ms")
        let rounds = 2
        var costs: [Int: [Double]] = [:]
        for _ in 0..<rounds {
            for users in [50, 1_000, 4_000] {
                let figures = try await RequestBench.run(
                    users: users,
                    port: server.port,
                    seconds: 4
                )
                costs[users, default: []].append(figures.microseconds)
                show(figures)
            }
        }
        let few = (costs[50] ?? []).min() ?? .nan
        let many = (costs[4_000] ?? []).min() ?? .nan
        print("cost at 4000 users ÷ cost at 50: \(rounded(many / few)) (goal: at most 1.6)")
    }

    /// Shows a line at once, also where the output is no terminal.
    private static func show(_ line: Any) {
        print(line)
        fflush(nil)
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Two decimals, for tables.
func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}
