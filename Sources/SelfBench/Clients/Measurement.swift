import Reporting
import Timekeeping

/// What one client did in one stretch of time, seen from outside.
struct Measurement {
    let client: Client
    let users: Int
    let isEncrypted: Bool
    let round: Int
    /// Requests the server began in the stretch.
    let requests: Int
    let span: Nanoseconds
    /// User and system time of the client's whole process in the stretch.
    let cpu: Nanoseconds
    /// The share of ``cpu`` in user mode, by the kernel's ticks.
    let userShare: Double
    /// Bytes of the whole process at the stretch's end (VmRSS), those of them that are no file's
    /// (RssAnon), and the most so far (VmHWM).
    let resident: Int
    let anonymous: Int
    let peak: Int
    /// The share of the client's processor that others used in the stretch, 0 … 1.
    let othersShare: Double
    /// Why the figures are not to be used; empty when they are sound.
    var faults: [String]

    /// CPU µs per request: all, user, system.
    var cost: Double { Double(cpu.count) / 1_000 / Double(max(1, requests)) }
    var userCost: Double { cost * userShare }
    var systemCost: Double { cost * (1 - userShare) }
    var requestsPerSecond: Double { Double(requests) / span.seconds }
    /// The share of one processor the client used.
    var busyShare: Double { Double(cpu.count) / Double(max(1, span.count)) }
    /// Memory of the whole process, and of it what is no file's, in KB of 1,024 bytes per user.
    var kilobytesPerUser: Double { Double(resident) / 1_024 / Double(max(1, users)) }
    var anonymousPerUser: Double { Double(anonymous) / 1_024 / Double(max(1, users)) }
    var isSound: Bool { faults.isEmpty }

    var json: Json {
        [
            "client": .string(client.name),
            "users": .int(users),
            "tls": .bool(isEncrypted),
            "round": .int(round),
            "requests": .int(requests),
            "seconds": .number(span.seconds),
            "cpu_seconds": .number(cpu.seconds),
            "user_share": .number(userShare),
            "resident_bytes": .int(resident),
            "anonymous_bytes": .int(anonymous),
            "peak_bytes": .int(peak),
            "others_share_of_processor": .number(othersShare),
            "faults": .array(faults.map(Json.string)),
        ]
    }
}
