import Foundation
import Glibc
import Measuring

/// Reads what the machine is doing, from one call to the next (`/proc`, see proc(5)).
struct MachineMeter {
    private var before: [Core]

    init() {
        before = Self.cores(in: Self.text("/proc/stat"))
    }

    /// What the machine did since the last call.
    mutating func read() -> MachineSecond {
        let stat = Self.text("/proc/stat")
        let now = Self.cores(in: stat)
        let spent = zip(before, now).map { $1 - $0 }.filter { $0.total > 0 }
        before = now
        return MachineSecond(
            busiestCore: spent.map { 1 - $0.idle / $0.total }.max() ?? 0,
            steal: spent.map { $0.steal / $0.total }.max() ?? 0,
            runnable: Self.figure("procs_running", in: stat),
            resident: Self.residentBytes
        )
    }

    /// Memory of this process in bytes.
    static var residentBytes: Int {
        let fields = text("/proc/self/statm").split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Time of one core in clock ticks.
    private struct Core {
        var total: Double
        var idle: Double
        var steal: Double

        static func - (left: Core, right: Core) -> Core {
            Core(
                total: left.total - right.total,
                idle: left.idle - right.idle,
                steal: left.steal - right.steal
            )
        }
    }

    private static func cores(in stat: String) -> [Core] {
        stat.split(separator: "\n").filter { $0.hasPrefix("cpu") && !$0.hasPrefix("cpu ") }
            .compactMap { line in
                // user nice system idle iowait irq softirq steal; guests are within user.
                let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap {
                    Double($0)
                }
                guard ticks.count == 8 else { return nil }
                return Core(
                    total: ticks.reduce(0, +),
                    idle: ticks[3] + ticks[4],
                    steal: ticks[7]
                )
            }
    }

    private static func figure(_ name: String, in stat: String) -> Int {
        stat.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
