import Glibc
import Timekeeping

/// What the system knows of a process at one moment; read from outside, alike for every client.
struct ProcessFigures {
    /// User and system time of all its threads, to the nanosecond.
    let cpu: Nanoseconds
    /// The same in the kernel's ticks, apart; only their proportion is used.
    let userTicks: Int
    let systemTicks: Int
    /// Bytes of memory in use now (VmRSS), those of them that are no file's, such as the code of
    /// libraries (RssAnon), and the most there have been (VmHWM).
    let resident: Int
    let anonymous: Int
    let peak: Int

    /// - Throws: when the process has ended.
    init(of process: pid_t) throws(BenchFailure) {
        var clock = clockid_t()
        var time = timespec()
        guard unsafe clock_getcpuclockid(process, &clock) == 0,
            unsafe clock_gettime(clock, &time) == 0,
            let stat = SystemText.file("/proc/\(process)/stat"),
            let status = SystemText.file("/proc/\(process)/status")
        else { throw BenchFailure("a client ended before it was measured") }
        cpu = .seconds(time.tv_sec) + Nanoseconds(Int64(time.tv_nsec))
        // The name, in brackets, may hold blanks. Then state is the first field, utime the 12th.
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        userTicks = fields.count > 13 ? Int(fields[12]) ?? 0 : 0
        systemTicks = fields.count > 13 ? Int(fields[13]) ?? 0 : 0
        resident = Self.bytes("VmRSS", in: status)
        anonymous = Self.bytes("RssAnon", in: status)
        peak = Self.bytes("VmHWM", in: status)
    }

    private static func bytes(_ name: String, in status: String) -> Int {
        let kilobytes = SystemText.value(of: name, in: status)?.split(separator: " ").first
        return (kilobytes.flatMap { Int($0) } ?? 0) * 1_024
    }
}

/// How long one processor has been busy with anything, stolen time included.
struct ProcessorTime {
    let busy: Nanoseconds

    init(of processor: Int) {
        let lines = SystemText.file("/proc/stat")?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("cpu\(processor) ") }
        let ticks = line?.split(separator: " ").dropFirst().compactMap { Int64($0) } ?? []
        // user nice system idle iowait irq softirq steal
        let busyTicks = ticks.prefix(8).enumerated().reduce(0) { sum, field in
            field.offset == 3 || field.offset == 4 ? sum : sum + field.element
        }
        busy = Nanoseconds(busyTicks * (1_000_000_000 / Int64(sysconf(Int32(_SC_CLK_TCK)))))
    }
}
